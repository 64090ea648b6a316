import type { BunSQLiteDatabase } from "drizzle-orm/bun-sqlite";
import type { Tables } from "./schema.ts";

/** Drizzle's query builders, as repositories see them on either database. */
type Queries = Pick<BunSQLiteDatabase, "select" | "insert" | "update" | "delete">;

/** Reads see committed rows only. Always await a query: on SQLite its result is there at once, on Postgres it is not. */
export interface Reader {
  readonly tables: Tables;
  readonly select: Queries["select"];
}

/** One transaction. It may wait for its own queries and for nothing else: on SQLite all other writes wait for it. */
export interface Transaction extends Reader {
  readonly insert: Queries["insert"];
  readonly update: Queries["update"];
  readonly delete: Queries["delete"];
  /** Waits until no other transaction has locked this name, and keeps it to the end of this one. */
  lock(name: string): Promise<void>;
}

export interface Database extends Reader, AsyncDisposable {
  readonly dialect: "sqlite" | "postgres";
  /**
   * Runs `work` in a transaction of its own: all of it is kept, or nothing when it throws.
   * Throws UniqueViolation, ReferenceViolation, DatabaseUnavailable, and whatever `work` throws.
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Throws where the database does not answer. */
  ping(): Promise<void>;
}

export function toReader(queries: Pick<Queries, "select">, tables: Tables): Reader {
  // `bind` keeps one overload of a function's type, hence the casts.
  return { tables, select: queries.select.bind(queries) as Queries["select"] };
}

export function toTransaction(queries: Queries, tables: Tables, lock: Transaction["lock"]): Transaction {
  return {
    lock,
    ...toReader(queries, tables),
    insert: queries.insert.bind(queries) as Queries["insert"],
    update: queries.update.bind(queries) as Queries["update"],
    delete: queries.delete.bind(queries) as Queries["delete"],
  };
}
