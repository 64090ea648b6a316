import { expect, test } from "bun:test";
import { tracedSpeech } from "./speech-text.ts";
import { TracedText } from "./traced-text.ts";

/** Each spoken word with what it stands for on the screen. */
function wordsOf(written: string, language = "en"): string[] {
  const speech = tracedSpeech(TracedText.of(written), language);
  return [...speech.text.matchAll(/[\p{L}\p{N}'-]+/gu)].map(({ 0: word, index }) => {
    const source = speech.sourceOf({ from: index, to: index + word.length });
    return `${word}=${source ? written.slice(source.from, source.to) : ""}`;
  });
}

test("every spoken word knows its word on the screen", () => {
  expect(wordsOf("Water **boils** at 100 °C.")).toEqual([
    "Water=Water",
    "boils=boils",
    "at=at",
    "one=100",
    "hundred=100",
    "degrees=°C",
    "Celsius=°C",
  ]);
  expect(wordsOf("See [the page](https://a.b/c), Dr. Lee.")).toEqual([
    "See=See",
    "the=the",
    "page=page",
    "Doctor=Dr.",
    "Lee=Lee",
  ]);
  expect(wordsOf("- First\n- Second")).toEqual(["First=First", "Second=Second"]);
  expect(wordsOf("naïve ﬁsh")).toEqual(["naive=naïve", "fish=ﬁsh"]);
});

test("Chinese is traced as well", () => {
  expect(wordsOf("占50%。**水**", "zh")).toEqual(["占百分之50=占50%", "水=水"]);
});

test("a replacement is what String.replace makes of it", () => {
  const cases: [string, RegExp, string][] = [
    ["a1b22", /\d+/gu, "<$&>"],
    ["a1b22", /\d/u, "-"],
    ["key: value", /(\w+): (\w+)/u, "$2=$1"],
    ["aaa", /a/gu, ""],
    ["", /^/u, "x"],
    ["ab", /(?<=a)/gu, " "],
    ["ab", /(x)?b/u, "[$1]"],
  ];
  for (const [text, pattern, words] of cases) {
    expect(TracedText.of(text).replace(pattern, words).text).toBe(text.replace(pattern, words));
  }
});

test("what is left of a text still knows its place", () => {
  const traced = TracedText.of("  one two  ").trim();
  expect(traced.text).toBe("one two");
  expect(traced.sourceOf({ from: 4, to: 7 })).toEqual({ from: 6, to: 9 });
  expect(traced.slice(4).sourceOf({ from: 0, to: 3 })).toEqual({ from: 6, to: 9 });
  expect(traced.sourceOf({ from: 3, to: 3 })).toBeUndefined();
});

test("words in place of a range stand for all of it", () => {
  const traced = TracedText.of("So $x^2$ grows").replaceRanges([{ from: 3, to: 8, words: "x squared" }]);
  expect(traced.text).toBe("So x squared grows");
  expect(traced.sourceOf({ from: 5, to: 12 })).toEqual({ from: 3, to: 8 });
  expect(traced.sourceOf({ from: 13, to: 18 })).toEqual({ from: 9, to: 14 });
});
