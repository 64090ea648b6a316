import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { findTutorOfAnybody } from "../tutors/tutors-repository.ts";
import { toQueryTerms } from "./document-terms.ts";
import { type FoundPassage, findCandidates, findPassagesByNumber } from "./passages-repository.ts";
import type { VectorShelf } from "./vector-shelf.ts";

/** Passages that each way of searching puts forward. */
const candidatesMax = 60;
const listMax = 30;
/** The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009). */
const fusionK = 60;
const headingBonus = 0.01;
const phraseBonus = 0.01;
/** Share of a question's weight that a passage has to speak of. */
const coverageFloor = 0.15;
const similarityFloor = 0.45;
const perSectionMax = 2;

export interface PassageQuestion {
  readonly question: string;
  readonly limit: number;
  readonly embedding?: Schemas["Embedding"] | undefined;
}

/** Finds the passages of a tutor's documents that speak of a question, by words and, where it comes with a vector, by meaning. */
export class PassageSearch {
  constructor(
    private readonly db: Database,
    private readonly vectors: VectorShelf,
  ) {}

  /** Best first. Throws NotFound where there is no such tutor. Any text may be asked. */
  async find(
    tutorId: string,
    { question, limit, embedding }: PassageQuestion,
  ): Promise<Schemas["Passage"][]> {
    const terms = toQueryTerms(question);
    const [candidates, near] = await Promise.all([
      terms.length === 0 ? [] : findCandidates(this.db, { tutorId, terms, rows: candidatesMax }),
      embedding ? this.vectors.nearest(tutorId, embedding, { count: listMax, floor: similarityFloor }) : [],
    ]);
    if (candidates.length + near.length === 0) {
      if (!(await findTutorOfAnybody(this.db, tutorId))) throw new NotFound("tutor");
      return [];
    }
    const byWords = rankByWords(candidates, terms).slice(0, listMax);
    const known = new Map(candidates.map((passage) => [passage.number, passage]));
    const missing = near.filter((number) => !known.has(number));
    for (const passage of await findPassagesByNumber(this.db, tutorId, missing))
      known.set(passage.number, passage);
    const fused = fuse([byWords.map(({ number }) => number), near], (number) =>
      bonus(known.get(number), question, terms),
    );
    const ranked = fused.flatMap((number) => known.get(number) ?? []);
    return spread(ranked).slice(0, limit).map(toPassage);
  }
}

/**
 * Orders candidates by the share of the question that they speak of; a term counts the more the fewer candidates have it. Both databases
 * rank their candidates in ways of their own, and this one order makes them agree.
 */
function rankByWords(candidates: readonly FoundPassage[], terms: readonly string[]): FoundPassage[] {
  const sets = candidates.map((passage) => new Set(passage.terms.split(" ")));
  const weights = new Map(
    terms.map((term) => {
      const having = sets.filter((set) => set.has(term)).length;
      return [term, Math.log(1 + (candidates.length + 1) / (having + 0.5))];
    }),
  );
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return candidates
    .map((passage, index) => {
      let said = 0;
      for (const [term, weight] of weights) if (sets[index]?.has(term)) said += weight;
      return { passage, score: said / all };
    })
    .filter(({ score }) => score >= coverageFloor)
    .sort((a, b) => b.score - a.score || a.passage.number - b.passage.number)
    .map(({ passage }) => passage);
}

/** Reciprocal rank fusion: what stands high in one list, or well in both, comes first. */
function fuse(lists: readonly (readonly number[])[], bonusOf: (number: number) => number): number[] {
  const scores = new Map<number, number>();
  for (const list of lists) {
    for (const [rank, number] of list.entries()) {
      scores.set(number, (scores.get(number) ?? bonusOf(number)) + 1 / (fusionK + rank + 1));
    }
  }
  return [...scores].sort(([first, a], [second, b]) => b - a || first - second).map(([number]) => number);
}

function bonus(passage: FoundPassage | undefined, question: string, terms: readonly string[]): number {
  if (!passage) return 0;
  const headings = new Set(toQueryTerms(passage.headings.join(" ")));
  const phrase = question
    .trim()
    .replace(/[\s?？.。!！]+$/u, "")
    .toLowerCase();
  const saysPhrase = phrase.length > 3 && passage.text.toLowerCase().includes(phrase);
  return (terms.some((term) => headings.has(term)) ? headingBonus : 0) + (saysPhrase ? phraseBonus : 0);
}

/** At most two passages of a section: neighbours tell the same. */
function spread(passages: readonly FoundPassage[]): FoundPassage[] {
  const counts = new Map<string, number>();
  return passages.filter(({ documentId, page, headings }) => {
    const section = JSON.stringify([documentId, page, headings]);
    const count = (counts.get(section) ?? 0) + 1;
    counts.set(section, count);
    return count <= perSectionMax;
  });
}

function toPassage({ documentId, title, page, headings, text }: FoundPassage): Schemas["Passage"] {
  return { documentId, title, page, headings, text };
}
