import { plainText } from "../speech/plain-text.ts";
import { sentenceEnds } from "../turns/sentence-ends.ts";
import { termsOf } from "./notes-terms.ts";
import type { NotesExcerpt } from "./prompt.ts";

/** One sentence of the notes. */
export interface NotesSentence {
  readonly text: string;
  readonly terms: ReadonlySet<string>;
  /** Its place in the notes: sentences that touch have touching numbers. */
  readonly position: number;
}

/** A paragraph, or a part of a long one, under its headings. */
export interface NotesPassage {
  /** The passage of a document that it is; undefined for the tutor's own notes. */
  readonly excerpt?: NotesExcerpt;
  readonly headings: readonly string[];
  /** Of the nearest heading. */
  readonly headingTerms: ReadonlySet<string>;
  readonly text: string;
  readonly sentences: readonly NotesSentence[];
  /** Of all sentences and all headings. */
  readonly terms: ReadonlySet<string>;
}

export interface NotesIndex {
  readonly passages: readonly NotesPassage[];
  /** What the notes are about, in their own words: headings, or else their most frequent words. */
  readonly topics: readonly string[];
  /** How much a term tells: high for a term of few passages, highest for one that the notes lack. */
  weightOf(term: string): number;
}

const notesCharsMax = 200_000;
const passageCharsMax = 900;
/** As much of a heading as a citation carries, in code points. */
const headingStart = /^.{0,200}/u;
/** A list without full stops is one sentence of any length: it is divided between words, or anywhere. */
const sentencePieces = /.{1,900}(?= |$)|.{1,900}/gu;
const topicsMax = 5;
const indexesMax = 16;

const indexes = new Map<string, NotesIndex>();

/** Indexes notes and passages of documents beside them. The index of notes alone is kept while they are in use. */
export function indexNotes(notes: string, found: readonly NotesExcerpt[] = []): NotesIndex {
  const index = indexes.get(notes) ?? build(readPassages(notes.slice(0, notesCharsMax)));
  indexes.delete(notes);
  indexes.set(notes, index);
  if (indexes.size > indexesMax) indexes.delete(indexes.keys().next().value ?? "");
  return found.length === 0 ? index : build([...index.passages, ...found.map(toFoundPassage)]);
}

function build(passages: readonly NotesPassage[]): NotesIndex {
  const passagesWith = new Map<string, number>();
  for (const passage of passages) {
    for (const term of passage.terms) {
      passagesWith.set(term, (passagesWith.get(term) ?? 0) + 1);
    }
  }
  return {
    passages,
    topics: topicsOf(passages),
    weightOf: (term) => Math.log(1 + (passages.length + 1) / ((passagesWith.get(term) ?? 0) + 0.5)),
  };
}

const listing = /^[^\S\n]*(```|~~~)[\s\S]*?(?:^[^\S\n]*\1.*$|$(?![\s\S]))/gmu;
/** A line end within a paragraph; before a list item, a table row or a quotation it is more than that. */
const softLineEnd = /(?<=\S)[^\S\n]*\n[^\S\n]*(?=[^\s|>#])(?!(?:[-*+•]|\d{1,3}[.)])\s)/gu;

function readPassages(notes: string): NotesPassage[] {
  const passages: NotesPassage[] = [];
  const headings: string[] = [];
  let position = 0;
  for (const block of notes
    .replace(/\r\n?/gu, "\n")
    .replace(listing, "\n")
    .split(/\n[^\S\n]*\n|(?=^#{1,6} )/mu)) {
    const heading = /^\s*(#{1,6})\s+(.+)$/mu.exec(block);
    const body = heading ? block.slice(heading.index + heading[0].length) : block;
    if (heading) {
      headings.length = Math.min(headings.length, (heading[1] ?? "#").length - 1);
      headings.push(headingStart.exec(clean(heading[2] ?? ""))?.[0] ?? "");
    }
    for (const sentences of groupsOf(sentencesOf(body))) {
      position += 1;
      passages.push(toPassage(sentences, headings.filter(Boolean), position));
      position += sentences.length;
    }
  }
  return passages;
}

function toPassage(texts: readonly string[], headings: readonly string[], position: number): NotesPassage {
  const sentences = texts.map((text, index) => ({
    text,
    terms: new Set(termsOf(text)),
    position: position + index,
  }));
  return {
    headings,
    headingTerms: new Set(termsOf(headings.at(-1) ?? "")),
    text: texts.join(/[。！？]$/u.test(texts[0] ?? "") ? "" : " "),
    sentences,
    terms: new Set([...sentences.flatMap(({ terms }) => [...terms]), ...headings.flatMap(termsOf)]),
  };
}

/** Its sentences have positions behind those of all notes. */
function toFoundPassage(excerpt: NotesExcerpt, place: number): NotesPassage {
  const headings = [...(excerpt.title === null ? [] : [excerpt.title]), ...excerpt.headings];
  const position = notesCharsMax * (place + 1);
  return { ...toPassage(sentencesOf(excerpt.text), headings, position), excerpt };
}

function sentencesOf(block: string): string[] {
  const text = plainText(block.replace(softLineEnd, joint));
  const ends = sentenceEnds(text, { final: true });
  return [...ends, text.length]
    .flatMap((end, index) => clean(text.slice(ends[index - 1] ?? 0, end)).match(sentencePieces) ?? [])
    .map((piece) => piece.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}

function joint(_: string, at: number, block: string): string {
  return /[\p{Script=Han}，。！？；：、]/u.test(block[at - 1] ?? "") ? "" : " ";
}

/** Parts of a block that are short enough to be quoted to a model. */
function groupsOf(sentences: readonly string[]): string[][] {
  const groups: string[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const sentence of sentences) {
    if (size + sentence.length > passageCharsMax) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(sentence);
    size += sentence.length;
  }
  return groups;
}

function topicsOf(passages: readonly NotesPassage[]): string[] {
  const headings = [...new Set(passages.map(({ headings: path }) => path.at(-1) ?? ""))].filter(Boolean);
  if (headings.length > 0) return headings.slice(0, topicsMax);
  const counts = new Map<string, { surface: string; count: number }>();
  for (const [surface] of passages
    .map(({ text }) => text)
    .join("\n")
    .matchAll(/\p{L}{4,}|\p{Script=Han}{2,4}/gu)) {
    const [term] = termsOf(surface);
    if (term === undefined) continue;
    const known = counts.get(term);
    counts.set(term, { surface: known?.surface ?? surface, count: (known?.count ?? 0) + 1 });
  }
  // Sorting is stable: words that are as frequent stay in the order of the notes.
  const ranked = [...counts.values()].sort((a, b) => b.count - a.count);
  return ranked.slice(0, topicsMax).map(({ surface }) => surface);
}

function clean(text: string): string {
  return plainText(text).replace(/\s+/gu, " ").trim();
}
