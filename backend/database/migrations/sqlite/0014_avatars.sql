CREATE TABLE `avatars` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`display_name` text NOT NULL,
	`kind` text NOT NULL,
	`voice` text,
	`status` text NOT NULL,
	`stage` text,
	`progress` real,
	`error` text,
	`notes` text DEFAULT '[]' NOT NULL,
	`pack` text,
	`source_hash` text,
	`source_bytes` integer NOT NULL,
	`consent_by` text,
	`consent_at` integer,
	`heard_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`admin_id`) REFERENCES `admins`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `avatars_admin` ON `avatars` (`admin_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `avatars_name` ON `avatars` (`admin_id`,`name`);