import { expect, test } from "bun:test";
import { heardText } from "./heard.ts";

test("a sentence that was sent whole is heard whole", () => {
  expect(heardText([{ text: "Leaves are green. ", wordsSpoken: 3, wordsHeard: 3 }])).toBe(
    "Leaves are green.",
  );
});

test("a cut sentence ends at the last word that was sent whole", () => {
  const sentences = [
    { text: "Leaves are green. ", wordsSpoken: 3, wordsHeard: 3 },
    { text: "They catch light for the plant.", wordsSpoken: 6, wordsHeard: 2 },
  ];
  expect(heardText(sentences)).toBe("Leaves are green. They catch");
});

test("a sentence the voice says in other words is cut at the same share", () => {
  expect(heardText([{ text: "It is 3 km away.", wordsSpoken: 10, wordsHeard: 5 }])).toBe("It is");
});

test("nothing was heard of a sentence whose first word was cut", () => {
  expect(heardText([{ text: "Photosynthesis is slow.", wordsSpoken: 3, wordsHeard: 0 }])).toBe("");
});

test("code that only the screen shows counts as heard where the voice passed it", () => {
  expect(heardText([{ text: "```js\nx\n```\n", wordsSpoken: 0, wordsHeard: 0 }])).toBe("```js\nx\n```");
});
