/** How much of one sentence was sent to the student's ear. */
export interface SentenceHeard {
  /** The sentence as the screen shows it. */
  readonly text: string;
  /** Words of the voice, and how many of them were sent whole; 0 of 0 for a sentence that is not spoken. */
  readonly wordsSpoken: number;
  readonly wordsHeard: number;
}

/**
 * The words the student heard, as the screen shows them. The voice may say a sentence in other words than the screen
 * shows (a formula, a number), so a cut falls on the word of the screen at the same share of the sentence.
 */
export function heardText(sentences: readonly SentenceHeard[]): string {
  return sentences.map(heardPart).join("").trim();
}

function heardPart({ text, wordsSpoken, wordsHeard }: SentenceHeard): string {
  if (wordsHeard >= wordsSpoken) return text;
  const words = [...text.matchAll(/\s*\S+/g)].map((match) => match[0]);
  return words.slice(0, Math.floor((words.length * wordsHeard) / wordsSpoken)).join("");
}
