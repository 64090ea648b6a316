import { Database as Connection } from "bun:sqlite";
import { closeSync, openSync, rmSync } from "node:fs";
import { SettingError } from "../../deploy/settings.ts";
import { readDatabasePlace } from "../config.ts";
import { findSqlite } from "./sqlite-database.ts";

/** How long the copy waits for a moment in which nobody writes, in ms. */
const busyTimeoutMs = 10_000;

/** Copies the SQLite database into a file while the service goes on writing; everything in it is of one moment. */
try {
  const file = process.argv[2];
  if (!file) throw new SettingError("Name the file to write: bun run backup FILE.");
  const place = readDatabasePlace(process.env);
  if ("url" in place) {
    throw new SettingError(
      'Postgres has a tool of its own: pg_dump --format=custom --file=FILE "$DATABASE_URL".',
    );
  }
  copySqlite(findSqlite(place.dataDir), file);
  process.stdout.write(`${file} holds the database as it was just now.\n`);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function copySqlite(source: string, file: string): void {
  try {
    // Password hashes and private keys are in it. An empty file is what SQLite takes besides none.
    closeSync(openSync(file, "wx", 0o600));
  } catch (cause) {
    throw new SettingError(
      `${file} cannot be made: name a file that is not there yet, in a folder that is.`,
      {
        cause,
      },
    );
  }
  try {
    using connection = new Connection(source, { readwrite: true, create: false });
    connection.run(`pragma busy_timeout = ${busyTimeoutMs}`);
    connection.query("vacuum into ?").run(file);
    using copy = new Connection(file, { readonly: true });
    const found = copy.query<{ integrity_check: string }, []>("pragma integrity_check").all();
    if (found[0]?.integrity_check !== "ok") throw new Error("the copy is damaged");
  } catch (cause) {
    rmSync(file, { force: true });
    throw new SettingError(`The database could not be copied to ${file}: look whether the disk is full.`, {
      cause,
    });
  }
}
