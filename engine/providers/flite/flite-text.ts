import type { WordSpan } from "./word-times.ts";

/** A part of a text that is spoken in one go. `from` is its place in the whole, in UTF-16 units. */
export interface TextPiece {
  readonly from: number;
  readonly text: string;
}

/** The first piece is short, so that sound starts early; the others are long, so that the melody holds. */
const firstPieceChars = 48;
const laterPieceChars = 110;
const pieceCharsMax = 200;

/** Cuts a text after punctuation that pauses anyway; text without any is cut between words, or anywhere. */
export function toPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  while (from < text.length) {
    const wanted = pieces.length === 0 ? firstPieceChars : laterPieceChars;
    const to = from + pieceLength(text.slice(from), wanted);
    pieces.push({ from, text: text.slice(from, to) });
    from = to;
  }
  return pieces;
}

function pieceLength(rest: string, wanted: number): number {
  for (const boundary of rest.matchAll(/[.!?;:,]["')\]]*\s+/g)) {
    const end = boundary.index + boundary[0].length;
    if (end > pieceCharsMax) break;
    if (end >= wanted && !isAbbreviation(rest.slice(0, boundary.index + 1))) return end;
  }
  if (rest.length <= pieceCharsMax) return rest.length;
  const space = rest.lastIndexOf(" ", pieceCharsMax - 1);
  return space > 0 ? space + 1 : pieceCharsMax;
}

/** "Dr." and "e.g." do not end anything, and Flite reads them by what follows. */
function isAbbreviation(before: string): boolean {
  return /(?:\b[A-Z][a-z]{0,3}|\b[a-z]\.[a-z])\.$/.test(before);
}

/** The words of a text that have a sound: what stands between spaces and holds a letter or digit Flite can read. */
export function toWords(text: string): WordSpan[] {
  return [...text.matchAll(/\S+/g)]
    .map((match) => ({ from: match.index, to: match.index + match[0].length }))
    .filter((word) => /[a-z0-9]/i.test(toAscii(text.slice(word.from, word.to))));
}

/** Flite reads ASCII alone. Letters lose their accents, typographic marks become plain ones, the rest becomes space. */
export function toAscii(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/[‐‑‒–−]/g, "-")
    .replace(/—/g, ", ")
    .replace(/…/g, "...")
    .replace(/[^\x20-\x7e]/g, " ");
}
