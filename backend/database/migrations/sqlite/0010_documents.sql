CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`admin_id` text NOT NULL,
	`tutor_id` text NOT NULL,
	`title` text NOT NULL,
	`kind` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`pages` integer,
	`characters` integer NOT NULL,
	`passages` integer NOT NULL,
	`has_poor_text` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`tutor_id`,`admin_id`) REFERENCES `tutors`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `documents_tutor` ON `documents` (`tutor_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `documents_tenancy` ON `documents` (`id`,`admin_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `documents_file` ON `documents` (`tutor_id`,`sha256`);--> statement-breakpoint
CREATE TABLE `passage_vectors` (
	`passage` integer PRIMARY KEY NOT NULL,
	`tutor_id` text NOT NULL,
	`model` text NOT NULL,
	`steps` blob NOT NULL,
	`step_size` real NOT NULL,
	FOREIGN KEY (`passage`) REFERENCES `passages`(`number`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passage_vectors_tutor` ON `passage_vectors` (`tutor_id`,`model`,`passage`);--> statement-breakpoint
CREATE TABLE `passages` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`document_id` text NOT NULL,
	`admin_id` text NOT NULL,
	`tutor_id` text NOT NULL,
	`page` integer,
	`headings` text NOT NULL,
	`text` text NOT NULL,
	`terms` text NOT NULL,
	FOREIGN KEY (`document_id`,`admin_id`) REFERENCES `documents`(`id`,`admin_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `passages_document` ON `passages` (`document_id`,`number`);--> statement-breakpoint
CREATE INDEX `passages_tutor` ON `passages` (`tutor_id`,`number`);