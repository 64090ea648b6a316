import { describe, expect, test } from "bun:test";
import { findBreakingStatements } from "./migration-changes.ts";

describe("what a backend of the release before does not work on with is found:", () => {
  test.each([
    'DROP TABLE "turns"',
    'ALTER TABLE "turns" DROP COLUMN "heard"',
    'ALTER TABLE "turns" DROP "heard"',
    'ALTER TABLE "turns" RENAME COLUMN "heard" TO "read"',
    'ALTER TABLE "turns" ALTER COLUMN "rating" SET NOT NULL',
    'ALTER TABLE "turns" ALTER COLUMN "rating" SET DATA TYPE integer',
    'ALTER TABLE "turns" ALTER COLUMN "rating" TYPE integer USING 1',
    'ALTER TABLE "turns" ALTER COLUMN "answer_whole" DROP DEFAULT',
    'ALTER TABLE "turns" ALTER COLUMN "answer" DROP NOT NULL',
    'ALTER TABLE "sessions" DROP CONSTRAINT "sessions_tenancy"',
    'ALTER TABLE "turns" ADD COLUMN "size" integer NOT NULL',
    'ALTER TABLE "turns" ADD "size" integer NOT NULL',
    `ALTER TABLE "turns" ADD COLUMN "a" text DEFAULT '' NOT NULL, ADD COLUMN "b" text NOT NULL`,
    'ALTER TABLE "turns" ADD COLUMN "size" integer\n  NOT NULL',
    'CREATE UNIQUE INDEX "turns_question" ON "turns" USING btree ("session_id","question")',
    `ALTER TABLE "turns" ADD COLUMN "place" text DEFAULT ''; CREATE UNIQUE INDEX "turns_place" ON "turns" ("place")`,
    'ALTER TABLE "turns" ADD CONSTRAINT "turns_short" CHECK (length("answer") < 1000)',
    'ALTER TABLE "turns" ADD COLUMN "size" integer; ALTER TABLE "turns" ADD CONSTRAINT "sized" CHECK ("size" IS NOT NULL)',
    'ALTER TABLE "turns" ADD CONSTRAINT "turns_question" UNIQUE("question")',
    'ALTER TABLE "turns" ADD UNIQUE ("question")',
    'ALTER TABLE "turns" ADD COLUMN "place" text UNIQUE DEFAULT 1',
    'ALTER TABLE "turns" ADD CONSTRAINT "turns_source" FOREIGN KEY ("source") REFERENCES "public"."sources"("id")',
    'CREATE TRIGGER "refuse" BEFORE UPDATE ON "turns" FOR EACH ROW EXECUTE FUNCTION refuse()',
    "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
    'ALTER TABLE "turns" ADD COLUMN "game" text REFERENCES "games"("id")',
    'DO $$ BEGIN ALTER TABLE "turns" DROP COLUMN "heard"; END $$',
    'CREATE TABLE "games" ("turn" text REFERENCES "turns"("id"), "name" text)',
    'CREATE TABLE "games" ("turn" text); ALTER TABLE "games" ADD CONSTRAINT "of" FOREIGN KEY ("turn") REFERENCES "public"."turns"("id") ON DELETE no action',
  ])("%s", (sql) => {
    expect(findBreakingStatements(sql)).not.toEqual([]);
  });
});

test.each([
  'CREATE TABLE "games" ("id" text PRIMARY KEY NOT NULL, CONSTRAINT "short" CHECK (length("id") < 9)); CREATE UNIQUE INDEX "one" ON "games" ("id")',
  'CREATE TABLE "games" ("id" text NOT NULL);--> statement-breakpoint\nALTER TABLE "games" ADD CONSTRAINT "one" UNIQUE("id")',
  'ALTER TABLE "turns" ADD COLUMN "game" text;--> statement-breakpoint\nALTER TABLE "turns" ADD CONSTRAINT "of_game" FOREIGN KEY ("game","admin_id") REFERENCES "public"."games"("id","admin_id") ON DELETE set null',
  'CREATE TABLE "games" ("turn" text, "admin" text); ALTER TABLE "games" ADD CONSTRAINT "of" FOREIGN KEY ("turn","admin") REFERENCES "public"."turns"("id","admin_id") ON DELETE cascade',
  'ALTER TABLE "public"."turns" ADD COLUMN "size" integer DEFAULT 0 NOT NULL',
  'CREATE INDEX "turns_started" ON "turns" ("started_at")',
  '-- DROP TABLE turns\nUPDATE "turns" SET "grade" = \'DROP TABLE\'',
])("what is new to a backend of the release before does not trouble it: %s", (sql) => {
  expect(findBreakingStatements(sql)).toEqual([]);
});
