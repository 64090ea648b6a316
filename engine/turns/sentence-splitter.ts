import { onScreenWords } from "../speech/on-screen.ts";
import { speechText } from "../speech/speech-text.ts";
import { spokenMath } from "../speech/spoken-math.ts";
import { Markup, type MarkupPiece } from "./markup.ts";
import { clauseEnds, sentenceEnds, silentMark } from "./sentence-ends.ts";
import type { Sentence } from "./sentences.ts";

/** The first piece of speech may be short, so that the voice begins early. */
const firstSentenceCharsMin = 8;
const firstClauseWordsMin = 3;
const firstClauseWideMin = 6;
const firstWordsMax = 12;
const firstWideMax = 24;
const hurriedWordsMin = 4;
/** Later pieces are whole sentences of at least this length, where a wide character counts as two. */
const laterCharsMin = 20;
/** Longer pieces are cut at a clause, or else between words. */
const pieceCharsMax = 220;
const clauseCharsMin = 60;
/** Fits the bound of an utterance. */
const speechCharsMax = 600;
/** Text without sound is given on in pieces of this length, so that a long listing does not pile up. */
const silentCharsMax = 2_000;

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu;
/** Stands for text with a sound of its own (a formula, a name in code): one word. */
const spokenMark = "x";

/** A span whose speech is not its text, as offsets into the text held. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly speech: string;
}

/**
 * Cuts a streamed reply into sentences to be spoken. Every character of the reply comes out once, in
 * order. A mask of the same length as the text held shows the rules for sentence ends only prose.
 */
export class SentenceSplitter {
  readonly #markup = new Markup();
  #text = "";
  #mask = "";
  #spans: Span[] = [];
  #index = 0;
  #offset = 0;
  #begun = false;
  #hurried = false;

  constructor(private readonly language: string) {}

  /** No piece with sound has been given out. */
  get waitsForFirst(): boolean {
    return !this.#begun;
  }

  push(text: string): Sentence[] {
    return this.#take(this.#markup.push(text));
  }

  /** The first words have waited long enough: they are given out as soon as there are a few. */
  hurry(): Sentence[] {
    this.#hurried = true;
    return this.#cut();
  }

