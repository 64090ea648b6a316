import type { components } from "../../generated/engine.types.ts";
import { plainTextRules } from "../speech/plain-text.ts";
import { TracedText } from "../speech/traced-text.ts";
import { citationMark } from "../turns/markup.ts";
import { findMath, type MathToken } from "./answer-tokens.ts";

type Caption = Pick<components["schemas"]["Caption"], "text" | "from" | "words">;

/** Where a timed word stands in its sentence, in UTF-16 units, and when it begins on the media clock. */
export interface PlacedWord {
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
}

export interface ReadableCaption {
  /** The sentence without the marks of Markdown, each formula as one character of the private use area. */
  readonly text: string;
  /** By those characters. */
  readonly formulas: ReadonlyMap<string, MathToken>;
  readonly words: readonly PlacedWord[];
  /** The numbers of the sources that the sentence names, which are not part of the text. */
  readonly sources: readonly number[];
}

const sourceMark = new RegExp(`\\s?(${citationMark.source})`, "gu");
const wordsMax = 400;
/** Unicode's first private use area holds 6400 characters, more than any sentence has formulas. */
const privateUse = 0xe000;

/**
 * A caption as it is to be read, with its words in order and not overlapping. Several words of the voice that stand for
 * one on the screen ("one hundred" for "100") are one. Punctuation that follows a word belongs to it.
 */
export function readCaption({ text, from, words }: Caption): ReadableCaption {
  const formulas = new Map<string, MathToken>();
  // What is markup elsewhere belongs to a formula.
  const ranges = findMath(text).map(({ from, token }, index) => {
    const words = String.fromCharCode(privateUse + index);
    formulas.set(words, token);
    return { from, to: from + token.raw.length, words };
  });
  const plain = plainTextRules.reduce(
    (rest, [pattern, other]) => rest.replace(pattern, other),
    TracedText.of(text).replaceRanges(ranges).replace(sourceMark, ""),
  );
  const sources = [...text.matchAll(sourceMark)].map(([, mark = ""]) => Number(mark.slice(1, -1)));
  const placed: PlacedWord[] = [];
  let at = 0;
  for (const word of words.slice(0, wordsMax)) {
    const range = plain.rangeOf({ from: word.from - from, to: word.to - from });
    if (!range || range.from < at) continue;
    at = range.to + (/^[^\s\p{L}\p{N}\p{Co}]+/u.exec(plain.text.slice(range.to))?.[0].length ?? 0);
    placed.push({ from: range.from, to: at, atMs: word.atMs });
  }
  return { text: plain.text, formulas, words: placed, sources: [...new Set(sources)] };
}
