CREATE TABLE `kept_replies` (
	`holder` text NOT NULL,
	`operation` text NOT NULL,
	`key_hash` text NOT NULL,
	`request_hash` text NOT NULL,
	`reply` text,
	`started_at` integer NOT NULL,
	PRIMARY KEY(`holder`, `operation`, `key_hash`)
);
--> statement-breakpoint
CREATE INDEX `kept_replies_started` ON `kept_replies` (`started_at`);