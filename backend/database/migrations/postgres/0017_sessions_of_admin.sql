CREATE INDEX "sessions_admin" ON "sessions" USING btree ("admin_id","id");--> statement-breakpoint
CREATE INDEX "sessions_live" ON "sessions" USING btree ("admin_id","live_until");