CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"admin_id" text NOT NULL,
	"tutor_id" text NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"pages" integer,
	"characters" integer NOT NULL,
	"passages" integer NOT NULL,
	"has_poor_text" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "documents_tenancy" UNIQUE("id","admin_id"),
	CONSTRAINT "documents_file" UNIQUE("tutor_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "passage_vectors" (
	"passage" integer PRIMARY KEY NOT NULL,
	"tutor_id" text NOT NULL,
	"model" text NOT NULL,
	"steps" "bytea" NOT NULL,
	"step_size" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passages" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "passages_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"document_id" text NOT NULL,
	"admin_id" text NOT NULL,
	"tutor_id" text NOT NULL,
	"page" integer,
	"headings" jsonb NOT NULL,
	"text" text NOT NULL,
	"terms" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_tutor_tenancy" FOREIGN KEY ("tutor_id","admin_id") REFERENCES "public"."tutors"("id","admin_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passage_vectors" ADD CONSTRAINT "passage_vectors_passage_passages_number_fk" FOREIGN KEY ("passage") REFERENCES "public"."passages"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passages" ADD CONSTRAINT "passages_document_tenancy" FOREIGN KEY ("document_id","admin_id") REFERENCES "public"."documents"("id","admin_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "documents_tutor" ON "documents" USING btree ("tutor_id","id");--> statement-breakpoint
CREATE INDEX "passage_vectors_tutor" ON "passage_vectors" USING btree ("tutor_id","model","passage");--> statement-breakpoint
CREATE INDEX "passages_document" ON "passages" USING btree ("document_id","number");--> statement-breakpoint
CREATE INDEX "passages_tutor" ON "passages" USING btree ("tutor_id","number");