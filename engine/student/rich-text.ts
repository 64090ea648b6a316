import type { MarkedToken, Token } from "marked";
import {
  type CitationToken,
  isCitation,
  isMath,
  type MathToken,
  readAnswer,
  safeAddress,
} from "./answer-tokens.ts";

/** Deeper lists and quotations are shown as text. */
const depthMax = 12;

/**
 * An answer as it is to be read: Markdown with formulas. It is built of elements, never of HTML text, so that nothing
 * in an answer can be more than text. Blocks that do not change while the answer grows stay as they are.
 */
export class RichText {
  readonly element: HTMLElement;
  /** What the answer was given to read; only addresses that stand in it can be clicked. */
  passages: readonly string[] = [];
  #source = "";
  #blocks: { readonly raw: string; readonly node: Node }[] = [];
  #frame = 0;

  constructor(tag: "div" | "span" = "div") {
    this.element = document.createElement(tag);
    this.element.className = "rich";
  }

  get source(): string {
    return this.#source;
  }

  set source(markdown: string) {
    this.#source = markdown;
    this.#frame ||= requestAnimationFrame(() => this.flush());
  }

  /** Draws now what would be drawn with the next picture of the screen. */
  flush(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const tokens = readAnswer(this.#source);
    const same = this.#blocks.findIndex(({ raw }, index) => tokens[index]?.raw !== raw);
    const kept = same < 0 ? this.#blocks.length : same;
    for (const { node } of this.#blocks.splice(kept)) node.parentNode?.removeChild(node);
    for (const token of tokens.slice(kept)) {
      const node = toNode(token, 0);
      this.#keepKnownLinks(node);
      this.#blocks.push({ raw: token.raw, node });
      this.element.append(node);
    }
  }

  /** A document or a question may talk a model into an address that tells somebody else what was said. */
  #keepKnownLinks(node: Node): void {
    if (!(node instanceof Element)) return;
    for (const link of node.querySelectorAll("a")) {
      const address = link.getAttribute("href")!.replace(/\/$/, "");
      if (!this.passages.some((passage) => passage.includes(address))) link.replaceWith(...link.childNodes);
    }
  }
}

function toNode(token: Token, depth: number): Node {
  if (isMath(token)) return toFormula(token);
  if (isCitation(token)) return toSourceMark(token);
  if (depth > depthMax) return document.createTextNode(token.raw);
  // Tokens of the lexer, all extensions handled above.
  const known = token as MarkedToken;
  const inside = (tokens: readonly Token[] | undefined) =>
    (tokens ?? []).map((part) => toNode(part, depth + 1));
  switch (known.type) {
    case "paragraph":
      return make("p", ...inside(known.tokens));
    case "heading":
      return make("p", make("strong", ...inside(known.tokens)));
    case "blockquote":
      return make("blockquote", ...inside(known.tokens));
    case "list":
      return toList(known, depth);
    case "code":
      return makeScroller("pre", make("code", known.text));
    case "table":
      return toTable(known, depth);
    case "hr":
      return document.createElement("hr");
    case "br":
      return document.createElement("br");
    case "strong":
    case "em":
    case "del":
      return make(known.type, ...inside(known.tokens));
    case "codespan":
      return make("code", known.text);
    case "link":
      return toLink(known.href, inside(known.tokens));
    case "image":
    case "escape":
      return document.createTextNode(known.text);
    case "text":
      return known.tokens ? make("span", ...inside(known.tokens)) : document.createTextNode(known.text);
    case "space":
    case "def":
      return document.createTextNode("");
    default:
      return document.createTextNode(token.raw);
  }
}

function toList(list: Extract<MarkedToken, { type: "list" }>, depth: number): HTMLElement {
  const items = list.items.map((item) => make("li", ...item.tokens.map((part) => toNode(part, depth + 1))));
  const element = make(list.ordered ? "ol" : "ul", ...items);
  if (list.ordered && typeof list.start === "number" && list.start !== 1)
    element.setAttribute("start", String(list.start));
  return element;
}

function toTable({ header, rows }: Extract<MarkedToken, { type: "table" }>, depth: number): HTMLElement {
  const cell = (tag: "th" | "td") => (part: (typeof header)[number]) =>
    make(tag, ...part.tokens.map((token) => toNode(token, depth + 1)));
  const body = rows.map((row) => make("tr", ...row.map(cell("td"))));
  const table = make("table", make("thead", make("tr", ...header.map(cell("th")))), make("tbody", ...body));
  const scroller = makeScroller("div", table);
  scroller.className = "wide";
  return scroller;
}

function toLink(address: string, words: readonly Node[]): HTMLElement {
  const url = safeAddress(address);
  const element = make(url ? "a" : "span", ...words);
  if (url) {
    element.setAttribute("href", url);
    element.setAttribute("rel", "noopener noreferrer nofollow");
    element.setAttribute("target", "_blank");
  }
  return element;
}

/** A button that whoever shows the answer gives its work; its number is in `value`. */
function toSourceMark({ number }: CitationToken): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "source-mark";
  button.value = String(number);
  button.append(button.value);
  return button;
}

/** The formula as it was written, until it is typeset; for good where it cannot be. */
export function toFormula({ formula, raw, display }: MathToken): HTMLElement {
  const element = make("span", raw);
  element.className = display ? "formula display" : "formula";
  void typeset(element, formula, display);
  return element;
}

async function typeset(element: HTMLElement, formula: string, displayMode: boolean): Promise<void> {
  try {
    const { default: temml } = await import("temml");
    const typeset = document.createElement("span");
    temml.render(formula, typeset, { displayMode, throwOnError: true, trust: false, maxExpand: 200 });
    element.replaceChildren(...typeset.childNodes);
  } catch {
    // An unfinished or wrong formula stays as it was written.
  }
}

/** What may be wider than the conversation can be scrolled with the keyboard as well. */
function makeScroller(tag: string, content: HTMLElement): HTMLElement {
  const element = make(tag, content);
  element.tabIndex = 0;
  return element;
}

function make(tag: string, ...parts: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  element.append(...parts);
  return element;
}
