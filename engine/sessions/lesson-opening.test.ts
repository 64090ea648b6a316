import { expect, test } from "bun:test";
import type { Turn } from "./backend-client.ts";
import { LessonMemory } from "./lesson-memory.ts";
import { openingOf, resumptionOf } from "./lesson-opening.ts";

const ada = { greeting: "Hello, I am Ada.", language: "en" };
const turn = (sequence: number, fields: Partial<Turn> = {}): Turn => ({
  sequence,
  revision: 3,
  question: "Why are leaves green?",
  answer: "Leaves reflect green light. They keep the red. And the bl",
  heard: "Leaves reflect green light.",
  answerWhole: false,
  outcome: "cut",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: null,
  ...fields,
});
const opening = (...turns: Turn[]) => openingOf(ada, new LessonMemory(turns));
const said = (text: string) => [
  { type: "source", source: "model" },
  { type: "text", text },
];

test("behind what was written and not heard the model goes on, from the last whole sentence", () => {
  const before = turn(0, { question: "What is light?", heard: "Energy.", outcome: "complete" });
  expect(opening(before, turn(1))).toMatchObject({
    say: said("Sorry, I was cut off. They keep the red. "),
    unfinished: {
      question: "Why are leaves green?",
      exchanges: [{ question: "What is light?", heard: "Energy." }],
      begun: "Leaves reflect green light. They keep the red.",
    },
  });
});

test("an unfinished answer goes on where all that was written was heard", () => {
  const answer = "Leaves reflect green light.";
  expect(opening(turn(0, { answer, heard: answer }))).toMatchObject({
    say: said("Sorry, I was cut off. "),
    unfinished: { begun: answer },
  });
});

test("nobody is asked about an answer that was written to its end", () => {
  const answer = "Leaves reflect green light. They keep the red.";
  const whole = turn(0, { answer, answerWhole: true });
  expect(opening(whole)).toMatchObject({ say: said("Sorry, I was cut off. They keep the red.") });
  expect(opening(whole)).not.toHaveProperty("unfinished");
  expect(opening(turn(0, { answer, heard: answer, answerWhole: true }))).toBeUndefined();
});

test("behind the apology a sentence begins, even in the middle of one that was cut at a breath", () => {
  const answer =
    "I am drawn on a canvas by a program that runs here, so I am never the same twice. And x is unknown.";
  const heard = "I am drawn on a canvas by a program that runs here,";
  const cut = turn(0, { answer, heard, answerWhole: true });
  expect(opening(cut)).toMatchObject({
    say: said("Sorry, I was cut off. So I am never the same twice. And x is unknown."),
  });
  const interrupted = new LessonMemory([{ ...cut, outcome: "interrupted" }]);
  expect(resumptionOf(ada, interrupted)).toMatchObject({
    say: said("so I am never the same twice. And x is unknown."),
  });
});

test("sources that the rest names are told with it, without the passages that no transcript keeps", () => {
  const answer = "Leaves reflect green light [1]. They keep the red [2].";
  const place = { title: "Leaves.pdf", page: 3, headings: ["Colour"] };
  const citations = [1, 2].map((number) => ({ number, ...place }));
  const cut = turn(0, { answer, heard: "Leaves reflect green light [1].", answerWhole: true, citations });
  expect(opening(cut)).toMatchObject({
    say: [
      { type: "source", source: "model" },
      { type: "citation", citation: { number: 2, ...place, text: "" } },
      { type: "text", text: "Sorry, I was cut off. They keep the red [2]." },
    ],
  });
});

test("an answer that was cut off twice goes on as one answer", () => {
  const again = turn(1, {
    question: null,
    answer: "Sorry, I was cut off. They keep the red. The blue as well. So",
    heard: "Sorry, I was cut off. They keep",
  });
  expect(opening(turn(0), again)).toMatchObject({
    say: said("Sorry, I was cut off. They keep the red. The blue as well. "),
    unfinished: {
      question: "Why are leaves green?",
      exchanges: [],
      begun: "Leaves reflect green light. They keep the red. The blue as well.",
    },
  });
});

test("what nobody heard is given again in its own turn", () => {
  const unheard = turn(0, { heard: "" });
  expect(opening(unheard)).toEqual({ ask: "Why are leaves green?", again: unheard });
  const greeting = turn(0, { question: null, source: "greeting", heard: "" });
  expect(opening(greeting)).toMatchObject({ say: [{ text: ada.greeting }], again: greeting });
  const goingOn = turn(1, { question: null, answer: "", heard: "" });
  expect(opening(turn(0), goingOn)).toMatchObject({
    say: said("Sorry, I was cut off. They keep the red. "),
    again: goingOn,
  });
});

test("an answer is not cut in the middle of code or of a number", () => {
  const begunOf = (answer: string) => {
    const found = opening(turn(0, { answer, heard: "Look." }));
    return found && "unfinished" in found ? found.unfinished?.begun : undefined;
  };
  expect(begunOf("Look. Like this:\n\n```js\nlet a = 1.\nlet b")).toBe("Look. Like this:");
  expect(begunOf("Look. Like this:\n\n```js\nlet a = 1;\n```\n")).toEndWith("let a = 1;\n```");
  expect(begunOf("Look. Pi is 3.")).toBe("Look.");
  expect(begunOf("Lo")).toBe("");
});

test("an answer that nobody wanted to interrupt goes on without a word about it", () => {
  const stopped = turn(0, { outcome: "interrupted" });
  expect(resumptionOf(ada, new LessonMemory([stopped]))).toMatchObject({
    say: said("They keep the red. "),
    unfinished: { begun: "Leaves reflect green light. They keep the red." },
  });
  const heard = turn(0, { outcome: "interrupted", answer: stopped.heard });
  expect(resumptionOf(ada, new LessonMemory([heard]))).toMatchObject({
    say: [{ type: "source", source: "model" }],
  });
  expect(resumptionOf(ada, new LessonMemory([turn(0, { outcome: "complete" })]))).toBeUndefined();
});
