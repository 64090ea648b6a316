import type { ReadableCaption } from "./caption-words.ts";
import { toFormula } from "./rich-text.ts";

interface Part {
  readonly from: number;
  readonly to: number;
  readonly node: Text | HTMLElement;
}

/** One sentence to be read, its formulas typeset, which still knows where its characters stand in the page. */
export class CaptionLine {
  readonly element = document.createElement("span");
  #parts: readonly Part[] = [];

  show({ text, formulas }: Pick<ReadableCaption, "text" | "formulas">): void {
    const pieces = text.split(/(\p{Co})/u).filter((piece) => piece !== "");
    let at = 0;
    this.#parts = pieces.map((piece) => {
      const from = at;
      at += piece.length;
      const formula = formulas.get(piece);
      return { from, to: at, node: formula ? toFormula(formula) : document.createTextNode(piece) };
    });
    this.element.replaceChildren(...this.#parts.map(({ node }) => node));
  }

  /** Where a word stands; a word of a formula is the whole of it, which is one element. */
  placeOf({ from, to }: { readonly from: number; readonly to: number }): Range | HTMLElement | undefined {
    const part = this.#parts.find((part) => from >= part.from && from < part.to);
    if (!part) return undefined;
    if (part.node instanceof HTMLElement) return part.node;
    const range = document.createRange();
    range.setStart(part.node, from - part.from);
    range.setEnd(part.node, Math.min(to, part.to) - part.from);
    return range;
  }
}
