import * as kit from "./columns-sqlite.ts";
import { defineTables } from "./schema.ts";

/** The tables of SQLite, one by one, as drizzle-kit reads them. */
export const sqliteTables = defineTables(kit);
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
} = sqliteTables;
