import type { components } from "../../generated/engine.types.ts";
import { Markup, type MarkupPiece } from "../turns/markup.ts";
import type { NotesExcerpt } from "./prompt.ts";

/** A source that an answer names as `[number]`. */
export interface Citation extends NotesExcerpt {
  readonly number: number;
}

export type CitedPart =
  /** Comes once for each source, before the text that names it. */
  | { readonly type: "citation"; readonly citation: Citation }
  | { readonly type: "text"; readonly text: string };

/** As the page and clients of the chat are told. */
export function toContract(citation: Citation): components["schemas"]["Citation"] {
  const { number, title, page, headings, text } = citation;
  return { number, title, page, headings: [...headings], text };
}

/**
 * Checks the sources that a streamed answer names against those it was given: a number that was not given is a made-up source and is left out.
 * Text may be held back until it is clear what it is, such as an open formula.
 */
export class CitationCheck {
  readonly #markup = new Markup();
  readonly #named = new Set<number>();
  /** White space that goes with a source that is left out. */
  #space = "";

  /** `excerpts[0]` is `[1]`. */
  constructor(private readonly excerpts: readonly NotesExcerpt[]) {}

  push(text: string): CitedPart[] {
    return this.#check(this.#markup.push(text));
  }

  /** The rest. Nothing may be pushed afterwards. */
  end(): CitedPart[] {
    const parts = this.#check(this.#markup.end());
    return this.#space === "" ? parts : [...parts, { type: "text", text: this.#space }];
  }

  #check(pieces: readonly MarkupPiece[]): CitedPart[] {
    const parts: CitedPart[] = [];
    let text = this.#space;
    const flush = () => {
      if (text !== "") parts.push({ type: "text", text });
      text = "";
    };
    for (const piece of pieces) {
      if (piece.kind !== "citation") {
        text += piece.text;
        continue;
      }
      const number = Number(piece.text.slice(1, -1));
      const excerpt = this.excerpts[number - 1];
      if (!excerpt) {
        text = text.replace(/[^\S\n]+$/u, "");
        continue;
      }
      if (!this.#named.has(number)) {
        this.#named.add(number);
        flush();
        parts.push({ type: "citation", citation: { number, ...excerpt } });
      }
      text += piece.text;
    }
    this.#space = /[^\S\n]*$/u.exec(text)?.[0] ?? "";
    text = text.slice(0, text.length - this.#space.length);
    flush();
    return parts;
  }
}
