import { expect, test } from "bun:test";
import { speechText, tracedSpeech } from "./speech-text.ts";
import { TracedText } from "./traced-text.ts";

const english: readonly (readonly [string, string])[] = [
  [
    "Water boils at 100 °C (212 °F).",
    "Water boils at one hundred degrees Celsius, two hundred twelve degrees Fahrenheit.",
  ],
  ["e.g. a pot, i.e. a vessel", "for example, a pot, that is, a vessel"],
  [
    "It costs $5.50, or 1,234,567 €.",
    "It costs five dollars and fifty cents, or one million two hundred thirty-four thousand five hundred sixty-seven euros.",
  ],
  ["$1 million and $3M and £0.20", "one million dollars and three million dollars and twenty pence"],
  ["See [the page](https://a.b/c_d) and https://x.org/y?z=1.", "See the page and link."],
  ["Write to a.b+c@d.org, please.", "Write to link, please."],
  ["**Bold**, _em_, ~~gone~~ and `code` 🌱🎉👩‍🏫🇩🇪!", "Bold, em, and code!"],
  ["3–5 km, pp. 3-5, 10-20%", "three to five kilometers, pages three to five, ten to twenty percent"],
  [
    "In 1984, 2005 and 1900; the 1990s.",
    "In nineteen eighty-four, two thousand five and nineteen hundred; the nineteen nineties.",
  ],
  ["H₂O, CO₂ and 10⁶", "H two O, C O two and ten to the power of six"],
  ["x^2 + y² = z^2", "x squared plus y squared equals z squared"],
  ["f(x) = 2x", "f of x equals two x"],
  ["Dr. Smith’s “quote” — really… naïve café", "Doctor Smith's quote, really, naive cafe"],
  ["1. Water\n2. Air\n- Fire", "one, Water. two, Air. Fire"],
  ["# Heading\nText follows", "Heading. Text follows"],
  ["At 3:45 p.m. or 10:00.", "At three forty-five P M or ten o'clock."],
  ["1/2 + 3/4 = 5/4", "one half plus three quarters equals five quarters"],
  ["It is -5 degrees; well-known.", "It is minus five degrees; well-known."],
  [
    "v = 5 m/s and 9.81 m/s²",
    "v equals five meters per second and nine point eight one meters per second squared",
  ],
  ["1 kg, 2 m, 0.5 L, 3 m^2", "one kilogram, two meters, zero point five liters, three square meters"],
  ["On 2024-05-01.", "On May first, twenty twenty-four."],
  ["Call 555-123-4567.", "Call five five five one two three four five six seven."],
  ["DNA and NASA etc. And so on.", "D N A and NASA et cetera. And so on."],
  ["a < b and c > d & so #1", "a is less than b and c is greater than d and so number one"],
  ["The 1st, 22nd and 103rd.", "The first, twenty-second and one hundred third."],
  ["50% off!!! Really?!", "fifty percent off! Really?"],
  ["snake_case, he/she and/or they", "snake case, he or she and or they"],
  ["Straße, Łódź, Æsop, piñata", "Strasse, Lodz, Aesop, pinata"],
  ["α → β, 2 × 3, ±1", "alpha gives beta, two times three, plus or minus one"],
  ["> Quoted\n\n---\n\nText <br> more", "Quoted. Text more"],
  ["Only 中文 here", "Only here"],
  ["中文。", ""],
  ["🌱 — … ***", ""],
  ["", ""],
];

for (const [written, spoken] of english) {
  test(`in English ${JSON.stringify(written)}`, () => expect(speechText(written, "en-US")).toBe(spoken));
}

const chinese: readonly (readonly [string, string])[] = [
  ["水在100°C沸腾，占50%。", "水在100摄氏度沸腾，占百分之50。"],
  ["**光合作用** 是3-5步，见https://a.cn/b。好！🌱", "光合作用是3到5步，见链接。好！"],
  ["- 第一\n- 第二", "第一。第二"],
  ["什么？！", "什么？"],
];

for (const [written, spoken] of chinese) {
  test(`in Chinese ${JSON.stringify(written)}`, () => expect(speechText(written, "zh-CN")).toBe(spoken));
}

test("other languages keep their letters and lose their marks", () => {
  expect(speechText("Größe: **5 km** [hier](http://a.b) 🎉!", "de")).toBe("Größe: 5 Kilometer hier!");
  expect(speechText("¿Qué es? Visita https://a.es ahora.", "es")).toBe("¿Qué es? Visita enlace ahora.");
});

test("each word of a formula knows which sign of it is said", () => {
  const sources = (written: string, language: string, word: RegExp) => {
    const traced = tracedSpeech(TracedText.of(written), language);
    return [...traced.text.matchAll(word)].map(({ 0: said, index }) => {
      const { from, to } = traced.sourceOf({ from: index, to: index + said.length })!;
      return [said, written.slice(from, to)];
    });
  };
  expect(sources("x: 5-3=2 km", "de", /[\p{L}\p{N}]+/gu)).toEqual([
    ...[
      ["x", "x"],
      ["5", "5"],
      ["minus", "-"],
      ["3", "3"],
      ["gleich", "="],
      ["2", "2"],
    ],
    ["Kilometer", "km"],
  ]);
  expect(
    sources("½ · √9≥1", "es", /[\p{L}\p{N}]+/gu)
      .map(([, source]) => source!.trim())
      .join(""),
  ).toBe(["½½", "·", "√√√", "9", "≥≥≥≥≥", "1"].join(""));
  expect(sources("7-4等于3", "zh", /减|\d/gu)).toEqual([
    ...[
      ["7", "7"],
      ["减", "-"],
      ["4", "4"],
      ["3", "3"],
    ],
  ]);
});

const alphabet = [
  ..."abcXYZ 019.,!?;:'\"()[]{}<>*_#`~|\\/-–—…$€%°²³₂µπ+=^&@é水。🌱\n\t\u0000\u200b",
  "\ud800",
  "http://",
  "1,234",
  " 5 km ",
  "e.g. ",
  "[a](b)",
];

test("in English only what a voice can say is left, whatever was written", () => {
  for (let round = 0; round < 10_000; round += 1) {
    const length = round % 50;
    const text = Array.from({ length }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join("");
    const speech = speechText(text, "en");
    expect(speech).toMatch(/^(?:[A-Za-z0-9][A-Za-z0-9 .,!?;:'-]*)?$/);
    expect(speech).not.toMatch(/ {2}|[.,!?;:]{2}|\d\d/);
  }
});
