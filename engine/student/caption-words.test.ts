import { expect, test } from "bun:test";
import { cutCaption } from "./caption-words.ts";

const timed = (...texts: string[]) => texts.map((text, index) => ({ text, atMs: index * 100 }));

test("punctuation stays with the word before it, spaces between words", () => {
  expect(cutCaption("Hello, Kim! Shall we?", timed("Hello", "Kim", "Shall", "we"))).toEqual([
    { text: "Hello,", atMs: 0 },
    { text: " ", atMs: undefined },
    { text: "Kim!", atMs: 100 },
    { text: " ", atMs: undefined },
    { text: "Shall", atMs: 200 },
    { text: " ", atMs: undefined },
    { text: "we?", atMs: 300 },
  ]);
});

test("a sentence without spaces is cut at its words", () => {
  const pieces = cutCaption("植物制造糖。", timed("植物", "制造", "糖"));
  expect(pieces.map((piece) => piece.text)).toEqual(["植物", "制造", "糖。"]);
});

test("the pieces always give the sentence again", () => {
  const sentences = ["the the the", "“So,” she said—slowly.", "H₂O: 18 g/mol", "", "no words at all"];
  for (const text of sentences) {
    for (const words of [timed(...text.split(" ")), timed("said", "missing", ""), []]) {
      const joined = cutCaption(text, words)
        .map((piece) => piece.text)
        .join("");
      expect(joined).toBe(text);
    }
  }
});

test("the same word twice is found twice", () => {
  const times = cutCaption("that that is", timed("that", "that", "is")).map((piece) => piece.atMs);
  expect(times).toEqual([0, undefined, 100, undefined, 200]);
});
