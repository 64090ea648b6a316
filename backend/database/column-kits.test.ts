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
  decimal: postgres.decimal("decimal").notNull(),
  flag: postgres.flag("flag").notNull(),
  time: postgres.time("time"),
  json: postgres.json<string[]>("json").notNull(),
});

// The type checker is the test: a kit whose columns differ does not compile.
const sameRows: Same<typeof sqliteProbe.$inferSelect, typeof postgresProbe.$inferSelect> = true;
const sameInserts: Same<typeof sqliteProbe.$inferInsert, typeof postgresProbe.$inferInsert> = true;

test("both column kits have the same parts and give rows of the same types", () => {
  expect(Object.keys(postgres).sort()).toEqual(Object.keys(sqlite).sort());
  expect([sameRows, sameInserts]).toEqual([true, true]);
});
