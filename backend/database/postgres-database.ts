import { join } from "node:path";
import { SQL } from "bun";
import { sql as sqlText } from "drizzle-orm";
import { drizzle } from "drizzle-orm/bun-sql";
import { migrate } from "drizzle-orm/bun-sql/migrator";
import type { BunSQLiteDatabase } from "drizzle-orm/bun-sqlite";
import { SettingError } from "../../deploy/settings.ts";
import { type Database, toReader, toTransaction } from "./database.ts";
import { DatabaseUnavailable, toDatabaseError } from "./database-errors.ts";
import { postgresTables } from "./schema-postgres.ts";

const migrationsFolder = join(import.meta.dir, "migrations/postgres");

const connectionsMax = 10;
/** The client tries again and again within this time; whoever asks meanwhile waits. */
const connectTimeoutSeconds = 2;
const idleTimeoutSeconds = 30;
/** How long the server works on one statement of a request before it gives up. */
const statementTimeoutMs = 15_000;
/** How long closing waits for queries that still run. */
const closeTimeoutSeconds = 5;

/** Any number that no other program takes: replicas that start together bring the schema up to date one by one. */
const migrationLock = 7_618_263_541;

/** Opens a Postgres database by its URL and brings its schema up to date. */
export async function openPostgresDatabase(url: string): Promise<Database> {
  const sql = new SQL({
    url,
    adapter: "postgres",
    max: connectionsMax,
    connectionTimeout: connectTimeoutSeconds,
    idleTimeout: idleTimeoutSeconds,
    connection: { application_name: "virtual-tutor", statement_timeout: statementTimeoutMs },
  });
  const orm = drizzle(sql);
  try {
    await bringUpToDate(url);
  } catch (cause) {
    await sql.close({ timeout: 0 });
    throw new SettingError(
      toDatabaseError(cause) instanceof DatabaseUnavailable
        ? "The database that DATABASE_URL names does not answer: start it, or correct the address."
        : "The database that DATABASE_URL names cannot be used: check its user, password, name and rights, and whether it wants TLS (?sslmode=verify-full behind the address; NODE_EXTRA_CA_CERTS names a certificate that is not public).",
      { cause },
    );
  }
  return {
    ...toReader(asSqlite(orm), postgresTables),
    dialect: "postgres",
    async write(work) {
      try {
        return await orm.transaction((transaction) => {
          const lock = async (name: string) => {
            await transaction.execute(sqlText`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
          };
          return work(toTransaction(asSqlite(transaction), postgresTables, lock));
        });
      } catch (error) {
        throw toDatabaseError(error);
      }
    },
    async ping() {
      await sql`select 1`;
    },
    [Symbol.asyncDispose]: () => sql.close({ timeout: closeTimeoutSeconds }),
  };
}

/**
 * On a connection of its own, whose end gives the lock back: waiting for another replica and changing a large table may take
 * as long as they need.
 */
async function bringUpToDate(url: string): Promise<void> {
  const sql = new SQL({
    url,
    adapter: "postgres",
    max: 1,
    connectionTimeout: connectTimeoutSeconds,
    connection: { application_name: "virtual-tutor migrations", statement_timeout: 0 },
  });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    await migrate(drizzle(sql), { migrationsFolder });
  } finally {
    await sql.close({ timeout: 0 });
  }
}

/**
 * The builders of both dialects have the methods that repositories use under the same names; drizzle's types keep
 * the dialects apart. Every repository is tested on both.
 */
function asSqlite(orm: object): BunSQLiteDatabase {
  return orm as BunSQLiteDatabase;
}
