import type { components } from "../../generated/engine.types.ts";

type CaptionWord = Pick<components["schemas"]["CaptionWord"], "text" | "atMs">;

/** Where a timed word stands in its sentence, in UTF-16 units, and when it begins on the media clock. */
export interface PlacedWord {
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
}

const wordsMax = 400;

/**
 * Finds the timed words in their sentence, in order. Punctuation that follows a word belongs to it. Words that are not in
 * the sentence are left out.
 */
export function placeWords(text: string, words: readonly CaptionWord[]): PlacedWord[] {
  const placed: PlacedWord[] = [];
  let at = 0;
  for (const word of words.slice(0, wordsMax)) {
    const from = word.text === "" ? -1 : text.indexOf(word.text, at);
    if (from < 0) continue;
    const end = from + word.text.length;
    at = end + (/^[^\s\p{L}\p{N}]+/u.exec(text.slice(end))?.[0].length ?? 0);
    placed.push({ from, to: at, atMs: word.atMs });
  }
  return placed;
}
