CREATE TABLE `students` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`tutor_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`search_text` text NOT NULL,
	`password_hash` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`tutor_id`,`admin_id`) REFERENCES `tutors`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `students_tutor` ON `students` (`tutor_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `students_tenancy` ON `students` (`id`,`admin_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `students_email` ON `students` (`tutor_id`,`email`);--> statement-breakpoint
ALTER TABLE `admins` ADD `status` text DEFAULT 'active' NOT NULL;--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_refresh_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`student_id` text,
	`family` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`family_ends_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`admin_id`) REFERENCES `admins`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`student_id`,`admin_id`) REFERENCES `students`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_refresh_tokens`("hash", "admin_id", "family", "created_at", "expires_at", "family_ends_at", "used_at") SELECT "hash", "admin_id", "family", "created_at", "expires_at", "family_ends_at", "used_at" FROM `refresh_tokens`;--> statement-breakpoint
DROP TABLE `refresh_tokens`;--> statement-breakpoint
ALTER TABLE `__new_refresh_tokens` RENAME TO `refresh_tokens`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `refresh_tokens_family` ON `refresh_tokens` (`family`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_admin` ON `refresh_tokens` (`admin_id`,`expires_at`);--> statement-breakpoint
CREATE INDEX `refresh_tokens_student` ON `refresh_tokens` (`student_id`);--> statement-breakpoint
CREATE TABLE `__new_sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`tutor_id` text NOT NULL,
	`student_id` text,
	`guest_name` text,
	`secret_hash` text,
	`started_at` integer NOT NULL,
	FOREIGN KEY (`student_id`,`admin_id`) REFERENCES `students`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`tutor_id`,`admin_id`) REFERENCES `tutors`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO `__new_sessions`("id", "admin_id", "tutor_id", "guest_name", "secret_hash", "started_at") SELECT "id", "admin_id", "tutor_id", "guest_name", "secret_hash", "started_at" FROM `sessions`;--> statement-breakpoint
DROP TABLE `sessions`;--> statement-breakpoint
ALTER TABLE `__new_sessions` RENAME TO `sessions`;--> statement-breakpoint
CREATE INDEX `sessions_tutor` ON `sessions` (`tutor_id`,`id`);--> statement-breakpoint
CREATE INDEX `sessions_student` ON `sessions` (`student_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_tenancy` ON `sessions` (`id`,`admin_id`);