import type { Reader } from "./database.ts";

/**
 * A query that is built and prepared once for each database, and then only executed: building one takes several
 * times as long as SQLite takes to answer it. In a Postgres transaction, which is a new one each time, it is built
 * anew.
 */
export function preparedQuery<Query>(build: (db: Reader) => Query): (db: Reader) => Query {
  const prepared = new WeakMap<Reader, Query>();
  return (db) => {
    const known = prepared.get(db);
    if (known) return known;
    const query = build(db);
    prepared.set(db, query);
    return query;
  };
}
