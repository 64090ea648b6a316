/**
 * Where sentences and clauses end in running prose, in any of the languages that end them with `.!?`
 * or with `。！？`. Offsets are UTF-16 units. `Intl.Segmenter` is no substitute: it ends sentences
 * after "Dr.", "e.g.", "Fig." and "1.".
 */

/** Stands for text that has no sound and no weight (the target of a link). */
export const silentMark = "\u2060";

const words = (list: string) => new Set(list.split(" "));

/** Never end a sentence, whatever follows. */
const titles = words(
  "mr mrs ms dr prof st mt sr sra srta mme mlle hr fr rev gen col capt lt sgt hon e.g i.e vs cf approx viz z.b d.h u.a bzw ca resp incl excl ggf evtl vgl p.ej z",
);
/** Stand before a number: "Fig. 2", "Jan. 5". */
const beforeNumbers = words(
  "fig figs eq eqs no nos nr vol ch chap sec sect pp p ex ref art abb tab kap jan feb mar apr jun jul aug sep sept oct nov dec",
);
/** End a sentence only when a capital follows. */
const perhapsLast = words("etc usw a.m p.m u.s u.k inc ltd corp co jr al ph.d b.c a.d");
const germanMonths =
  /^(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)/u;

const closers = `["'”’»)\\]*_~${silentMark}]`;
// The look behind keeps a long run of dots from being tried at each of its dots.
const latinEnd = new RegExp(`(?<![.!?…])[.!?…]+${closers}*(?=\\s|$)`, "gu");
/** Line ends, and the terminators that need no space after them, with the quotes that decide whether they count. */
const plainEnd = /\n\s*|[。！？｡।؟۔][。！？｡।؟۔」』”’）》】"']*|[「『“（《【」』”）》】]/gu;
/** "1914 – 1918" and "6 : 3" belong together. */
const clauseEnd = /(?<!\d\s)[,;:](?=\s)|[—،؛]|(?<!\d)\s–(?=\s)|[，、；：]/gu;
const opening = /[「『“（《【]/gu;
const closing = /[」』”）》】]/gu;
/** How far back the words before a full stop are looked at. */
const lookBackChars = 80;

export interface EndOptions {
  /** Nothing follows the text: its end may be the end of a sentence. */
  readonly final: boolean;
}

/**
 * Offsets just after each sentence and the white space that follows it, in rising order. A sentence
 * that ends with `.!?` counts only when the next character is known, unless the text is final; `。！？`
 * and line ends need no such look ahead.
 */
export function sentenceEnds(text: string, { final }: EndOptions): number[] {
  const plain = plainEnds(text);
  const ends: number[] = [];
  let from = 0;
  let nextPlain = 0;
  for (const match of text.matchAll(latinEnd)) {
    for (; nextPlain < plain.length && plain[nextPlain]! <= match.index; nextPlain += 1) {
      from = plain[nextPlain]!;
      ends.push(from);
    }
    const at = match.index + match[0].length;
    const next = at + spacesAt(text, at);
    if (next >= text.length && !final) continue;
    const before = text.slice(Math.max(from, match.index - lookBackChars), match.index);
    if (!endsSentence(before, match[0], text.slice(next, next + lookBackChars))) continue;
    from = next;
    if (next !== plain[nextPlain]) ends.push(next);
  }
  return [...ends, ...plain.slice(nextPlain)];
}

/** Ends that need no look ahead. Within Chinese or Japanese quotes of one line there are none. */
function plainEnds(text: string): number[] {
  const ends: number[] = [];
  let depth = 0;
  let blank = text.slice(0, spacesAt(text, 0)).length;
  for (const match of text.matchAll(plainEnd)) {
    const [found] = match;
    const at = match.index + found.length;
    if (found.startsWith("\n")) {
      depth = 0;
      if (match.index > blank) ends.push(at);
      else blank = at;
      continue;
    }
    depth += (found.match(opening)?.length ?? 0) - (found.match(closing)?.length ?? 0);
    depth = Math.max(0, depth);
    if (depth === 0 && /^[。！？｡।؟۔]/u.test(found)) ends.push(at + spacesAt(text, at));
  }
  return ends.filter((end, index) => end !== ends[index + 1]);
}

/** Offsets just after each clause (`, ; : —` and their Chinese and Arabic kin) and its white space. */
export function clauseEnds(text: string): number[] {
  return [...text.matchAll(clauseEnd)].map((match) => {
    const at = match.index + match[0].length;
    return at + spacesAt(text, at);
  });
}

/** `before`: the sentence so far; `mark`: its terminator with quotes; `after`: what follows the white space. */
function endsSentence(before: string, mark: string, after: string): boolean {
  if (/^\p{Ll}/u.test(after)) return false;
  if (/^(?:\.{2,}|…)/u.test(mark)) return false;
  if (!mark.startsWith(".")) return true;
  const word = /[\p{L}\p{N}.]+$/u.exec(before)?.[0] ?? "";
  const lower = word.toLowerCase();
  if (titles.has(lower)) return false;
  if (beforeNumbers.has(lower)) return !/^\p{N}/u.test(after);
  if (perhapsLast.has(lower)) return after === "" || /^\p{Lu}/u.test(after);
  if (/^\p{N}{1,3}$/u.test(word)) {
    // "1. Water" begins a list item; "am 5. Mai" is a date.
    return before.replace(/[\s*_#>-]+/gu, "") !== word && !germanMonths.test(after);
  }
  // "M. Petit" of French, whatever stands before it.
  if (word === "M" && /^\p{Lu}\p{Ll}/u.test(after)) return false;
  if (/^\p{Lu}$/u.test(word) && word !== "I") return !looksLikeInitial(before);
  return !/^(?:\p{L}\.)+\p{L}$/u.test(word) || /^\p{Lu}/u.test(after) || after === "";
}

/** "J. Smith", "John F. Kennedy" and "z. B.", but not "vitamin C." */
function looksLikeInitial(before: string): boolean {
  const previous = /(\S+)\s+\S+$/u.exec(before)?.[1];
  return previous === undefined || previous === "z." || /^\p{Lu}/u.test(previous);
}

function spacesAt(text: string, at: number): number {
  let end = at;
  while (end < text.length && /\s/u.test(text[end]!)) end += 1;
  return end - at;
}
