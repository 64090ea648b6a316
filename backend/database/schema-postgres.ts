import * as kit from "./columns-postgres.ts";
import { type ColumnKit, defineTables } from "./schema.ts";

// Drizzle types columns by dialect. Repositories see SQLite's types; the rows are the same, which
// column-kits.test.ts proves, and every repository is tested on both.
const kitInPlaceOfSqlite: object = kit;

/** The tables of Postgres, one by one, as drizzle-kit reads them. */
export const postgresTables = defineTables(kitInPlaceOfSqlite as ColumnKit);
export const {
  admins,
  students,
  refreshTokens,
  signingKeys,
  tutors,
  avatars,
  sessions,
  turns,
  documents,
  passages,
  passageVectors,
  auditEvents,
  auditHeads,
  keptReplies,
} = postgresTables;
