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

/** A term that as many passages have tells little: looking at all of them would take longer than an answer waits. */
const rareMax = 400;

function select(db: Reader) {
  const { passages, documents } = db.tables;
  const { number, documentId, page, headings, text, terms } = passages;
  return db
    .select({ number, documentId, title: documents.title, page, headings, text, terms })
    .from(passages)
    .innerJoin(documents, eq(documents.id, passages.documentId));
}

/** The passages of a tutor that speak most of the terms, in no order. Terms are of letters and digits. */
export async function findCandidates(
  db: Database,
  { tutorId, terms, rows }: TermQuery,
): Promise<FoundPassage[]> {
  const language = languages[db.dialect];
  const tutor = language.quote(tutorTerm(tutorId));
  const has = (query: string) => language.matches(`${tutor}${language.and}${query}`);
  const quoted = terms.map(language.quote);
  const counts = await countMatches(db, quoted.map(has));
  const present = quoted
    .map((term, index) => ({ term, count: counts[index] ?? 0 }))
    .filter(({ count }) => count > 0);
  if (present.length === 0) return [];
  const rare = present.filter(({ count }) => count < rareMax);
  // Where all terms are frequent ones, what speaks of all of them is looked for.
  const [wanted, between] = rare.length > 0 ? [rare, language.or] : [present, language.and];
  const query = `(${wanted.map(({ term }) => term).join(between)})`;
  const score = present.map(
    ({ term, count }) => sql`case when ${has(term)} then ${1 / Math.log(2 + count)} else 0 end`,
  );
  const best =
    db.dialect === "sqlite"
      ? sql`select rowid from passage_search where ${has(query)} order by rank limit ${rows}`
      : sql`select number from passages where ${has(query)} order by ${sql.join(score, sql` + `)} desc limit ${rows}`;
  const { passages } = db.tables;
  return select(db).where(and(eq(passages.tutorId, tutorId), sql`${passages.number} in (${best})`));
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

/** How each database is asked for passages by their terms. */
const languages = {
  /** FTS5, https://www.sqlite.org/fts5.html#full_text_query_syntax */
  sqlite: {
    quote: (term: string) => `"${term.replaceAll('"', '""')}"`,
    and: " AND ",
    or: " OR ",
    from: sql`passage_search`,
    matches: (query: string): SQL => sql`passage_search match ${query}`,
  },
  /** https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY */
  postgres: {
    quote: (term: string) => `'${term.replaceAll("\\", "").replaceAll("'", "''")}'`,
    and: " & ",
    or: " | ",
    from: sql`passages`,
    matches: (query: string): SQL => sql`terms_vector @@ to_tsquery('simple', ${query})`,
  },
} as const;

/** How many passages match each condition, counted up to `rareMax`. */
async function countMatches(db: Database, conditions: readonly SQL[]): Promise<number[]> {
  const { from } = languages[db.dialect];
  const counts = conditions.map(
    (condition, index) =>
      sql`select ${sql.raw(String(index))} as place, count(*) as matches from (select 1 from ${from} where ${condition} limit ${rareMax}) as found`,
  );
  const found = await db
    .select({ place: sql<number>`place`, matches: sql<number>`matches` })
    .from(sql`(${sql.join(counts, sql` union all `)}) as counted`);
  const matches: number[] = [];
  for (const row of found) matches[Number(row.place)] = Number(row.matches);
  return matches;
}

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
