CREATE TABLE "avatars" (
	"id" text PRIMARY KEY NOT NULL,
	"admin_id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"display_name" text NOT NULL,
	"kind" text NOT NULL,
	"voice" text,
	"status" text NOT NULL,
	"stage" text,
	"progress" double precision,
	"error" text,
	"notes" jsonb DEFAULT '[]' NOT NULL,
	"pack" text,
	"source_hash" text,
	"source_bytes" integer NOT NULL,
	"consent_by" text,
	"consent_at" timestamp (3) with time zone,
	"heard_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "avatars_name" UNIQUE("admin_id","name")
);
--> statement-breakpoint
ALTER TABLE "avatars" ADD CONSTRAINT "avatars_admin_id_admins_id_fk" FOREIGN KEY ("admin_id") REFERENCES "public"."admins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "avatars_admin" ON "avatars" USING btree ("admin_id","id");