import { SettingError } from "../../deploy/settings.ts";
import { readDatabasePlace } from "../config.ts";
import { openDatabase } from "./open-database.ts";

/** Brings the database's schema up to date, as the backend does when it starts, and ends. */
try {
  await using database = await openDatabase(readDatabasePlace(process.env));
  await database.ping();
  process.stdout.write(`The ${database.dialect} database is up to date.\n`);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
