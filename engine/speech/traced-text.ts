/** A range of UTF-16 units: from `from` up to, not including, `to`. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

type Replacer = (found: string, ...groups: string[]) => string;

/**
 * A text that is rewritten step by step and still knows, for each of its characters, which characters of the
 * first text it came from. Immutable.
 */
export class TracedText {
  private constructor(
    readonly text: string,
    /** Of each UTF-16 unit, where its source begins and ends. */
    private readonly froms: readonly number[],
    private readonly tos: readonly number[],
  ) {}

  static of(text: string): TracedText {
    const froms = Array.from({ length: text.length }, (_, index) => index);
    return new TracedText(
      text,
      froms,
      froms.map((from) => from + 1),
    );
  }

  get length(): number {
    return this.text.length;
  }

  /** The characters of the first text that a range of this one came from; undefined for an empty range. */
  sourceOf({ from, to }: TextRange): TextRange | undefined {
    let source: { from: number; to: number } | undefined;
    for (let at = Math.max(0, from); at < Math.min(to, this.length); at++) {
      source ??= { from: this.froms[at]!, to: this.tos[at]! };
      source.from = Math.min(source.from, this.froms[at]!);
      source.to = Math.max(source.to, this.tos[at]!);
    }
    return source;
  }

  /** The part of this text that comes from a range of the first one; undefined where nothing does. */
  rangeOf(source: TextRange): TextRange | undefined {
    const isInside = (from: number, at: number) => from < source.to && this.tos[at]! > source.from;
    const from = this.froms.findIndex(isInside);
    return from < 0 ? undefined : { from, to: this.froms.findLastIndex(isInside) + 1 };
  }

  /** As String.replace: all matches of a global pattern, else the first; `$&` and `$1` to `$9` stand for what matched. */
  replace(pattern: RegExp, replacement: string | Replacer): TracedText {
    const edits: Edit[] = [];
    this.text.replace(pattern, (found: string, ...more: unknown[]) => {
      // After the groups come the offset, the text, and the named groups where there are any.
      const offsetAt = more.findIndex((value) => typeof value === "number");
      const groups = more.slice(0, offsetAt) as string[];
      const words =
        typeof replacement === "string" ? expand(replacement, found, groups) : replacement(found, ...groups);
      if (words !== found) edits.push(...narrow(more[offsetAt] as number, found, words));
      return words;
    });
    return edits.length === 0 ? this : this.#edit(edits);
  }

  /** Puts other words in place of ranges, which are in order and do not overlap. */
  replaceRanges(ranges: readonly (TextRange & { readonly words: string })[]): TracedText {
    return ranges.length === 0 ? this : this.#edit(ranges);
  }

  slice(from: number, to: number = this.length): TracedText {
    return new TracedText(this.text.slice(from, to), this.froms.slice(from, to), this.tos.slice(from, to));
  }

  trim(): TracedText {
    const from = this.text.length - this.text.trimStart().length;
    return this.slice(from, Math.max(from, this.text.trimEnd().length));
  }

  #edit(edits: readonly Edit[]): TracedText {
    let text = "";
    const froms: number[] = [];
    const tos: number[] = [];
    let at = 0;
    const keep = (until: number) => {
      text += this.text.slice(at, until);
      for (; at < until; at++) {
        froms.push(this.froms[at]!);
        tos.push(this.tos[at]!);
      }
    };
    for (const { from, to, words } of edits) {
      keep(from);
      // Words put in between two characters belong to the place between them.
      const place = this.froms[from] ?? this.tos[from - 1] ?? 0;
      const source = this.sourceOf({ from, to }) ?? { from: place, to: place };
      text += words;
      for (let unit = 0; unit < words.length; unit++) {
        froms.push(source.from);
        tos.push(source.to);
      }
      at = to;
    }
    keep(this.length);
    return new TracedText(text, froms, tos);
  }
}

type Edit = TextRange & { readonly words: string };

function expand(template: string, found: string, groups: readonly string[]): string {
  return template.replace(/\$([&\d])/gu, (_, which: string) =>
    which === "&" ? found : (groups[Number(which) - 1] ?? ""),
  );
}

/** What a match and its replacement have in common, at both ends or as a whole in between, is not an edit. */
function narrow(offset: number, found: string, words: string): Edit[] {
  const shortest = Math.min(found.length, words.length);
  let start = 0;
  while (start < shortest && found[start] === words[start]) start++;
  let end = 0;
  while (end < shortest - start && found.at(-1 - end) === words.at(-1 - end)) end++;
  const from = offset + start;
  const to = offset + found.length - end;
  const other = words.slice(start, words.length - end);
  const at = other.trim() === "" ? -1 : found.slice(start, found.length - end).indexOf(other);
  if (at < 0) return [{ from, to, words: other }];
  return [
    { from, to: from + at, words: "" },
    { from: from + at + other.length, to, words: "" },
  ];
}
