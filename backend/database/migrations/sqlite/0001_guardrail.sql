ALTER TABLE `turns` ADD `flags` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `tutors` ADD `homework` text DEFAULT 'guide' NOT NULL;--> statement-breakpoint
ALTER TABLE `tutors` ADD `guard` text DEFAULT 'rules' NOT NULL;--> statement-breakpoint
ALTER TABLE `tutors` ADD `guard_failure` text DEFAULT 'rules' NOT NULL;