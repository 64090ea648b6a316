import type { SpokenWord } from "./synthesizer.ts";
import type { Viseme } from "./viseme.ts";

/** What of an utterance is still to be said when a voice broke off: from this place in its text, at this time of its sound. */
export interface LeftToSay {
  readonly from: number;
  /** Words up to here have their times: one that was cut is said again, and told once. */
  readonly toldTo: number;
  readonly atMs: number;
}

export const everything: LeftToSay = { from: 0, toldTo: 0, atMs: 0 };

/** After a part of what was left: its words, in times from its own start, and how long it sounded. */
export function leftAfter(left: LeftToSay, words: readonly SpokenWord[], spokenMs: number): LeftToSay {
  const last = words.findLast(({ endMs }) => endMs <= spokenMs + 1);
  return {
    from: left.from + (last?.to ?? 0),
    toldTo: Math.max(left.toldTo, left.from + (words.at(-1)?.to ?? 0)),
    atMs: left.atMs + spokenMs,
  };
}

/** Whether a voice has something to say there; a figure is something. */
export function isSayable(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

interface Spoken {
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
}

/** A piece of the rest, in places and times of the whole utterance. */
export function moved<Piece extends Spoken>(piece: Piece, { from, toldTo, atMs }: LeftToSay): Piece {
  if (from === 0 && toldTo === 0 && atMs === 0) return piece;
  return {
    ...piece,
    visemes: piece.visemes.map((viseme) => later(viseme, atMs)),
    words: piece.words
      .map((word) => ({ ...later(word, atMs), from: word.from + from, to: word.to + from }))
      .filter((word) => word.from >= toldTo),
  };
}

export function later<Span extends { readonly startMs: number; readonly endMs: number }>(
  span: Span,
  byMs: number,
): Span {
  return { ...span, startMs: span.startMs + byMs, endMs: span.endMs + byMs };
}
