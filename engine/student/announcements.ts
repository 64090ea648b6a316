import { spokenMath } from "../speech/spoken-math.ts";
import { readCaption } from "./caption-words.ts";
import type { MessageOf } from "./lesson-messages.ts";
import { Store } from "./store.ts";

/** So many stay in the page, for a screen reader that is behind. */
const keptMax = 6;
/** Of an answer that is read out at its end. */
const pendingMaxChars = 20_000;

/**
 * What a screen reader says of an answer, a sentence at a time: with the voice where there is one, else as the sentences
 * are written, or at the end where it turns out that the voice has said nothing.
 */
export class Announcements {
  readonly recent = new Store<readonly { readonly key: number; readonly text: string }[]>([]);
  #language = "en";
  #nextKey = 0;
  /** Of the running turn: what was written and not announced, and the last caption that was. */
  #pending = "";
  #caption = -1;

  begin(language: string): void {
    this.#language = language;
    this.#pending = "";
    this.#caption = -1;
  }

  /** A sentence is being said; it comes again with more of its words. */
  hear(caption: MessageOf<"caption">): void {
    if (caption.index <= this.#caption) return;
    this.#caption = caption.index;
    this.#say(caption.text);
  }

  /** `reads`: nothing is said aloud. */
  write(text: string, reads: boolean): void {
    if (this.#pending.length < pendingMaxChars) this.#pending += text;
    if (reads) this.#flush({ whole: false });
  }

  end(): void {
    if (this.#caption < 0) this.#flush({ whole: true });
    this.#pending = "";
  }

  #flush({ whole }: { whole: boolean }): void {
    const sentences = [
      ...new Intl.Segmenter(this.#language, { granularity: "sentence" }).segment(this.#pending),
    ];
    const last = whole ? undefined : sentences.pop();
    this.#pending = last?.segment ?? "";
    for (const { segment } of sentences) {
      const text = segment.trim();
      if (text) this.#say(text);
    }
  }

  /** Formulas as the voice would say them, the rest without the marks of Markdown. */
  #say(markdown: string): void {
    const { text: plain, formulas } = readCaption({ text: markdown, from: 0, words: [] });
    const text = plain.replace(/\p{Co}/gu, (mark) => {
      const token = formulas.get(mark);
      return token ? (spokenMath(token.raw, this.#language) ?? token.formula) : mark;
    });
    this.recent.value = [...this.recent.value, { key: this.#nextKey++, text }].slice(-keptMax);
  }
}
