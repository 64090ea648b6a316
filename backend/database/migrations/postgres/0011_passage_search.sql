ALTER TABLE "passages" ADD COLUMN "terms_vector" tsvector GENERATED ALWAYS AS (to_tsvector('simple', "terms")) STORED;
--> statement-breakpoint
CREATE INDEX "passages_search" ON "passages" USING gin ("terms_vector");
