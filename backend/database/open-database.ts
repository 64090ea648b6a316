import type { Database } from "./database.ts";
import { openPostgresDatabase } from "./postgres-database.ts";
import { openSqliteDatabase } from "./sqlite-database.ts";

export type DatabasePlace =
  /** A Postgres server. */
  | { readonly url: string }
  /** The folder of a SQLite file. */
  | { readonly dataDir: string };

/** Opens the database and brings its schema up to date. Throws SettingError where it cannot be used. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  return "url" in place ? openPostgresDatabase(place.url) : openSqliteDatabase(place.dataDir);
}
