import { expect, test } from "bun:test";
import { clauseEnds, sentenceEnds } from "./sentence-ends.ts";

function split(text: string): string[] {
  const ends = [0, ...sentenceEnds(text, { final: true })];
  if (ends.at(-1) !== text.length) ends.push(text.length);
  return ends.slice(1).map((end, index) => text.slice(ends[index], end).trim());
}

const golden: readonly (readonly string[])[] = [
  ["Water boils.", "Ice melts."],
  ["Dr. Smith met Mr. Jones vs. Mrs. Lee.", "They talked."],
  ["Plants need light, e.g. sunlight, i.e. energy.", "They grow."],
  ["See Fig. 2 and Eq. 3 for more.", "Then go on."],
  ["Pi is 3.14 and a bit.", "It never ends."],
  ["Well... let me see.", "Here it is."],
  ["It was 5 p.m. when we left.", "Nobody saw."],
  ["We left at 5 p.m.", "Nobody saw."],
  ["John F. Kennedy spoke.", "People listened."],
  ["J. R. R. Tolkien wrote it.", "I read it."],
  ["You need vitamin C.", "Eat an orange."],
  ["So do I.", "Shall we?"],
  ["The answer is 5.", "Now try another."],
  ['"Really?" she asked.', "He nodded."],
  ['He said "Stop!"', "Then he left."],
  ["Look at example.com for more.", "It is free."],
  ["The U.S. economy grew.", "Good."],
  ["No.", "That is wrong."],
  ["Take No. 5 please.", "Thanks."],
  ["**Note.**", "This matters."],
  ["El Sr. López llegó.", "Bien."],
  ["Das ist z.B. Wasser.", "Gut."],
  ["Er kam am 5. Mai.", "Sie blieb."],
  ["水是什么？", "水是液体。", "很好！"],
  ["他说：“你好。再见。”", "然后走了。"],
  ["「水。」", "と言った。"],
  ["Is it so?!", "Yes!!!", "Really."],
  ["1. Water\n", "2. Air\n", "3. Earth"],
  ["First line\n", "second line"],
  ["One.", "Two.", "Three."],
];

for (const sentences of golden) {
  const text = sentences.reduce((sum, next) => (/[。！？”」\n]$/u.test(sum) ? sum + next : `${sum} ${next}`));
  test(`sentences of ${JSON.stringify(text)}`, () => {
    expect(split(text)).toEqual(sentences.map((sentence) => sentence.trim()));
  });
}

test("a full stop waits for the next character, a Chinese one does not", () => {
  expect(sentenceEnds("Water boils.", { final: false })).toEqual([]);
  expect(sentenceEnds("Water boils. ", { final: false })).toEqual([]);
  expect(sentenceEnds("Water boils. I", { final: false })).toEqual([13]);
  expect(sentenceEnds("水开了。", { final: false })).toEqual([4]);
});

test("clauses end at commas that are followed by space, and at Chinese commas", () => {
  expect(clauseEnds("Well, 1,000 drops; at 3:00 it — stops")).toEqual([6, 19, 32]);
  expect(clauseEnds("首先，我们看水")).toEqual([3]);
});

test("any text has rising ends within it", () => {
  const alphabet = [..."ab.A!? \n,。“”1…*_)('é🌱", "Dr", "e.g", "\u2060"];
  for (let round = 0; round < 3_000; round += 1) {
    const text = Array.from(
      { length: round % 40 },
      () => alphabet[Math.floor(Math.random() * alphabet.length)],
    ).join("");
    for (const final of [true, false]) {
      const ends = sentenceEnds(text, { final });
      expect(ends.every((end, i) => end > (ends[i - 1] ?? 0) && end <= text.length)).toBe(true);
    }
  }
});
