CREATE TABLE `admins` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `admins_email` ON `admins` (`email`);--> statement-breakpoint
CREATE TABLE `refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`family` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`family_ends_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`admin_id`) REFERENCES `admins`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `refresh_tokens_family` ON `refresh_tokens` (`family`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_admin` ON `refresh_tokens` (`admin_id`,`expires_at`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`tutor_id` text NOT NULL,
	`guest_name` text,
	`started_at` integer NOT NULL,
	FOREIGN KEY (`tutor_id`,`admin_id`) REFERENCES `tutors`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_tutor` ON `sessions` (`tutor_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_tenancy` ON `sessions` (`id`,`admin_id`);--> statement-breakpoint
CREATE TABLE `signing_keys` (
	`kid` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`jwk` text NOT NULL,
	`created_at` integer NOT NULL,
	`retired_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signing_keys_active` ON `signing_keys` (`purpose`) WHERE retired_at is null;--> statement-breakpoint
CREATE TABLE `turns` (
	`session_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`admin_id` text NOT NULL,
	`revision` integer NOT NULL,
	`question` text,
	`answer` text NOT NULL,
	`heard` text NOT NULL,
	`outcome` text NOT NULL,
	`source` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	PRIMARY KEY(`session_id`, `sequence`),
	FOREIGN KEY (`session_id`,`admin_id`) REFERENCES `sessions`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `tutors` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`version` integer NOT NULL,
	`is_demo` integer NOT NULL,
	`name` text NOT NULL,
	`subject` text NOT NULL,
	`description` text NOT NULL,
	`language` text NOT NULL,
	`persona` text NOT NULL,
	`greeting` text NOT NULL,
	`starters` text NOT NULL,
	`notes` text NOT NULL,
	`model` text,
	`temperature` real NOT NULL,
	`voice` text,
	`avatar` text NOT NULL,
	`access` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`admin_id`) REFERENCES `admins`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `tutors_admin` ON `tutors` (`admin_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `tutors_tenancy` ON `tutors` (`id`,`admin_id`);