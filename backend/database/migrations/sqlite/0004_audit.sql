CREATE TABLE `audit_events` (
	`chain` text NOT NULL,
	`sequence` integer NOT NULL,
	`id` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`actor_kind` text NOT NULL,
	`actor_id` text,
	`action` text NOT NULL,
	`object_kind` text NOT NULL,
	`object_id` text,
	`fields` text NOT NULL,
	`address` text NOT NULL,
	`outcome` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`chain`, `sequence`)
);
--> statement-breakpoint
CREATE INDEX `audit_events_actor` ON `audit_events` (`chain`,`actor_id`);--> statement-breakpoint
CREATE INDEX `audit_events_object` ON `audit_events` (`chain`,`object_id`);--> statement-breakpoint
CREATE TABLE `audit_heads` (
	`chain` text PRIMARY KEY NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL
);
