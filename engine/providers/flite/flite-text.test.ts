import { expect, test } from "bun:test";
import { toAscii, toPieces, toWords } from "./flite-text.ts";

test("accents fall off and typographic marks become plain", () => {
  expect(toAscii("Café — “naïve” it’s 3–4…")).toBe('Cafe ,  "naive" it\'s 3-4...');
});

test("what Flite cannot read becomes space", () => {
  expect(toAscii("你好 hi 🙂").trim()).toBe("hi");
});

test("words are what has a letter or digit, with their place in the text", () => {
  const text = "Hi — 你好, it's 42!";
  expect(toWords(text).map(({ from, to }) => text.slice(from, to))).toEqual(["Hi", "it's", "42!"]);
});

test("a short text is one piece", () => {
  expect(toPieces("Hello there, my friend.")).toEqual([{ from: 0, text: "Hello there, my friend." }]);
});

test("pieces are the whole text, cut after punctuation, none too long", () => {
  const text = "The plant takes light, water and air. ".repeat(12).trim();
  const pieces = toPieces(text);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  for (const piece of pieces) {
    expect(text.startsWith(piece.text, piece.from)).toBe(true);
    expect(piece.text.length).toBeLessThanOrEqual(200);
  }
  for (const piece of pieces.slice(0, -1)) expect(piece.text).toMatch(/[.,] $/);
});

test("an abbreviation does not end a piece", () => {
  const [first] = toPieces(
    "This is the famous experiment of the well-known Dr. Smith, who did it first in a garden.",
  );
  expect(first?.text).toEndWith("Smith, ");
});

test("a text without any space is cut all the same", () => {
  expect(toPieces("a".repeat(450)).map((piece) => piece.text.length)).toEqual([200, 200, 50]);
});
