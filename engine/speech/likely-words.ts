import type { SpokenWord } from "./synthesizer.ts";

/** What speakers of alphabetic and of syllabic scripts take for a character of ordinary prose, in ms. */
const alphabeticMs = 65;
const syllabicMs = 220;
const wordMinMs = 120;
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The words of a text one after the other, at the pace at which people are likely to say them. */
export function likelyWords(text: string, language: string): SpokenWord[] {
  const words: SpokenWord[] = [];
  let endMs = 0;
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  for (const { segment, index, isWordLike } of segments) {
    if (!isWordLike) continue;
    const startMs = endMs;
    const perCharacter = syllabic.test(segment) ? syllabicMs : alphabeticMs;
    endMs = startMs + Math.max(wordMinMs, segment.length * perCharacter);
    words.push({ from: index, to: index + segment.length, startMs, endMs });
  }
  return words;
}
