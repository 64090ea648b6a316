import { expect, test } from "bun:test";
import { placeWords } from "./caption-words.ts";

const timed = (...texts: string[]) => texts.map((text, index) => ({ text, atMs: index * 100 }));
const cut = (text: string, ...words: string[]) =>
  placeWords(text, timed(...words)).map(({ from, to }) => text.slice(from, to));

test("punctuation belongs to the word before it, spaces to none", () => {
  expect(placeWords("Hello, Kim! We", timed("Hello", "Kim", "We"))).toEqual([
    { from: 0, to: 6, atMs: 0 },
    { from: 7, to: 11, atMs: 100 },
    { from: 12, to: 14, atMs: 200 },
  ]);
  expect(cut("“So,” she said—slowly.", "So", "she", "said", "slowly")).toEqual([
    "So,”",
    "she",
    "said—",
    "slowly.",
  ]);
});

test("a sentence without spaces is cut at its words", () => {
  expect(cut("植物制造糖。", "植物", "制造", "糖")).toEqual(["植物", "制造", "糖。"]);
});

test("the same word twice is found twice", () => {
  expect(placeWords("that that is", timed("that", "that", "is")).map((word) => word.from)).toEqual([
    0, 5, 10,
  ]);
});

test("what is not in the sentence is left out, and nothing overlaps", () => {
  expect(cut("the cat sat", "the", "", "dog", "cat", "the")).toEqual(["the", "cat"]);
  expect(cut("", "the")).toEqual([]);
});
