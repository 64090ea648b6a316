/** How a piece of a reply is to be treated. Only prose is spoken as it stands. */
export type MarkupKind =
  | "prose"
  | "fence"
  | "code"
  | "math"
  | "table"
  | "think"
  | "link"
  | "citation"
  | "struck";

export interface MarkupPiece {
  readonly kind: MarkupKind;
  /** The piece as it was written; the pieces in order make up the whole reply. */
  readonly text: string;
  /** The first piece of its fence, table or thought; always true for the other kinds. */
  readonly opens: boolean;
}

/** The number of a source in brackets; in front of a parenthesis or a colon it is the text or the name of a link. */
export const citationMark = /\[\d{1,2}\](?![(:])/u;
const citationHere = new RegExp(`^${citationMark.source}`, "u");

/** Inline code and formulas longer than this are taken for prose with a stray mark in it. */
const inlineCharsMax = 400;
const linkCharsMax = 2_000;
const thinkOpening = "<think>";
const thinkClosing = "</think>";
/** White space at the beginning of a line that is held until the line shows what it is. */
const indentCharsMax = 80;

type Mode =
  | { readonly kind: "prose" }
  | { readonly kind: "fence"; readonly mark: string }
  | { readonly kind: "table" }
  | { readonly kind: "think" };

/** Undefined: more text is needed to tell. */
type Step = MarkupPiece | undefined;

/**
 * Tells the prose of a streamed Markdown reply from its code, formulas, tables, link targets and
 * thoughts. Text is given out as soon as it is clear what it is; a mark that is never closed turns out
 * to be prose.
 */
export class Markup {
  #pending = "";
  #mode: Mode = { kind: "prose" };
  #opens = true;
  #lineStart = true;
  #ended = false;

  push(text: string): MarkupPiece[] {
    this.#pending += text;
    return [...this.#pieces()];
  }

  /** The rest. Nothing may be pushed afterwards. */
  end(): MarkupPiece[] {
    this.#ended = true;
    return [...this.#pieces()];
  }

  *#pieces(): Generator<MarkupPiece> {
    while (this.#pending !== "") {
      const piece = this.#step();
      if (!piece) return;
      this.#pending = this.#pending.slice(piece.text.length);
      this.#lineStart = piece.text.endsWith("\n");
      yield piece;
    }
  }

  #step(): Step {
    switch (this.#mode.kind) {
      case "prose":
        return this.#lineStart ? this.#lineBeginning() : this.#prose();
      case "fence":
        return this.#fenceLine(this.#mode.mark);
      case "table":
        return this.#tableLine();
      case "think":
        return this.#thoughts();
    }
  }

  #enter(mode: Mode): Step {
    this.#mode = mode;
    this.#opens = true;
    return this.#step();
  }

  #block(kind: "fence" | "table" | "think", text: string): MarkupPiece {
    const piece = { kind, text, opens: this.#opens };
    this.#opens = false;
    return piece;
  }

  /** Decides what a line is from its first characters. */
  #lineBeginning(): Step {
    const [indent = ""] = /^[^\S\n]*/u.exec(this.#pending) ?? [];
    const rest = this.#pending.slice(indent.length);
    const undecided = rest === "" || /^(?:`{1,2}|~{1,2})$/u.test(rest);
    if (undecided && !this.#ended && indent.length < indentCharsMax) return undefined;
    const fence = /^(?:`{3,}|~{3,})/u.exec(rest)?.[0];
    if (fence) return this.#enter({ kind: "fence", mark: fence.slice(0, 3) });
    if (rest.startsWith("|")) return this.#enter({ kind: "table" });
    if (indent !== "") return prose(indent);
    return this.#prose();
  }

  #prose(): Step {
    const special = this.#pending.search(/[\n`$\\<[\]~]/u);
    if (special < 0) return prose(this.#pending);
    if (special > 0) return prose(this.#pending.slice(0, special));
    switch (this.#pending[0]) {
      case "\n":
        return prose("\n");
      case "`":
        return this.#inlineCode();
      case "$":
        return this.#dollars();
      case "\\":
        return this.#backslash();
      case "<":
        return this.#angle();
      case "[":
        return this.#citation();
      case "~":
        return this.#tildes();
      default:
        return this.#bracket();
    }
  }

  #inlineCode(): Step {
    const mark = /^`+/u.exec(this.#pending)?.[0] ?? "`";
    if (mark.length === this.#pending.length) return this.#ended ? prose(mark) : undefined;
    const close = new RegExp(`(?<!\`)${mark}(?!\`)`, "u");
    return this.#inline("code", mark, (body) => {
      const match = close.exec(body);
      // A run of marks at the very end may still grow.
      if (!match || (!this.#ended && match.index + mark.length === body.length)) return undefined;
      return match.index + mark.length;
    });
  }

  /** Two tildes strike out; one is a sign of its own. */
  #tildes(): Step {
    const mark = /^~+/u.exec(this.#pending)?.[0] ?? "~";
    if (mark.length === this.#pending.length && !this.#ended) return undefined;
    if (mark !== "~~" || /\s/u.test(this.#pending[2] ?? " ")) return prose(mark);
    return this.#inline("struck", mark, (body) => {
      const match = /(?<=[^\s~])~~(?!~)/u.exec(body);
      if (!match || (!this.#ended && match.index + 2 === body.length)) return undefined;
      return match.index + 2;
    });
  }

  #dollars(): Step {
    if (this.#pending.startsWith("$$")) {
      return this.#inline("math", "$$", (body) => endAfter(body, "$$"), true);
    }
    const money = moneyAt(this.#pending, this.#ended);
    if (money === "unknown") return undefined;
    if (money === "money") return prose("$");
    return this.#inline("math", "$", (body) => {
      const match = /(?<=[^\s\\])\$(?!\d)/u.exec(body);
      if (!match || (!this.#ended && match.index + 1 === body.length)) return undefined;
      return match.index + 1;
    });
  }

  #backslash(): Step {
    const next = this.#pending[1];
    if (next === undefined) return this.#ended ? prose("\\") : undefined;
    if (next === "(") return this.#inline("math", "\\(", (body) => endAfter(body, "\\)"));
    if (next === "[") return this.#inline("math", "\\[", (body) => endAfter(body, "\\]"), true);
    return prose(next === "\n" ? "\\" : `\\${codePointAt(this.#pending, 1)}`);
  }

  #angle(): Step {
    if (this.#pending.startsWith(thinkOpening)) return this.#enter({ kind: "think" });
    if (!this.#ended && thinkOpening.startsWith(this.#pending)) return undefined;
    return prose("<");
  }

  #citation(): Step {
    const citation = citationHere.exec(this.#pending)?.[0];
    const isUndecided = /^\[(?:\d{1,2}\]?)?$/u.test(this.#pending);
    if (isUndecided && !this.#ended) return undefined;
    return citation ? { kind: "citation", text: citation, opens: true } : prose("[");
  }

  #bracket(): Step {
    if (this.#pending.length === 1 && !this.#ended) return undefined;
    if (this.#pending[1] !== "(") return prose("]");
    const close = /^\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[^\S\n]+["'][^"'\n]*["'])?\)/u.exec(
      this.#pending,
    );
    if (close) return { kind: "link", text: close[0], opens: true };
    const given = this.#ended || this.#pending.length > linkCharsMax || /^\]\([^)]*\n/u.test(this.#pending);
    return given ? prose("](") : undefined;
  }

  /** A span with an end; without one, on the same paragraph and within the bound, its mark is prose. */
  #inline(
    kind: "code" | "math" | "struck",
    mark: string,
    findEnd: (body: string) => number | undefined,
    manyLines = false,
  ): Step {
    const body = this.#pending.slice(mark.length);
    const end = findEnd(body);
    const paragraphEnd = manyLines ? -1 : body.search(/\n\s*\n/u);
    const inParagraph = end !== undefined && (paragraphEnd < 0 || end <= paragraphEnd);
    if (inParagraph && end <= inlineCharsMax) {
      return { kind, text: this.#pending.slice(0, mark.length + end), opens: true };
    }
    const hopeless = this.#ended || end !== undefined || paragraphEnd >= 0 || body.length > inlineCharsMax;
    return hopeless ? prose(mark) : undefined;
  }

  #fenceLine(mark: string): Step {
    const line = this.#line();
    if (line === undefined) return undefined;
    const closes = !this.#opens && line.trim().startsWith(mark) && /^(?:`+|~+)$/u.test(line.trim());
    const piece = this.#block("fence", line);
    if (closes) this.#mode = { kind: "prose" };
    return piece;
  }

  #tableLine(): Step {
    const start = this.#pending.trimStart();
    if (!this.#opens && start === "" && !this.#pending.includes("\n") && !this.#ended) return undefined;
    if (!this.#opens && !start.startsWith("|")) return this.#leave();
    const line = this.#line();
    return line === undefined ? undefined : this.#block("table", line);
  }

  #thoughts(): Step {
    const close = this.#pending.indexOf(thinkClosing);
    if (close >= 0) {
      const piece = this.#block("think", this.#pending.slice(0, close + thinkClosing.length));
      this.#mode = { kind: "prose" };
      return piece;
    }
    const certain = this.#ended ? this.#pending.length : this.#pending.length - thinkClosing.length + 1;
    return certain > 0 ? this.#block("think", this.#pending.slice(0, certain)) : undefined;
  }

  #leave(): Step {
    this.#mode = { kind: "prose" };
    return this.#step();
  }

  /** The next whole line with its end, or the rest of the reply. */
  #line(): string | undefined {
    const end = this.#pending.indexOf("\n");
    if (end >= 0) return this.#pending.slice(0, end + 1);
    return this.#ended ? this.#pending : undefined;
  }
}

function prose(text: string): MarkupPiece {
  return { kind: "prose", text, opens: true };
}

function endAfter(body: string, mark: string): number | undefined {
  const at = body.indexOf(mark);
  return at < 0 ? undefined : at + mark.length;
}

function codePointAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0x20);
}

/** "$5 and" is money, "$5x" and "$5 + x$" begin a formula, "$ " is a bare sign. */
function moneyAt(text: string, ended: boolean): "money" | "math" | "unknown" {
  const more = (decided: "money" | "math") => (ended ? decided : "unknown");
  const next = text[1];
  if (next === undefined) return more("money");
  if (/\s/u.test(next)) return "money";
  if (!/\d/u.test(next)) return "math";
  const amount = /^\$\d[\d.,]*/u.exec(text)?.[0] ?? "$";
  const after = text.slice(amount.length);
  if (after === "" || (/^\s+$/u.test(after) && !after.includes("\n"))) return more("money");
  if (/^[\s]*(?:[-+*/=<>^_\\{}|]|\$)/u.test(after)) return "math";
  if (/^\s/u.test(after)) return "money";
  const suffix = /^\p{L}+/u.exec(after)?.[0];
  if (suffix === undefined) return "money";
  if (suffix.length === after.length && suffix.length < 3) return more("money");
  return /^(?:k|K|m|M|B|bn|mn|USD)$/u.test(suffix) ? "money" : "math";
}
