CREATE INDEX `sessions_admin` ON `sessions` (`admin_id`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_live` ON `sessions` (`admin_id`,`live_until`);