import { expect, test } from "bun:test";
import { questionEndMs } from "./question-end.ts";

/** The clip that says the words of a text from one place on, half a second each. */
function clipOf(speech: string, { from = 0, to = speech.length } = {}) {
  const words = [...speech.matchAll(/[\p{L}\p{N}]+/gu)].map(({ index, 0: word }) => ({
    from: index,
    to: index + word.length,
  }));
  const said = words.filter((word) => word.from >= from && word.to <= to);
  return { words: said.map((word, i) => ({ ...word, startMs: i * 500, endMs: (i + 1) * 500 })) };
}

const endOf = (text: string) => questionEndMs({ text, speech: text }, clipOf(text));

test.each([
  ["Are you ready?", 1_500],
  ["你准备好了吗？", 500],
  ["¿Lista?", 500],
  ['She asked: "Why?"', 1_500],
  ["Really (yes?) ", 1_000],
])("%s is a question up to its last word", (text, endMs) => {
  expect(endOf(text)).toBe(endMs);
});

test.each(["Yes.", "What? No!", "?"])("%s is none", (text) => {
  expect(endOf(text)).toBeUndefined();
});

test("of several clips the last one asks", () => {
  const speech = "Are you quite ready?";
  expect(questionEndMs({ text: speech, speech }, clipOf(speech, { to: 8 }))).toBeUndefined();
  expect(questionEndMs({ text: speech, speech }, clipOf(speech, { from: 8 }))).toBe(1_000);
});
