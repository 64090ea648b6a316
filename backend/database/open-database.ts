import type { Database } from "./database.ts";

export type DatabasePlace =
  /** A Postgres server. */
  | { readonly url: string }
  /** The folder of a SQLite file. */
  | { readonly dataDir: string };

/** Opens the database and brings its schema up to date. Throws SettingError where it cannot be used. */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  // Only the dialect that is used is loaded.
  if ("url" in place) return (await import("./postgres-database.ts")).openPostgresDatabase(place.url);
  return (await import("./sqlite-database.ts")).openSqliteDatabase(place.dataDir);
}
