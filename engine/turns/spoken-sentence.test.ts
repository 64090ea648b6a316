import { expect, test } from "bun:test";
import { TracedText } from "../speech/traced-text.ts";
import { SpokenSentence } from "./spoken-sentence.ts";

const text = "Leaves are green.";
const sentence = {
  index: 0,
  displayFrom: 0,
  displayTo: text.length,
  text,
  speech: text,
  spoken: TracedText.of(text),
};

test("a sentence that was left to be read is lost with the connection, unless it was there before", () => {
  const spoken = new SpokenSentence(sentence, 0);
  expect(spoken.passed).toBe(false);
  spoken.read(5_000);
  spoken.lose(6_000);
  expect(spoken.passed).toBe(true);
  spoken.lose(4_000);
  expect(spoken.passed).toBe(false);
});
