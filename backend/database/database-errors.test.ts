import { expect, test } from "bun:test";
import {
  DatabaseUnavailable,
  ReferenceViolation,
  toDatabaseError,
  UniqueViolation,
} from "./database-errors.ts";

/** Errors as the drivers throw them. */
const fromSqlite = (code: string) => Object.assign(new Error("driver"), { code, errno: 1 });
const fromPostgres = (errno: string) =>
  Object.assign(new Error("driver"), { code: "ERR_POSTGRES_SERVER_ERROR", errno });
const fromSocket = (code: string) => Object.assign(new Error("driver"), { code });

const wrap = (cause: unknown) => new Error("query", { cause: new Error("layer", { cause }) });

test("a key that is taken is told from other errors, however it is wrapped", () => {
  const errors = [
    fromSqlite("SQLITE_CONSTRAINT_UNIQUE"),
    fromSqlite("SQLITE_CONSTRAINT_PRIMARYKEY"),
    fromPostgres("23505"),
  ];
  for (const error of errors) {
    expect(toDatabaseError(error)).toBeInstanceOf(UniqueViolation);
    expect(toDatabaseError(wrap(error))).toBeInstanceOf(UniqueViolation);
  }
});

test("an owner that is missing is told from other errors", () => {
  for (const error of [fromSqlite("SQLITE_CONSTRAINT_FOREIGNKEY"), fromPostgres("23503")]) {
    expect(toDatabaseError(error)).toBeInstanceOf(ReferenceViolation);
    expect(toDatabaseError(wrap(error))).toBeInstanceOf(ReferenceViolation);
  }
});

test("a database that cannot answer now is told from one that was asked nonsense", () => {
  const errors = [
    ...["SQLITE_BUSY", "SQLITE_FULL", "SQLITE_IOERR_WRITE"].map(fromSqlite),
    ...["57P01", "57014", "53300", "08006", "40001"].map(fromPostgres),
    ...["ERR_POSTGRES_CONNECTION_REFUSED", "ERR_POSTGRES_CONNECTION_CLOSED", "ECONNREFUSED"].map(fromSocket),
  ];
  for (const error of errors) expect(toDatabaseError(wrap(error))).toBeInstanceOf(DatabaseUnavailable);
});

test("anything else is given back as it came", () => {
  for (const error of [
    fromPostgres("42P01"),
    fromSqlite("SQLITE_ERROR"),
    new Error("ours"),
    "text",
    undefined,
  ]) {
    expect(toDatabaseError(error)).toBe(error);
  }
});
