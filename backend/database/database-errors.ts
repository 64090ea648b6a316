/** A row with the same key is there already. */
export class UniqueViolation extends Error {
  override readonly name = "UniqueViolation";
}

/** The row that this one belongs to is not there, or not any more. */
export class ReferenceViolation extends Error {
  override readonly name = "ReferenceViolation";
}

/** The database does not answer, or cannot take a write now; the same call may work later. */
export class DatabaseUnavailable extends Error {
  override readonly name = "DatabaseUnavailable";
}

/** How deep an error's causes are followed: drizzle wraps the driver's error, which may wrap the socket's. */
const causesMax = 5;

/**
 * Tells the drivers' errors apart. SQLite names its result code in `code`; Bun's Postgres client puts the
 * server's SQLSTATE in `errno` and its own name in `code`. Anything else is given back as it came.
 */
export function toDatabaseError(error: unknown): unknown {
  let cause = error;
  for (let depth = 0; depth < causesMax && cause instanceof Error; depth++) {
    const { errno, code } = cause as { errno?: unknown; code?: unknown };
    const state = typeof errno === "string" ? errno : String(code);
    if (/^23505$|^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(state))
      return new UniqueViolation("", { cause });
    if (/^23503$|^SQLITE_CONSTRAINT_FOREIGNKEY$/.test(state)) return new ReferenceViolation("", { cause });
    if (unavailable.test(state)) return new DatabaseUnavailable("", { cause });
    cause = cause.cause;
  }
  return error;
}

/**
 * SQLSTATE classes 08 (connection), 53 (resources), 57P (shutdown), 40 (rolled back: serialization, deadlock) and
 * 57014 (statement time-out); SQLite that is locked, full or cannot reach its file; sockets that fail.
 */
const unavailable =
  /^(08|53|57P|40)[0-9A-Z]+$|^57014$|^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY)|^ERR_POSTGRES_(CONNECTION|IDLE|LIFETIME)|^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH)$/;
