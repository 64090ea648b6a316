import { expect, test } from "bun:test";
import * as postgres from "./columns-postgres.ts";
import * as sqlite from "./columns-sqlite.ts";

/** `true` only for two types that are the same in both directions. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const sqliteProbe = sqlite.table("probe", {
  word: sqlite.word("word").primaryKey(),
  prose: sqlite.prose("prose").notNull(),
  maybeProse: sqlite.prose("maybe_prose"),
  whole: sqlite.whole("whole").notNull(),
  bytes: sqlite.bytes("bytes").notNull(),
  decimal: sqlite.decimal("decimal").notNull(),
  flag: sqlite.flag("flag").notNull(),
  time: sqlite.time("time"),
  json: sqlite.json<string[]>("json").notNull(),
});

const postgresProbe = postgres.table("probe", {
  word: postgres.word("word").primaryKey(),
  prose: postgres.prose("prose").notNull(),
  maybeProse: postgres.prose("maybe_prose"),
  whole: postgres.whole("whole").notNull(),
  bytes: postgres.bytes("bytes").notNull(),
  decimal: postgres.decimal("decimal").notNull(),
  flag: postgres.flag("flag").notNull(),
  time: postgres.time("time"),
  json: postgres.json<string[]>("json").notNull(),
});

const sqliteNumbered = sqlite.table("numbered", { number: sqlite.serial("number") });
const postgresNumbered = postgres.table("numbered", { number: postgres.serial("number") });

// The type checker is the test: a kit whose columns differ does not compile.
const sameRows: Same<typeof sqliteProbe.$inferSelect, typeof postgresProbe.$inferSelect> = true;
const sameInserts: Same<typeof sqliteProbe.$inferInsert, typeof postgresProbe.$inferInsert> = true;
const sameNumbers: Same<typeof sqliteNumbered.$inferSelect, typeof postgresNumbered.$inferSelect> = true;

test("both column kits have the same parts and give rows of the same types", () => {
  expect(Object.keys(postgres).sort()).toEqual(Object.keys(sqlite).sort());
  expect([sameRows, sameInserts, sameNumbers]).toEqual([true, true, true]);
});
