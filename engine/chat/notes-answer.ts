import type { Citation } from "./citations.ts";
import { indexNotes, type NotesIndex, type NotesPassage, type NotesSentence } from "./notes-index.ts";
import { termsOf, wordCount } from "./notes-terms.ts";
import { notesWording } from "./notes-wording.ts";
import type { NotesExcerpt } from "./prompt.ts";

export interface NotesAnswer {
  /** Ready to be shown and spoken. */
  readonly text: string;
  /** What is quoted, in the order of the notes; empty when the notes do not answer. */
  readonly quotes: readonly string[];
  /** Where in the documents the quotes stand; undefined for the tutor's own notes, which the text names. */
  readonly citation?: Citation | undefined;
}

interface Scored<T> {
  readonly found: T;
  readonly passage: NotesPassage;
  readonly score: number;
}

const sentencesMax = 3;
const wordsMax = 60;
/** Share of the question, by the weight of its terms, that a quoted sentence has to speak of. */
const scoreFloor = 0.34;
/** A further sentence is quoted when it scores at least this share of the best one. */
const nextShare = 0.5;
/** What a term counts that stands only in the heading, or only elsewhere in the paragraph. */
const headingShare = 0.6;
const neighbourShare = 0.25;
const excerptsMax = 5;
const excerptFloor = 0.15;

/**
 * Answers without a model: quotes the sentences of the notes that speak of most of the question, and
 * says that it does. When none does, says so and names what the notes are about. The same question
 * gets the same answer. `found` are passages of documents that speak of the question.
 */
export function answerFromNotes(
  question: string,
  tutor: { notes: string; language: string },
  found: readonly NotesExcerpt[] = [],
): NotesAnswer {
  const wording = notesWording(tutor.language);
  const index = indexNotes(tutor.notes, found);
  if (index.passages.length === 0) return { text: wording.noNotes, quotes: [] };
  const ranked = rankSentences(question, index);
  const best = ranked[0];
  if (!best || best.score < scoreFloor) return { text: wording.notCovered(index.topics), quotes: [] };
  const quotes = choose(ranked, best).map(({ found }) => found.text);
  const { headings, excerpt } = best.passage;
  const text = wording.quoted(quotes, excerpt?.title ?? headings.at(-1));
  if (!excerpt) return { text, quotes };
  return { text: `${text} [1]`, quotes, citation: { number: 1, ...excerpt } };
}

/** Passages for a model to look at, best first. */
export function findExcerpts(question: string, notes: string): NotesExcerpt[] {
  const index = indexNotes(notes);
  const terms = new Set(termsOf(question));
  return index.passages
    .map((passage) => ({
      passage,
      score: coverage(terms, index, [
        [passage.terms, 1],
        [passage.headingTerms, headingShare],
      ]),
    }))
    .filter(({ score }) => score >= excerptFloor)
    .sort((a, b) => b.score - a.score)
    .slice(0, excerptsMax)
    .map(({ passage: { headings, text } }) => ({ title: null, page: null, headings, text }));
}

function rankSentences(question: string, index: NotesIndex): Scored<NotesSentence>[] {
  const terms = new Set(termsOf(question));
  return index.passages
    .flatMap((passage) =>
      passage.sentences.map((found) => ({
        found,
        passage,
        score: coverage(terms, index, [
          [found.terms, 1],
          [passage.headingTerms, headingShare],
          [passage.terms, neighbourShare],
        ]),
      })),
    )
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.found.position - b.found.position);
}

/** Share of the question's weight that is found; a term counts in the first place that has it. */
function coverage(
  terms: ReadonlySet<string>,
  index: NotesIndex,
  places: readonly (readonly [ReadonlySet<string>, number])[],
): number {
  let found = 0;
  let all = 0;
  for (const term of terms) {
    const weight = index.weightOf(term);
    all += weight;
    found += weight * (places.find(([place]) => place.has(term))?.[1] ?? 0);
  }
  return all === 0 ? 0 : found / all;
}

function choose(
  ranked: readonly Scored<NotesSentence>[],
  best: Scored<NotesSentence>,
): Scored<NotesSentence>[] {
  const chosen: Scored<NotesSentence>[] = [];
  let words = 0;
  for (const scored of ranked) {
    if (chosen.length === sentencesMax || scored.score < best.score * nextShare) break;
    if (scored.passage.headings.join("\n") !== best.passage.headings.join("\n")) continue;
    const longer = words + wordCount(scored.found.text);
    if (longer > wordsMax && chosen.length > 0) continue;
    chosen.push(longer > wordsMax ? shortened(scored) : scored);
    words = longer;
  }
  return chosen.sort((a, b) => a.found.position - b.found.position);
}

function shortened(scored: Scored<NotesSentence>): Scored<NotesSentence> {
  const pieces = scored.found.text.match(/\p{Script=Han}|\s*[^\s\p{Script=Han}]+/gu) ?? [];
  let text = "";
  for (const piece of pieces) {
    if (wordCount(text + piece) > wordsMax) break;
    text += piece;
  }
  return { ...scored, found: { ...scored.found, text: `${text.trim()}…` } };
}
