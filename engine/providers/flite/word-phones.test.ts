import { expect, test } from "bun:test";
import { WordPhones, wordsKeptMax } from "./word-phones.ts";

/** Spells letter by letter, as the program prints it, and notes what it was asked. */
function spelling() {
  const asked: string[] = [];
  const words = new WordPhones((text) => {
    asked.push(text);
    return ["pau", ...text.split(/,\s*/).flatMap((word) => (word === "" ? [] : [...word, "pau"]))];
  });
  return { asked, words };
}

test("each word is asked for once", () => {
  const { asked, words } = spelling();
  expect(words.of(["a", "bee", "a"])).toEqual([["a"], ["b", "e", "e"], ["a"]]);
  expect(words.of(["bee", "sees", "bee"])).toEqual([
    ["b", "e", "e"],
    ["s", "e", "e", "s"],
    ["b", "e", "e"],
  ]);
  expect(words.of(["sees", "a"])).toEqual([["s", "e", "e", "s"], ["a"]]);
  expect(asked).toEqual(["a, bee,", "sees,"]);
});

test("words that the program runs together are neither told nor remembered", () => {
  const asked: string[] = [];
  const words = new WordPhones((text) => {
    asked.push(text);
    return ["pau", "x", "y", "pau"];
  });
  expect(words.of(["x", "y"])).toBeUndefined();
  expect(words.of(["x"])).toEqual([["x", "y"]]);
  expect(asked).toEqual(["x, y,", "x,"]);
});

test("what was not said for long is forgotten", () => {
  const { asked, words } = spelling();
  words.of(["first", "second"]);
  for (let i = 0; i < wordsKeptMax - 1; i++) {
    words.of(["first", `w${i}`]);
  }
  asked.length = 0;
  words.of(["first"]);
  words.of(["second"]);
  expect(asked).toEqual(["second,"]);
});
