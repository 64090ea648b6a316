import { Marked, type Token, type Tokens } from "marked";
import { citationMark, Markup } from "../turns/markup.ts";

/** A formula as it was written; `display`: on a line of its own. */
export interface MathToken extends Tokens.Generic {
  readonly type: "math";
  readonly formula: string;
  readonly display: boolean;
}

/** The number of a source. */
export interface CitationToken extends Tokens.Generic {
  readonly type: "citation";
  readonly number: number;
}

/** As far as a formula is looked for. */
const formulaCharsMax = 1_000;
const openings = [
  ["$$", "$$", true],
  ["\\[", "\\]", true],
  ["\\(", "\\)", false],
  ["$", "$", false],
] as const;

/** GFM with formulas and sources; a line end is a line end. */
const marked = new Marked({
  gfm: true,
  breaks: true,
  extensions: [
    {
      name: "math",
      level: "inline",
      start: (text) => {
        const at = text.search(/\$|\\[([]/u);
        return at < 0 ? undefined : at;
      },
      tokenizer: (text) => readMath(text),
    },
    {
      name: "citation",
      level: "inline",
      start: (text) => {
        const at = text.search(citationMark);
        return at < 0 ? undefined : at;
      },
      tokenizer: (text) => readCitation(text),
    },
  ],
});

/** The blocks of an answer. Joined, their `raw` is the answer. */
export function readAnswer(markdown: string): Token[] {
  return marked.lexer(markdown.replace(/<think>[\s\S]*?(?:<\/think>|$)/giu, ""));
}

export function isCitation(token: Token): token is CitationToken {
  return token.type === "citation";
}

/** By the same rule as the voice, which does not say it. */
function readCitation(text: string): CitationToken | undefined {
  const found = citationMark.exec(text);
  if (found?.index !== 0) return undefined;
  const [raw] = found;
  return { type: "citation", raw, number: Number(raw.slice(1, -1)) };
}

export function isMath(token: Token): token is MathToken {
  return token.type === "math";
}

/** By the same rules as the voice, so that what it says as a formula is shown as one. */
function readMath(text: string): MathToken | undefined {
  if (!/^(?:\$|\\[([])/u.test(text)) return undefined;
  const markup = new Markup();
  const [first] = [...markup.push(text.slice(0, formulaCharsMax)), ...markup.end()];
  if (first?.kind !== "math") return undefined;
  const [open, close, display] = openings.find(([mark]) => first.text.startsWith(mark))!;
  const formula = first.text.slice(open.length, first.text.length - close.length).trim();
  return { type: "math", raw: first.text, formula, display };
}

/** The formulas of a plain text, in order. */
export function findMath(text: string): { readonly from: number; readonly token: MathToken }[] {
  const found: { from: number; token: MathToken }[] = [];
  for (let at = 0; at < text.length; ) {
    const next = text.slice(at).search(/\$|\\[([]/u);
    if (next < 0) break;
    const token = readMath(text.slice(at + next));
    if (token) found.push({ from: at + next, token });
    at += next + (token?.raw.length ?? 1);
  }
  return found;
}

/** Addresses that a link of an answer may lead to: everything else is shown as text. */
export function safeAddress(address: string): string | undefined {
  const url = URL.parse(address);
  return url && ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : undefined;
}
