ALTER TABLE "turns" ADD COLUMN "flags" jsonb DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE "tutors" ADD COLUMN "homework" text DEFAULT 'guide' NOT NULL;--> statement-breakpoint
ALTER TABLE "tutors" ADD COLUMN "guard" text DEFAULT 'rules' NOT NULL;--> statement-breakpoint
ALTER TABLE "tutors" ADD COLUMN "guard_failure" text DEFAULT 'rules' NOT NULL;