ALTER TABLE "sessions" ADD COLUMN "live_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tutors" ADD COLUMN "lessons_per_student" integer DEFAULT 2 NOT NULL;