import { findMath } from "./answer-tokens.ts";
import { toFormula } from "./rich-text.ts";

interface Part {
  readonly from: number;
  readonly to: number;
  readonly node: Text | HTMLElement;
}

/** One sentence to be read, its formulas typeset, which still knows where its characters stand in the page. */
export class CaptionLine {
  readonly element = document.createElement("span");
  #text = "";
  #parts: readonly Part[] = [];

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    const parts: Part[] = [];
    const add = (from: number, to: number, node?: HTMLElement) => {
      if (to > from) parts.push({ from, to, node: node ?? document.createTextNode(text.slice(from, to)) });
    };
    let at = 0;
    for (const { from, token } of findMath(text)) {
      add(at, from);
      at = from + token.raw.length;
      add(from, at, toFormula(token));
    }
    add(at, text.length);
    this.#text = text;
    this.#parts = parts;
    this.element.replaceChildren(...parts.map(({ node }) => node));
  }

  /** Where a word stands; a word of a formula is the whole of it. */
  rangeOf({ from, to }: { readonly from: number; readonly to: number }): Range | undefined {
    const part = this.#parts.find((part) => from >= part.from && from < part.to);
    if (!part) return undefined;
    const range = document.createRange();
    if (part.node instanceof Text) {
      range.setStart(part.node, from - part.from);
      range.setEnd(part.node, Math.min(to, part.to) - part.from);
    } else range.selectNodeContents(part.node);
    return range;
  }
}
