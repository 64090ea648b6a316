import { pause } from "./phones.ts";

/** Words whose phones are remembered: more than a lesson uses, and about 1 MB. */
export const wordsKeptMax = 5_000;

/** Phones of words said alone. Each word is asked of the program once, as long as it is remembered. */
export class WordPhones {
  readonly #known = new Map<string, readonly string[]>();

  /** `spell` gives the phones of a text, pauses included. */
  constructor(private readonly spell: (text: string) => readonly string[]) {}

  /** The phones of each word, or undefined where the program does not tell the words apart. */
  of(words: readonly string[]): (readonly string[])[] | undefined {
    const found = new Map<string, readonly string[]>();
    const unknown: string[] = [];
    for (const word of new Set(words)) {
      const phones = this.#known.get(word);
      if (phones) found.set(word, phones);
      else unknown.push(word);
    }
    if (unknown.length > 0) {
      const spelled = this.#ask(unknown);
      if (spelled.length !== unknown.length) return undefined;
      for (const [index, word] of unknown.entries()) found.set(word, spelled[index]!);
    }
    for (const [word, phones] of found) this.#remember(word, phones);
    return words.map((word) => found.get(word)!);
  }

  /** Commas keep the words apart: each becomes a pause. */
  #ask(words: readonly string[]): (readonly string[])[] {
    return this.spell(`${words.join(", ")},`)
      .join(" ")
      .split(pause)
      .map((names) => names.trim().split(" "))
      .filter(([name]) => name !== "");
  }

  /** The most recently used words are kept. */
  #remember(word: string, phones: readonly string[]): void {
    this.#known.delete(word);
    this.#known.set(word, phones);
    if (this.#known.size <= wordsKeptMax) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}
