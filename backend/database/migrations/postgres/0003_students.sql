CREATE TABLE "students" (
	"id" text PRIMARY KEY NOT NULL,
	"admin_id" text NOT NULL,
	"tutor_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"search_text" text NOT NULL,
	"password_hash" text NOT NULL,
	"status" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "students_tenancy" UNIQUE("id","admin_id"),
	CONSTRAINT "students_email" UNIQUE("tutor_id","email")
);
--> statement-breakpoint
ALTER TABLE "admins" ADD COLUMN "status" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD COLUMN "student_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "student_id" text;--> statement-breakpoint
ALTER TABLE "students" ADD CONSTRAINT "students_tutor_tenancy" FOREIGN KEY ("tutor_id","admin_id") REFERENCES "public"."tutors"("id","admin_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "students_tutor" ON "students" USING btree ("tutor_id","id");--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_student_tenancy" FOREIGN KEY ("student_id","admin_id") REFERENCES "public"."students"("id","admin_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_student_tenancy" FOREIGN KEY ("student_id","admin_id") REFERENCES "public"."students"("id","admin_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refresh_tokens_student" ON "refresh_tokens" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "sessions_student" ON "sessions" USING btree ("student_id","id");