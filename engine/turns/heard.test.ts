import { expect, test } from "bun:test";
import { heardTo, type SentenceHeard } from "./heard.ts";
import { SentenceSplitter } from "./sentence-splitter.ts";

/** What was heard when so many words of the voice had been sent. */
function heardAfter(answer: string, wordsSent: number, language = "en"): string {
  const splitter = new SentenceSplitter(language);
  let left = wordsSent;
  const sentences = [...splitter.push(answer), ...splitter.end()].map((sentence): SentenceHeard => {
    const words = [...sentence.speech.matchAll(/[\p{L}\p{N}'-]+/gu)].map(({ 0: word, index }) => {
      const { from, to } = sentence.spoken.sourceOf({ from: index, to: index + word.length })!;
      return { from: from + sentence.displayFrom, to: to + sentence.displayFrom };
    });
    const wordsHeard = Math.min(left, words.length);
    left -= wordsHeard;
    return { ...sentence, words, wordsHeard, passed: wordsHeard === words.length };
  });
  return answer.slice(0, heardTo(answer, sentences));
}

test("what was sent whole is heard whole", () => {
  expect(heardAfter("Leaves are green. They grow.", 5)).toBe("Leaves are green. They grow.");
});

test("a cut sentence ends at the last word that was sent whole, with its marks", () => {
  const answer = "Leaves are green, as you see. They **catch**, you know, the light of the sun.";
  expect(heardAfter(answer, 8)).toBe("Leaves are green, as you see. They **catch**,");
  expect(heardAfter(answer, 3)).toBe("Leaves are green,");
});

test("nothing was heard when the first word was cut", () => {
  expect(heardAfter("Photosynthesis is slow.", 0)).toBe("");
});

test("a figure is heard when its last word is", () => {
  expect(heardAfter("It is 125 km away.", 4)).toBe("It is");
  expect(heardAfter("It is 125 km away.", 5)).toBe("It is 125");
  expect(heardAfter("It is 125 km away.", 6)).toBe("It is 125 km");
});

test("a formula is heard as a whole", () => {
  const answer = "So $x^2$ grows and grows.";
  expect(heardAfter(answer, 2)).toBe("So");
  expect(heardAfter(answer, 3)).toBe("So $x^2$");
});

test("code that only the screen shows is heard where the voice has passed it", () => {
  const answer = "See this:\n\n```js\nx\n```\n\nIt stops.";
  expect(heardAfter(answer, 1)).toBe("See");
  expect(heardAfter(answer, 2)).toBe("See this:");
  expect(heardAfter(answer, 2 + "I've put the code on the screen".split(" ").length)).toBe(
    "See this:\n\n```js\nx\n```",
  );
});

test("Chinese is cut between its words", () => {
  expect(heardAfter("植物需要光。它制造糖。", 1, "zh")).toBe("植物需要光。");
});

test("what was heard only grows, whatever is written", () => {
  const pieces = [
    "Water ",
    "**100 °C** ",
    "$5.50 ",
    "`x` ",
    "$x^2$ ",
    "(e.g. tea), ",
    "well. ",
    "\n\n",
    "5-7 km! ",
  ];
  for (let round = 0; round < 60; round++) {
    const answer = Array.from(
      { length: 1 + (round % 15) },
      (_, index) => pieces[(round * 7 + index * index) % pieces.length],
    ).join("");
    let before = "";
    for (let words = 0; words < 60; words++) {
      const heard = heardAfter(answer, words);
      expect(heard.startsWith(before)).toBe(true);
      before = heard;
    }
    expect(before.trim()).toBe(answer.trim());
  }
});
