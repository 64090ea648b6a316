import type { TextRange } from "../speech/traced-text.ts";

/** How far one sentence has come on its way to the student's ear. Places are in the whole answer. */
export interface SentenceHeard {
  readonly displayFrom: number;
  readonly displayTo: number;
  /** It was sent whole, or there is nothing of it to be sent. */
  readonly passed: boolean;
  /** What each word of the voice says, as far as they are known. */
  readonly words: readonly TextRange[];
  /** How many of them were sent whole. */
  readonly wordsHeard: number;
}

/** Marks that belong to the word before them: closing punctuation, and what ends bold type or code. */
const closing = /^[\p{Pe}\p{Pf}.,;:!?…，。！？；：、*_~`"'’”]+/u;

/**
 * Where in the answer the student has stopped hearing: after the last word that was sent whole. A word of the
 * screen that takes several of the voice ("100" is "one hundred") is heard when the last of them is.
 */
export function heardTo(answer: string, sentences: readonly SentenceHeard[]): number {
  let to = 0;
  for (const sentence of sentences) {
    to = sentence.passed ? sentence.displayTo : partEnd(answer, to, sentence);
    if (!sentence.passed) break;
  }
  return answer.slice(0, to).trimEnd().length;
}

function partEnd(answer: string, before: number, { displayTo, words, wordsHeard }: SentenceHeard): number {
  const heard = Math.max(before, ...words.slice(0, wordsHeard).map((word) => word.to));
  const unheard = Math.min(displayTo, ...words.slice(wordsHeard).map((word) => word.from));
  if (heard === before || heard > unheard) return Math.max(before, Math.min(heard, unheard));
  return heard + (closing.exec(answer.slice(heard, unheard))?.[0].length ?? 0);
}
