import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabasePlace } from "../../backend/database/open-database.ts";
import { type BackendClient, startTestBackend, type TestBackend } from "../_support/backend.ts";
import { runBackendCommand } from "../_support/backend-command.ts";
import { type DebianPostgres, openDebianPostgres } from "../_support/debian-postgres.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "virtual-tutor-backup-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A school at work: somebody goes on changing things until it is told to stop. */
async function fill(admin: BackendClient): Promise<{ tutorIds: string[]; stop: () => Promise<void> }> {
  const tutorIds: string[] = [];
  const add = async () => {
    const { data } = await admin.POST("/api/tutors", {
      body: { name: `Tutor ${tutorIds.length}`, access: "public", notes: "x".repeat(2_000) },
    });
    const params = { path: { tutorId: data!.id } };
    await admin.POST("/api/tutors/{tutorId}/visits", { params, body: {} });
    tutorIds.push(data!.id);
  };
  for (let i = 0; i < 20; i++) await add();
  let stopped = false;
  const work = (async () => {
    while (!stopped) await add();
  })();
  return {
    tutorIds,
    async stop() {
      stopped = true;
      await work;
    },
  };
}

/** Takes a backup while the school works, restores it, and looks at what is there. */
async function tryBackup(
  backend: TestBackend,
  { backup, restore }: { backup: () => Promise<void>; restore: () => Promise<DatabasePlace> },
): Promise<void> {
  const admin = await backend.signIn();
  const school = await fill(admin);
  const answeredBefore = [...school.tutorIds];
  await backup();
  const answeredMeanwhile = school.tutorIds.length;
  // The one that was being written may be in the backup; the one after it was begun when the backup was there.
  await until("more was written since", () => school.tutorIds.length > answeredMeanwhile + 1);
  await school.stop();
  const after = school.tutorIds.at(-1)!;

  const place = await restore();
  await using restored = await startTestBackend({ database: place, demoTutor: false });
  // With the password of before, and with the access token: its key is in the backup.
  const again = await restored.signIn();
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const { data } = await again.GET("/api/tutors", { params: { query: { limit: 100, cursor } } });
    ids.push(...data!.items.map(({ id }) => id));
    cursor = data!.nextCursor ?? undefined;
  } while (cursor);
  expect(answeredBefore.filter((id) => !ids.includes(id))).toEqual([]);
  expect(ids).not.toContain(after);
  const { data: verified } = await again.GET("/api/audit-logs/verification");
  expect(verified).toMatchObject({ intact: true, brokenAt: null });
  expect(verified!.events).toBeGreaterThan(answeredBefore.length);
  const params = { path: { tutorId: answeredBefore[0]! } };
  const { data: sessions } = await again.GET("/api/tutors/{tutorId}/sessions", { params });
  expect(sessions!.items.length).toBe(1);
  // And it is a database to work with.
  expect((await again.POST("/api/tutors", { body: { name: "New" } })).response.status).toBe(201);
  expect((await again.DELETE("/api/tutors/{tutorId}", { params })).response.status).toBe(204);
}

test("a SQLite database is backed up while it is written to, and restored", async () => {
  await using backend = await startTestBackend({ database: "sqlite" });
  if (!("dataDir" in backend.place)) throw new Error("this is not SQLite");
  const { dataDir } = backend.place;
  const file = join(folder, "backup.sqlite");
  await tryBackup(backend, {
    async backup() {
      const { code, error } = await runBackendCommand("backup", [file], { DATA_DIR: dataDir });
      expect({ code, error }).toEqual({ code: 0, error: "" });
      expect(statSync(file).mode & 0o077).toBe(0);
    },
    async restore() {
      const restored = mkdtempSync(join(folder, "restored-"));
      copyFileSync(file, join(restored, "virtual-tutor.sqlite"));
      return { dataDir: restored };
    },
  });
});

test("a Postgres database is backed up with pg_dump while it is written to, and restored with pg_restore", async () => {
  await using postgres: DebianPostgres = await openDebianPostgres();
  const url = await postgres.createDatabase("tutor");
  await using backend = await startTestBackend({ database: { url } });
  const file = join(folder, "tutor.dump");
  await tryBackup(backend, {
    backup: () => postgres.run("pg_dump", "--format=custom", `--file=${file}`, url),
    async restore() {
      const empty = await postgres.createDatabase("restored");
      await postgres.run("pg_restore", "--no-owner", "--exit-on-error", `--dbname=${empty}`, file);
      const { code, out } = await runBackendCommand("migrate", [], { DATABASE_URL: empty });
      expect({ code, out }).toEqual({ code: 0, out: "The postgres database is up to date.\n" });
      return { url: empty };
    },
  });
});

test.each<[string, string[], Record<string, string>, RegExp]>([
  ["no file is named", [], { DATA_DIR: "." }, /^Name the file/],
  ["there is no database", ["copy"], { DATA_DIR: "nowhere" }, /^There is no database/],
  ["it is Postgres", ["copy"], { DATABASE_URL: "postgres://u:p@h/d" }, /pg_dump --format=custom/],
])("a backup says in one sentence what is wrong where %s", async (_, args, settings, sentence) => {
  const { code, error } = await runBackendCommand("backup", args, settings);
  expect(code).toBe(1);
  expect(error).toMatch(sentence);
  expect(error.trim().split("\n").length).toBe(1);
  expect(existsSync("copy")).toBe(false);
});

test("a backup does not replace a file", async () => {
  await using backend = await startTestBackend({ database: "sqlite" });
  if (!("dataDir" in backend.place)) throw new Error("this is not SQLite");
  const file = join(folder, "kept");
  writeFileSync(file, "precious");
  const { code } = await runBackendCommand("backup", [file], { DATA_DIR: backend.place.dataDir });
  expect(code).toBe(1);
  expect(await Bun.file(file).text()).toBe("precious");
});
