ALTER TABLE `sessions` ADD `live_until` integer;--> statement-breakpoint
ALTER TABLE `tutors` ADD `lessons_per_student` integer DEFAULT 2 NOT NULL;