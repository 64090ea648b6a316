import type { components } from "../../generated/engine.types.ts";

type CaptionWord = components["schemas"]["CaptionWord"];

/** A piece of a sentence; `atMs` is when its word begins, undefined for what is between words. */
export interface CaptionPiece {
  readonly text: string;
  readonly atMs: number | undefined;
}

const piecesMax = 400;

/**
 * Cuts a sentence at its timed words, in order. The sentence stays whole: joined, the pieces give `text` again, with
 * punctuation that follows a word in the word's own piece. Words that are not in the sentence are left out.
 */
export function cutCaption(text: string, words: readonly CaptionWord[]): CaptionPiece[] {
  const pieces: CaptionPiece[] = [];
  let at = 0;
  for (const word of words.slice(0, piecesMax)) {
    const from = word.text === "" ? -1 : text.indexOf(word.text, at);
    if (from < 0) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), atMs: undefined });
    const wordEnd = from + word.text.length;
    const end = wordEnd + (/^[^\s\p{L}\p{N}]+/u.exec(text.slice(wordEnd))?.[0].length ?? 0);
    pieces.push({ text: text.slice(from, end), atMs: word.atMs });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), atMs: undefined });
  return pieces;
}
