import { describe, expect, test } from "bun:test";
import { SentenceSplitter } from "./sentence-splitter.ts";
import type { Sentence } from "./sentences.ts";

const lines = (await Bun.file(new URL("golden-sentences.tsv", import.meta.url)).text()).trimEnd().split("\n");
const golden = lines.slice(1).map((line) => line.split("\t") as [string, string, string]);
const languages = ["en", "zh", "es", "de", "fr", "ja"];

function split(text: string, language: string, size = text.length): Sentence[] {
  const splitter = new SentenceSplitter(language);
  const sentences: Sentence[] = [];
  for (let from = 0; from < text.length; from += size)
    sentences.push(...splitter.push(text.slice(from, from + size)));
  return [...sentences, ...splitter.end()];
}

const spokenOf = (sentences: readonly Sentence[]) => sentences.map(({ speech }) => speech).filter(Boolean);

test("the golden set has 300 sentences and every language", () => {
  expect(golden.length).toBeGreaterThanOrEqual(300);
  expect(new Set(golden.map(([language]) => language))).toEqual(new Set(languages));
  for (const fields of golden) expect(fields).toHaveLength(3);
});

describe.each(languages)("what is said of the golden sentences of %s", (language) => {
  test.each(golden.filter(([of]) => of === language))("%s: %s", (_, written, spoken) => {
    expect(spokenOf(split(written, language)).join(" | ")).toBe(spoken);
  });
});

/** Replies made up by dice; thousands more where somebody has the time (`FUZZ_ROUNDS=10000`). */
const rounds = Number(process.env.FUZZ_ROUNDS || 1_200);

/** All that a voice may be given: letters, figures and the marks of pauses. */
const speakable: Readonly<Record<string, RegExp>> = {
  en: /^[A-Za-z0-9][A-Za-z0-9 .,!?;:'-]*$/u,
  zh: /^[\p{L}\p{M}\p{N} ，。！？；：、.,!?;:'-]+$/u,
};
const otherSpeakable = /^[\p{L}\p{M}\p{N} .,!?;:'’%€$°¿¡，。！？、।؟-]+$/u;
const pieces = [
  ...golden.map(([, written]) => written),
  ..."*_`~#|\\/<>[](){}$^=+&@%€¥°²³½→π「」《》“”«»…—–-。，！？🌱🎉\n\t ",
  "\n\n",
  "\n```py\nx = [1]\n```\n",
  "\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  "$$x^2$$",
  "\\(a\\)",
  "<think>Hm</think>",
  "https://a.example/b?c=d",
  "\u200b\u202e\ud800",
  "</script>",
];

test("whatever is written, nothing unspeakable is spoken, nothing is lost, and every word knows its place", () => {
  let state = 7;
  const dice = (bound: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  for (let round = 0; round < rounds; round++) {
    const language = languages[round % languages.length]!;
    const text = Array.from({ length: 1 + dice(12) }, () => pieces[dice(pieces.length)]).join(
      dice(2) ? " " : "",
    );
    const sentences = split(text, language, 1 + dice(40));
    expect(sentences.map((sentence) => sentence.text).join("")).toBe(text);
    for (const { speech, spoken, text: shown } of sentences) {
      if (speech === "") continue;
      expect(speech).toMatch(speakable[language] ?? otherSpeakable);
      expect(speech).not.toMatch(/https?:|www\.|```|<\/?\w+>/iu);
      for (const { 0: word, index } of speech.matchAll(/[\p{L}\p{N}]+/gu)) {
        const place = spoken.sourceOf({ from: index, to: index + word.length })!;
        expect(place.from).toBeGreaterThanOrEqual(0);
        expect(place.to).toBeLessThanOrEqual(shown.length);
      }
    }
  }
});