  /** The reply pauses: what can be said is given out, up to the last whole word. */
  flush(): Sentence[] {
    const sentences = this.#cut();
    const end = endOfWords(this.#mask);
    if (/[\p{L}\p{N}]/u.test(this.#mask.slice(0, end))) sentences.push(this.#give(end));
    return sentences;
  }

  end(): Sentence[] {
    const sentences = [...this.#take(this.#markup.end()), ...this.#cut(true)];
    if (this.#text !== "") sentences.push(this.#give(this.#text.length));
    return sentences;
  }

  #take(pieces: readonly MarkupPiece[]): Sentence[] {
    return pieces.flatMap((piece) => {
      const isBlock = piece.kind === "fence" || piece.kind === "table";
      if (!isBlock) {
        this.#append(piece);
        return this.#cut();
      }
      return this.#block(piece);
    });
  }

  /** A block stands for itself: its first line carries the words about it, the rest is silent. */
  #block(piece: MarkupPiece): Sentence[] {
    const before = piece.opens ? [...this.#cut(true), ...this.#rest()] : [];
    this.#append(piece);
    const isLong = this.#text.length > silentCharsMax;
    return piece.opens || isLong ? [...before, ...this.#rest()] : before;
  }

  #rest(): Sentence[] {
    return this.#text === "" ? [] : [this.#give(this.#text.length)];
  }

  #append(piece: MarkupPiece): void {
    const from = this.#text.length;
    const speech = this.#speechOf(piece);
    this.#text += piece.text;
    if (speech === undefined) {
      // What is silent and stands before prose, the rest of a listing, is not part of its sentence.
      this.#mask += piece.text.replaceAll(silentMark, " ");
      return;
    }
    this.#mask += (speech === "" ? silentMark : spokenMark).repeat(piece.text.length);
    this.#spans.push({ from, to: this.#text.length, speech });
  }

  /** Undefined for prose, which is spoken as it is written. */
  #speechOf({ kind, text, opens }: MarkupPiece): string | undefined {
    const words = onScreenWords(this.language);
    switch (kind) {
      case "prose":
        return undefined;
      case "code":
        return spokenCode(text) ?? words.code;
      case "math":
        return spokenMath(text, this.language) ?? words.math;
      case "fence":
        return opens ? words.fence : "";
      case "table":
        return opens ? words.table : "";
      default:
        return "";
    }
  }

  #cut(final = false): Sentence[] {
    const sentences: Sentence[] = [];
    for (;;) {
      const end = this.#begun ? this.#laterEnd(final) : this.#firstEnd(final);
      if (end === undefined || end <= 0) return sentences;
      sentences.push(this.#give(end));
    }
  }

  /** The earliest of: a sentence, a clause of a few words, many words, or a few words that waited. */
  #firstEnd(final: boolean): number | undefined {
    const mask = this.#mask;
    if (!/[\p{L}\p{N}]/u.test(mask)) return this.#silentEnd();
    const sentence = sentenceEnds(mask, { final }).find(
      (end) => weightOf(mask.slice(0, end)) >= firstSentenceCharsMin || isParagraphEnd(mask, end),
    );
    const clause = clauseEnds(mask).find((end) => hasClause(mask.slice(0, end), firstClauseWordsMin));
    const ends = [sentence, clause, this.#forcedEnd()].filter((end) => end !== undefined);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  #forcedEnd(): number | undefined {
    const words = countOf(this.#mask, wordPattern);
    const wides = countOf(this.#mask, wide);
    const wideWords = Math.ceil(wides / 2);
    if (wides >= firstWideMax)
      return wordEndBefore(this.#mask, nthEnd(this.#mask, wide, firstWideMax), this.language);
    const end = endOfWords(this.#mask);
    const complete = this.#mask.slice(0, end);
    if (words > firstWordsMax) return wordsEnd(this.#mask, firstWordsMax);
    const enough = countOf(complete, wordPattern) >= hurriedWordsMin || wideWords >= hurriedWordsMin;
    return this.#hurried && enough ? (wideWords > words ? this.#mask.length : end) : undefined;
  }

  #laterEnd(final: boolean): number | undefined {
    const mask = this.#mask;
    if (!/[\p{L}\p{N}]/u.test(mask)) return this.#silentEnd();
    const end = sentenceEnds(mask, { final }).find(
      (at) => weightOf(mask.slice(0, at)) >= laterCharsMin || isParagraphEnd(mask, at),
    );
    const isShort = end !== undefined && mask.slice(0, end).trimEnd().length <= pieceCharsMax;
    if (isShort) return end;
    return mask.trimEnd().length > pieceCharsMax ? this.#longEnd() : undefined;
  }

  /** Where a piece that is too long is cut: at its last clause, between words, or in the middle. */
  #longEnd(): number {
    const mask = this.#mask;
    const clause = clauseEnds(mask.slice(0, pieceCharsMax)).findLast((end) => end >= clauseCharsMin);
    const space = mask.slice(0, pieceCharsMax).search(/\s\S*$/u) + 1;
    const hard = wordEndBefore(mask, pieceCharsMax, this.language);
    return this.#outsideSpans(clause ?? (space >= clauseCharsMin ? space : hard));
  }

  /** A formula is not cut in two, nor is a surrogate pair. */
  #outsideSpans(end: number): number {
    const span = this.#spans.find(({ from, to }) => from < end && end < to);
    if (span) return span.from > 0 ? span.from : span.to;
    return /[\uD800-\uDBFF]/u.test(this.#text[end - 1] ?? "") ? end + 1 : end;
  }

  /** Text without any sound is kept with what follows, unless there is much of it. */
  #silentEnd(): number | undefined {
    return this.#text.length > silentCharsMax ? this.#text.length : undefined;
  }

  #give(end: number): Sentence {
    const text = this.#text.slice(0, end);
    const inside = this.#spans.filter(({ from }) => from < end);
    const speech = this.#speech(text, inside);
    const sentence: Sentence = {
      index: this.#index,
      displayFrom: this.#offset,
      displayTo: this.#offset + end,
      text,
      speech,
    };
    this.#index += 1;
    this.#offset += end;
    this.#begun ||= speech !== "";
    this.#text = this.#text.slice(end);
    this.#mask = this.#mask.slice(end);
    this.#spans = this.#spans
      .filter(({ to }) => to > end)
      .map((span) => ({ ...span, from: span.from - end, to: span.to - end }));
    return sentence;
  }

  #speech(text: string, spans: readonly Span[]): string {
    let source = "";
    let at = 0;
    for (const { from, to, speech } of spans) {
      source += text.slice(at, from) + (speech === "" ? "" : speech);
      at = Math.min(to, text.length);
    }
    const speech = speechText(source + text.slice(at), this.language);
    if (speech.length <= speechCharsMax) return speech;
    const cut = speech.slice(0, speechCharsMax);
    return cut.slice(0, Math.max(cut.lastIndexOf(" "), speechCharsMax / 2));
  }
}

/** Short names in code are said; the rest is for the screen. */
function spokenCode(code: string): string | undefined {
  const inside = code.replace(/^`+|`+$/gu, "").trim();
  return /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u.test(inside) ? inside.replace(/[_.]+/gu, " ") : undefined;
}

function weightOf(text: string): number {
  return text.trim().replaceAll(silentMark, "").length + countOf(text, wide);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function hasClause(text: string, wordsMin: number): boolean {
  return (
    countOf(text.replace(wide, " "), wordPattern) >= wordsMin || countOf(text, wide) >= firstClauseWideMin
  );
}

/** A blank line ends a sentence, however short. */
function isParagraphEnd(mask: string, end: number): boolean {
  return /\n[^\S\n]*\n\s*$/u.test(mask.slice(Math.max(0, end - 40), end));
}

/** Just after the last word that is certainly whole, with the space after it. */
function endOfWords(text: string): number {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}.!?…。！？，、；：,;:\s]$/u.test(text))
    return text.length;
  return text.search(/\s\S*$/u) + 1;
}

function nthEnd(text: string, pattern: RegExp, n: number): number {
  const match = [...text.matchAll(pattern)][n - 1];
  return match ? match.index + match[0].length : text.length;
}

/** Just after the nth word, its punctuation and the space after it; undefined while that space is not there. */
function wordsEnd(text: string, n: number): number | undefined {
  const end = nthEnd(text, wordPattern, n);
  const rest = /^\S*\s+/u.exec(text.slice(end));
  return rest ? end + rest[0].length : undefined;
}

/** The last end of a word at or before `limit`, in writing without spaces too. */
function wordEndBefore(text: string, limit: number, language: string): number {
  const segments = wordSegmenter(language).segment(text.slice(0, limit + 12));
  let end = 0;
  for (const { index, segment } of segments) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return end > 0 ? end : limit;
}

const segmenters = new Map<string, Intl.Segmenter>();

function wordSegmenter(language: string): Intl.Segmenter {
  const tag = /^[a-z]{2,3}\b/iu.exec(language)?.[0].toLowerCase() ?? "en";
  const segmenter = segmenters.get(tag) ?? new Intl.Segmenter(tag, { granularity: "word" });
  segmenters.set(tag, segmenter);
  return segmenter;
}
