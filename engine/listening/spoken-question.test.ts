import { expect, test } from "bun:test";
import { SpokenQuestion } from "./spoken-question.ts";

test("one utterance is one question", () => {
  const question = new SpokenQuestion();
  question.begin();
  expect(question.isOver).toBe(false);
  const understand = question.end();
  expect(question.isOver).toBe(false);
  understand("Why?");
  expect(question.isOver).toBe(true);
  expect(question.take()).toBe("Why?");
  expect(question.take()).toBe("");
});

test("who goes on before it was understood asks one question, in the order of the words", () => {
  const question = new SpokenQuestion();
  question.begin();
  const first = question.end();
  question.begin();
  expect(question.textWith("and how")).toBe("and how");
  const second = question.end();
  second("and how?");
  expect(question.isOver).toBe(false);
  first("Why");
  expect(question.isOver).toBe(true);
  expect(question.take()).toBe("Why and how?");
});

test("who goes on while it is understood is waited for, also where nothing comes of it", () => {
  const question = new SpokenQuestion();
  question.begin();
  const first = question.end();
  question.begin();
  first("Why");
  expect(question.isOver).toBe(false);
  expect(question.textWith("and")).toBe("Why and");
  question.end()("");
  expect(question.take()).toBe("Why");
});

test("a microphone that is turned off ends what was being said", () => {
  const question = new SpokenQuestion();
  expect(question.breakOff()).toBe(false);
  question.begin();
  expect(question.breakOff()).toBe(true);
  question.begin();
  const understand = question.end();
  question.begin();
  // The first utterance is still to be understood, and tells by itself that it is over.
  expect(question.breakOff()).toBe(false);
  understand("Why?");
  expect(question.isOver).toBe(true);
});

test("who never stops is answered in the end, and what comes late belongs to no other question", () => {
  const question = new SpokenQuestion();
  question.begin();
  const first = question.end();
  const late = question.end();
  question.begin();
  first("word ".repeat(1_000));
  expect(question.isOver).toBe(true);
  expect(question.take()).toHaveLength(4_000);
  late("late");
  expect(question.textWith("")).toBe("");
});
