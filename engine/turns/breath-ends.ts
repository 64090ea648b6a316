import { clauseEnds, sentenceEnds, silentMark } from "./sentence-ends.ts";

/**
 * Where a streamed reply is cut into what a voice says in one breath. The text is a mask: whatever is
 * not prose has been replaced in it by marks of the same length.
 */

/** The first breath may be short, so that the voice begins early. */
const firstSentenceCharsMin = 8;
const firstClauseWordsMin = 3;
const firstClauseWideMin = 6;
const firstWordsMax = 12;
const firstWideMax = 24;
const hurriedWordsMin = 4;
/** A formula that is longer may be parted. */
const figureTokensMax = 8;
/** Later breaths are whole sentences of at least this length, where a wide character counts as two. */
const laterCharsMin = 20;
/** Longer ones are cut at a clause, or else between words. */
const breathCharsMax = 220;
const clauseCharsMin = 60;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const wideOrMark = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}，。！？；：、]/gu;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu;

export interface BreathOptions {
  /** Nothing follows the text. */
  readonly final: boolean;
  /** The first words have waited long: a few are enough. */
  readonly hurried: boolean;
  /** BCP 47; decides where words end in writing without spaces. */
  readonly language: string;
}

/** Just after the first breath: a sentence, a clause of a few words, many words, or a few that waited. */
export function firstBreathEnd(mask: string, options: BreathOptions): number | undefined {
  const sentence = sentenceEnds(mask, options).find(
    (end) => weightOf(mask.slice(0, end)) >= firstSentenceCharsMin || isParagraphEnd(mask, end),
  );
  const clause = clauseEnds(mask).find((end) => isClause(mask.slice(0, end)));
  const ends = [sentence, clause, forcedEnd(mask, options)].filter((end) => end !== undefined);
  return ends.length > 0 ? Math.min(...ends) : longEnd(mask, options.language);
}

/** Just after a later breath: whole sentences, or a part of one that is too long. */
export function laterBreathEnd(mask: string, options: BreathOptions): number | undefined {
  const end = sentenceEnds(mask, options).find(
    (at) => weightOf(mask.slice(0, at)) >= laterCharsMin || isParagraphEnd(mask, at),
  );
  const fits = end !== undefined && mask.slice(0, end).trimEnd().length <= breathCharsMax;
  return fits ? end : longEnd(mask, options.language);
}

/** Just after the last word that is certainly whole, with the space after it. */
export function lastWordEnd(text: string): number {
  const isWhole = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}。！？，、；：\s]$/u.test(text);
  return isWhole ? text.length : text.search(/\s\S*$/u) + 1;
}

function forcedEnd(mask: string, { hurried, language }: BreathOptions): number | undefined {
  const wides = countOf(mask, wide);
  if (wides >= firstWideMax) {
    return beforeFigure(mask, wordEndBefore(mask, nthEnd(mask, wide, firstWideMax), language));
  }
  const words = countOf(mask, wordPattern);
  if (words > firstWordsMax) return beforeFigure(mask, wordsEnd(mask, firstWordsMax));
  if (!hurried) return undefined;
  // Two wide characters are about one word.
  if (wides > words * 2) return wides >= hurriedWordsMin * 2 ? mask.length : undefined;
  const end = beforeFigure(mask, lastWordEnd(mask)) ?? 0;
  return countOf(mask.slice(0, end), wordPattern) >= hurriedWordsMin ? end : undefined;
}

/** Where text that is too long is cut: at its last clause, between words, or in the middle. */
function longEnd(mask: string, language: string): number | undefined {
  if (mask.trimEnd().length <= breathCharsMax) return undefined;
  const start = mask.slice(0, breathCharsMax);
  const clause = clauseEnds(start).findLast((end) => end >= clauseCharsMin);
  const space = beforeFigure(mask, start.search(/\s\S*$/u) + 1) ?? 0;
  return clause ?? (space >= clauseCharsMin ? space : wordEndBefore(mask, breathCharsMax, language));
}

const figureOrSign =
  /[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*[\d$€£¥=+×·÷<>≤≥≈±√(−–-]\s*$/u;
const sign = /^[%‰°℃€$£¥=+×·÷<>≤≥≈±^)−–-]/u;

/**
 * The end, or one before it where it parts a figure from its unit or a sign from what it stands between: "384,400" and
 * "km" are said together. Undefined where nothing is left.
 */
export function beforeFigure(text: string, end: number | undefined): number | undefined {
  let at = end ?? 0;
  for (let tokens = 0; tokens < figureTokensMax && at > 0; tokens++) {
    const before = text.slice(0, at);
    const open = figureOrSign.exec(before);
    if (open) at = open.index;
    else if (sign.test(text.slice(at))) at = before.trimEnd().search(/\S*$/u);
    else break;
  }
  return at > 0 ? at : undefined;
}

function weightOf(text: string): number {
  return text.trim().replaceAll(silentMark, "").length + countOf(text, wideOrMark);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function isClause(text: string): boolean {
  const words = countOf(text.replace(wide, " "), wordPattern);
  return words >= firstClauseWordsMin || countOf(text, wide) >= firstClauseWideMin;
}

/** A blank line ends a sentence, however short. */
function isParagraphEnd(mask: string, end: number): boolean {
  return /\n[^\S\n]*\n\s*$/u.test(mask.slice(Math.max(0, end - 40), end));
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
