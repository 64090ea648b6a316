import { onScreenWords } from "../speech/on-screen.ts";
import { tracedSpeech } from "../speech/speech-text.ts";
import { spokenMath } from "../speech/spoken-math.ts";
import { TracedText } from "../speech/traced-text.ts";
import { beforeFigure, firstBreathEnd, lastWordEnd, laterBreathEnd } from "./breath-ends.ts";
import { Markup, type MarkupPiece } from "./markup.ts";
import { silentMark } from "./sentence-ends.ts";
import type { Sentence } from "./sentences.ts";

/** How far ends are looked for: text that comes in one piece is not searched anew for each sentence. */
const lookAheadChars = 1_000;
/** Fits the bound of an utterance. */
const speechCharsMax = 600;
/** Text without sound is given on in pieces of this length, so that a long listing does not pile up. */
const silentCharsMax = 2_000;

/** Kinds that are pieces of their own, never parts of a sentence. */
const blocks: ReadonlySet<string> = new Set(["fence", "table", "think"]);
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
  #inBlock = false;

  constructor(private readonly language: string) {}

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
    const isWhole = /(?<!\d)[.!?…]$/u.test(this.#mask);
    const last = isWhole ? this.#mask.length : (beforeFigure(this.#mask, lastWordEnd(this.#mask)) ?? 0);
    const end = this.#outsideSpans(last);
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
      if (blocks.has(piece.kind)) return this.#block(piece);
      const rest = this.#inBlock ? this.#rest() : [];
      this.#inBlock = false;
      this.#append(piece);
      return [...rest, ...this.#cut()];
    });
  }

  /** A block stands for itself: its first line carries the words about it, the rest is silent. */
  #block(piece: MarkupPiece): Sentence[] {
    // Blank lines before the block go with it.
    const endsSentence = piece.opens && this.#text.trim() !== "";
    const before = endsSentence ? [...this.#cut(true), ...this.#rest()] : [];
    this.#inBlock = true;
    this.#append(piece);
    const isDue = piece.opens || this.#text.length > silentCharsMax;
    return isDue ? [...before, ...this.#rest()] : before;
  }

  #rest(): Sentence[] {
    return this.#text === "" ? [] : [this.#give(this.#text.length)];
  }

  #append(piece: MarkupPiece): void {
    const from = this.#text.length;
    const speech = this.#speechOf(piece);
    this.#text += piece.text;
    if (speech === undefined) {
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
      const end = this.#breathEnd(final);
      if (end === undefined || end <= 0) return sentences;
      sentences.push(this.#give(this.#outsideSpans(end)));
    }
  }

  #breathEnd(final: boolean): number | undefined {
    const mask = this.#mask.slice(0, lookAheadChars);
    const isAll = mask.length === this.#mask.length;
    // Text without any sound is kept with what follows, unless there is much of it.
    if (!/[\p{L}\p{N}]/u.test(mask)) return isAll ? undefined : mask.length;
    const options = { final: final && isAll, hurried: this.#hurried, language: this.language };
    return this.#begun ? laterBreathEnd(mask, options) : firstBreathEnd(mask, options);
  }

  /** A formula is not cut in two, nor is a surrogate pair. */
  #outsideSpans(end: number): number {
    const span = this.#spans.find(({ from, to }) => from < end && end < to);
    if (span) return span.from > 0 ? span.from : span.to;
    return /[\uD800-\uDBFF]/u.test(this.#text[end - 1] ?? "") ? end + 1 : end;
  }

  #give(end: number): Sentence {
    const text = this.#text.slice(0, end);
    const inside = this.#spans.filter(({ from }) => from < end);
    const spoken = this.#speech(text, inside);
    const sentence: Sentence = {
      index: this.#index,
      displayFrom: this.#offset,
      displayTo: this.#offset + end,
      text,
      speech: spoken.text,
      spoken,
    };
    this.#index += 1;
    this.#offset += end;
    this.#begun ||= spoken.length > 0;
    this.#text = this.#text.slice(end);
    this.#mask = this.#mask.slice(end);
    this.#spans = this.#spans
      .filter(({ to }) => to > end)
      .map((span) => ({ ...span, from: span.from - end, to: span.to - end }));
    return sentence;
  }

  #speech(text: string, spans: readonly Span[]): TracedText {
    const ranges = spans.map(({ from, to, speech }) => ({
      from,
      to: Math.min(to, text.length),
      words: speech,
    }));
    const speech = tracedSpeech(TracedText.of(text).replaceRanges(ranges), this.language);
    if (speech.length <= speechCharsMax) return speech;
    const cut = speech.text.slice(0, speechCharsMax);
    return speech.slice(0, Math.max(cut.lastIndexOf(" "), speechCharsMax / 2));
  }
}

/** Short names in code are said; the rest is for the screen. */
function spokenCode(code: string): string | undefined {
  const inside = code.replace(/^`+|`+$/gu, "").trim();
  return /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u.test(inside) ? inside.replace(/[_.]+/gu, " ") : undefined;
}
