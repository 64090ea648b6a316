import { and, asc, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { Database, Reader } from "../database/database.ts";
import { tutorTerm } from "./documents-repository.ts";

/** A passage with its document's title. */
export interface FoundPassage {
  readonly number: number;
  readonly documentId: string;
  readonly title: string;
  readonly page: number | null;
  readonly headings: string[];
  readonly text: string;
  readonly terms: string;
}

interface TermQuery {
  readonly tutorId: string;
  readonly terms: readonly string[];
  /** How many passages are wanted at most. */
  readonly rows: number;
}

/** A term that more passages have tells little: on Postgres, which has no weights for terms, it finds nothing by itself. */
const rareMax = 500;

function select(db: Reader) {
  const { passages, documents } = db.tables;
  const { number, documentId, page, headings, text, terms } = passages;
  return db
    .select({ number, documentId, title: documents.title, page, headings, text, terms })
    .from(passages)
    .innerJoin(documents, eq(documents.id, passages.documentId));
}

/** The passages of a tutor that speak most of the terms, in no order. Terms are of letters and digits. */
export async function findCandidates(db: Database, query: TermQuery): Promise<FoundPassage[]> {
  const numbers = await (db.dialect === "sqlite" ? matchInSqlite(query) : matchInPostgres(db, query));
  return select(db).where(and(eq(db.tables.passages.tutorId, query.tutorId), numbers));
}

export async function findPassagesByNumber(
  db: Reader,
  tutorId: string,
  numbers: readonly number[],
): Promise<FoundPassage[]> {
  if (numbers.length === 0) return [];
  const { passages } = db.tables;
  return select(db).where(and(eq(passages.tutorId, tutorId), inArray(passages.number, [...numbers])));
}

/** FTS5 (https://www.sqlite.org/fts5.html): the order `rank` is bm25, in which rare terms weigh more. */
function matchInSqlite({ tutorId, terms, rows }: TermQuery): SQL {
  const quote = (term: string) => `"${term.replaceAll('"', '""')}"`;
  const query = `${quote(tutorTerm(tutorId))} AND (${terms.map(quote).join(" OR ")})`;
  const matches = sql`select rowid from passage_search where passage_search match ${query} order by rank limit ${rows}`;
  return sql`passages.number in (${matches})`;
}

/** Text search (https://www.postgresql.org/docs/current/textsearch.html). */
async function matchInPostgres(db: Database, { tutorId, terms, rows }: TermQuery): Promise<SQL> {
  const tutor = quoteLexeme(tutorTerm(tutorId));
  const has = (query: string) => sql`terms_vector @@ to_tsquery('simple', ${query})`;
  const queries = terms.map((term) => `${tutor} & ${quoteLexeme(term)}`);
  const counts = await countMatches(db, queries.map(has));
  const weighted = terms.map((term, index) => ({
    term: quoteLexeme(term),
    count: counts[index] ?? 0,
    weight: 1 / Math.log(2 + (counts[index] ?? 0)),
  }));
  const present = weighted.filter(({ count }) => count > 0);
  const rare = present.filter(({ count }) => count < rareMax);
  if (present.length === 0) return sql`false`;
  // Where all terms are frequent ones, what speaks of all of them is looked for.
  const wanted =
    rare.length > 0 ? rare.map(({ term }) => term).join(" | ") : present.map(({ term }) => term).join(" & ");
  const score = present.map(
    ({ term, weight }) => sql`case when ${has(term)} then ${weight}::float8 else 0 end`,
  );
  const order = sql.join(score, sql` + `);
  const matches = sql`select number from passages where ${has(`${tutor} & (${wanted})`)} order by ${order} desc, number limit ${rows}`;
  return sql`passages.number in (${matches})`;
}

/** How many passages match each condition, counted up to `rareMax`. */
async function countMatches(db: Reader, conditions: readonly SQL[]): Promise<number[]> {
  const counts = conditions.map(
    (condition, index) =>
      sql`select ${index}::int as place, count(*)::int as matches from (select 1 from passages where ${condition} limit ${rareMax}) as found`,
  );
  const united = sql.join(counts, sql` union all `);
  const found = await db
    .select({ place: sql<number>`place`, matches: sql<number>`matches` })
    .from(sql`(${united}) as counted`);
  const matches: number[] = [];
  for (const row of found) matches[row.place] = row.matches;
  return matches;
}

const quoteLexeme = (term: string) => `'${term.replaceAll("\\", "").replaceAll("'", "''")}'`;

/** Passages from behind `after` on that have no vector of the model. */
export async function listPassagesToEmbed(
  db: Reader,
  model: string | undefined,
  { after, rows }: { after: number; rows: number },
): Promise<{ number: number; tutorId: string; headings: string[]; text: string; title: string }[]> {
  const { passages, passageVectors, documents } = db.tables;
  const { number, tutorId, headings, text } = passages;
  return db
    .select({ number, tutorId, headings, text, title: documents.title })
    .from(passages)
    .innerJoin(documents, eq(documents.id, passages.documentId))
    .leftJoin(passageVectors, eq(passageVectors.passage, passages.number))
    .where(
      and(
        sql`${passages.number} > ${after}`,
        or(
          sql`${passageVectors.passage} is null`,
          model === undefined ? undefined : sql`${passageVectors.model} <> ${model}`,
        ),
      ),
    )
    .orderBy(asc(passages.number))
    .limit(rows);
}
