import { Database as Connection } from "bun:sqlite";
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SQL } from "bun";
import { drizzle as openPostgres } from "drizzle-orm/bun-sql";
import { migrate as migratePostgres } from "drizzle-orm/bun-sql/migrator";
import { drizzle as openSqlite } from "drizzle-orm/bun-sqlite";
import { migrate as migrateSqlite } from "drizzle-orm/bun-sqlite/migrator";
import { type DatabasePlace, openDatabase } from "../../backend/database/open-database.ts";
import { databases, openPlace, serviceTestTimeoutMs, type TestDatabase } from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

/** The schema of the first release: before there were students. */
const firstMigrations = 3;

const moment = { sqlite: "1795354364088", postgres: "'2026-11-22T09:30:00Z'" };

/** One row of each kind, as the first schema has them. */
const rows = (now: string, no: string) => [
  `insert into admins (id, email, password_hash, role, created_at) values ('a1', 'a@b', 'x', 'owner', ${now})`,
  `insert into refresh_tokens (hash, admin_id, family, created_at, expires_at, family_ends_at)
     values ('h1', 'a1', 'f1', ${now}, ${now}, ${now})`,
  `insert into tutors (id, admin_id, version, is_demo, name, subject, description, language, persona, greeting, starters,
     notes, temperature, avatar, access, created_at, updated_at)
     values ('t1', 'a1', 1, ${no}, 'Ada', '', '', 'en', '', '', '[]', '', 0.4, 'ada', 'public', ${now}, ${now})`,
  `insert into sessions (id, admin_id, tutor_id, guest_name, started_at) values ('s1', 'a1', 't1', 'Kim', ${now})`,
  `insert into turns (session_id, sequence, admin_id, revision, answer, heard, outcome, source, started_at)
     values ('s1', 0, 'a1', 0, 'Hello', 'Hello', 'complete', 'greeting', ${now})`,
];

/** Makes a database as the first release left it. */
async function openFirstRelease(kind: TestDatabase, place: DatabasePlace, folder: string): Promise<void> {
  cpSync(join(import.meta.dir, "../../backend/database/migrations", kind), folder, { recursive: true });
  const journalFile = join(folder, "meta/_journal.json");
  const journal = JSON.parse(readFileSync(journalFile, "utf8"));
  journal.entries = journal.entries.slice(0, firstMigrations);
  writeFileSync(journalFile, JSON.stringify(journal));
  if ("url" in place) {
    await using sql = new SQL(place.url, { max: 1 });
    await migratePostgres(openPostgres(sql), { migrationsFolder: folder });
    for (const row of rows(moment.postgres, "false")) await sql.unsafe(row);
  } else {
    using connection = new Connection(join(place.dataDir, "virtual-tutor.sqlite"), { create: true });
    migrateSqlite(openSqlite(connection), { migrationsFolder: folder });
    for (const row of rows(moment.sqlite, "0")) connection.run(row);
  }
}

/** `bun run migrate`, which says what it has done. */
async function runMigrate(place: DatabasePlace): Promise<string> {
  const settings = "url" in place ? { DATABASE_URL: place.url } : { DATA_DIR: place.dataDir };
  const script = join(import.meta.dir, "../../backend/database/migrate.ts");
  const child = Bun.spawn([process.execPath, script], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Response(child.stdout).text();
}

describe.each(databases)("an upgrade, on %s", (kind) => {
  test("keeps every row of the first release, and what belongs to guests stays theirs", async () => {
    await using opened = new AsyncDisposableStack();
    const place = await openPlace(kind, opened);
    const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-upgrade-"));
    opened.defer(() => rmSync(folder, { recursive: true, force: true }));
    await openFirstRelease(kind, place, folder);
    expect(await runMigrate(place)).toBe(`The ${kind} database is up to date.\n`);
    const db = opened.use(await openDatabase(place));
    const { admins, refreshTokens, tutors, sessions, turns } = db.tables;
    expect(await db.select().from(admins)).toMatchObject([{ id: "a1", status: "active" }]);
    expect(await db.select().from(refreshTokens)).toMatchObject([{ hash: "h1", studentId: null }]);
    expect(await db.select().from(tutors)).toMatchObject([{ id: "t1" }]);
    expect(await db.select().from(sessions)).toMatchObject([{ id: "s1", guestName: "Kim", studentId: null }]);
    expect(await db.select().from(turns)).toMatchObject([{ sessionId: "s1", heard: "Hello" }]);
    // References work again after the tables were made anew.
    await db.write(async (transaction) => {
      await transaction.delete(tutors);
    });
    expect(await db.select().from(turns)).toEqual([]);
  });
});
