import { Database as Connection } from "bun:sqlite";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { drizzle } from "drizzle-orm/bun-sqlite";
import { migrate } from "drizzle-orm/bun-sqlite/migrator";
import { SettingError } from "../../deploy/settings.ts";
import { type Database, type Transaction, toReader, toTransaction } from "./database.ts";
import { toDatabaseError } from "./database-errors.ts";
import { sqliteTables } from "./schema-sqlite.ts";
import { WriteQueue } from "./write-queue.ts";

const migrationsFolder = join(import.meta.dir, "migrations/sqlite");

/** How long one statement waits for another process, in ms. It blocks the event loop, so it is short. */
const busyTimeoutMs = 500;

const sqlitePath = (dataDir: string): string => join(dataDir, "virtual-tutor.sqlite");

/** The file of a database that is there, for commands that make none. Throws SettingError. */
export function findSqlite(dataDir: string): string {
  const path = sqlitePath(dataDir);
  if (!existsSync(path)) throw new SettingError(`There is no database ${path}: set DATA_DIR to its folder.`);
  return path;
}

/**
 * Opens DATA_DIR/virtual-tutor.sqlite, makes it where it is missing and brings its schema up to date.
 *
 * bun:sqlite is synchronous, while a transaction's work is not: between BEGIN and COMMIT other requests run. So
 * there is one connection for writing, which one transaction has at a time, and a read-only one beside it that
 * sees committed rows only (write-ahead log).
 */
export function openSqliteDatabase(dataDir: string): Database {
  const { writer, reader } = openConnections(dataDir);
  // Transactions come one after the other: none has to wait for a name.
  const transaction = toTransaction(drizzle(writer), sqliteTables, async () => undefined);
  const queue = new WriteQueue();
  let isClosed = false;
  return {
    ...toReader(drizzle(reader), sqliteTables),
    dialect: "sqlite",
    write: (work) => queue.run(() => writeTo(writer, transaction, work)),
    async ping() {
      reader.query("select 1").get();
    },
    async [Symbol.asyncDispose]() {
      if (isClosed) return;
      isClosed = true;
      await queue.drained();
      reader.close();
      writer.run("pragma wal_checkpoint(truncate)");
      writer.close();
    },
  };
}

function openConnections(dataDir: string): { writer: Connection; reader: Connection } {
  const path = sqlitePath(dataDir);
  try {
    // The file holds password hashes and private keys: nobody else on the host reads it.
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const writer = new Connection(path, { create: true, readwrite: true });
    writer.run(`pragma busy_timeout = ${busyTimeoutMs}`);
    writer.run("pragma journal_mode = wal");
    // A turn that was acknowledged survives a power failure, not only the end of the process.
    writer.run("pragma synchronous = full");
    // A migration that makes a table anew drops the old one, which would take the rows that refer to it along.
    writer.run("pragma foreign_keys = off");
    migrate(drizzle(writer), { migrationsFolder });
    writer.run("pragma foreign_keys = on");
    const reader = new Connection(path, { readonly: true });
    reader.run(`pragma busy_timeout = ${busyTimeoutMs}`);
    return { writer, reader };
  } catch (cause) {
    throw new SettingError(
      `The database ${path} cannot be opened: let the service write to this folder, or name another one with DATA_DIR.`,
      { cause },
    );
  }
}

async function writeTo<T>(
  writer: Connection,
  transaction: Transaction,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  try {
    writer.run("begin immediate");
    const result = await work(transaction);
    writer.run("commit");
    return result;
  } catch (error) {
    // SQLite itself ends a transaction that met a full or failing disk.
    if (writer.inTransaction) writer.run("rollback");
    throw toDatabaseError(error);
  }
}
