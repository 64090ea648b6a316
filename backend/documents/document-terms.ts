import { stemmer } from "stemmer";
import { deu, eng, fra, removeStopwords, spa } from "stopword";

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const word = /[\p{L}\p{N}]+/gu;
/** Chinese question words and particles; pairs of characters with them tell nothing. */
const emptyChinese =
  /请问|什么|怎么样|怎么|如何|为何|为什么|哪些|哪个|多少|解释|一下|告诉|可以|这个|那个|我们|你们|他们|[的了吗呢吧是在和与请我你他她它]/gu;
const emptyWords = [...eng, ...deu, ...fra, ...spa];
const termCharsMax = 64;
const queryTermsMax = 24;

/**
 * The terms of a passage, separated by spaces, for a full-text index that only splits at spaces: words of alphabets in lower case,
 * without accents and in their English stem; of Chinese, Japanese and Korean, which write no spaces, single characters and overlapping pairs.
 * The same on every database, so that both find the same.
 */
export function toIndexTerms(text: string): string {
  const folded = fold(text);
  const runs = [...folded.matchAll(wide)].map(([run]) => run);
  return [...words(folded), ...runs.flatMap((run) => [...run, ...pairsOf(run)])].join(" ");
}

/** The terms of a question that are worth a search, without repetitions; a run of Chinese is searched by its pairs. */
export function toQueryTerms(question: string): string[] {
  const folded = fold(question).replace(emptyChinese, " ");
  const runs = [...folded.matchAll(wide)].map(([run]) => run);
  const plain = folded.replace(wide, " ").match(word) ?? [];
  const telling = removeStopwords([...plain], emptyWords).join(" ");
  const terms = [...words(telling), ...runs.flatMap((run) => (run.length === 1 ? [run] : pairsOf(run)))];
  return [...new Set(terms)].slice(0, queryTermsMax);
}

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

function words(folded: string): string[] {
  const bare = folded
    .replace(wide, " ")
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");
  return [...bare.matchAll(word)].map(([found]) =>
    (/^[a-z]+$/u.test(found) ? stemmer(found) : found).slice(0, termCharsMax),
  );
}

function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
