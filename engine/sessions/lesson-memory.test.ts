import { expect, test } from "bun:test";
import { restOf } from "../turns/continuation.ts";
import type { Turn } from "./backend-client.ts";
import { heardEnd, LessonMemory } from "./lesson-memory.ts";

const turn = (sequence: number, fields: Partial<Turn> = {}): Turn => ({
  sequence,
  revision: 0,
  question: `Question ${sequence}?`,
  answer: "One thing. Another thing.",
  heard: "One thing. Another thing.",
  outcome: "complete",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: null,
  ...fields,
});

test("turns are kept in order, each in its newest revision", () => {
  const memory = new LessonMemory([
    turn(1),
    turn(0, { revision: 2, heard: "New" }),
    turn(0, { revision: 1 }),
  ]);
  expect(memory.turns.map(({ sequence, revision }) => [sequence, revision])).toEqual([
    [0, 2],
    [1, 0],
  ]);
  expect(memory.nextSequence).toBe(2);
  expect(new LessonMemory().nextSequence).toBe(0);
});

test("a turn that the page has seen keeps its number, and is the last, though its words are missing", () => {
  const turns = [turn(0), turn(1, { outcome: "open" })];
  expect(new LessonMemory(turns, 4)).toMatchObject({ nextSequence: 5, broken: undefined });
  for (const seen of [0, 1])
    expect(new LessonMemory(turns, seen)).toMatchObject({ nextSequence: 2, broken: { sequence: 1 } });
  expect(new LessonMemory([], 2).nextSequence).toBe(3);
  // Nobody makes it run out of numbers at a stroke.
  expect(new LessonMemory(turns, 1_000_000).nextSequence).toBe(502);
});

test("the model is told what was heard, not what was declined or only greeted", () => {
  const memory = new LessonMemory([
    turn(0, { question: null, source: "greeting" }),
    turn(1, { heard: "One thing.", outcome: "interrupted" }),
    turn(2, { source: "guardrail" }),
    turn(3),
  ]);
  expect(memory.exchanges).toEqual([
    { question: "Question 1?", heard: "One thing.", unheard: "Another thing." },
    { question: "Question 3?", heard: "One thing. Another thing." },
  ]);
});

test("an answer that went on after a cut is one answer", () => {
  const memory = new LessonMemory([
    turn(0, { heard: "One thing.", outcome: "cut" }),
    turn(1, { question: null, heard: "Sorry, I was cut off. Another thing." }),
  ]);
  expect(memory.exchanges).toEqual([
    { question: "Question 0?", heard: "One thing. Sorry, I was cut off. Another thing." },
  ]);
});

test("only a last turn that did not end by itself is broken", () => {
  expect(new LessonMemory([turn(0, { outcome: "open" })]).broken?.sequence).toBe(0);
  expect(new LessonMemory([turn(0, { outcome: "cut" })]).broken?.sequence).toBe(0);
  expect(new LessonMemory([turn(0, { outcome: "cut" }), turn(1)]).broken).toBeUndefined();
  for (const outcome of ["complete", "interrupted", "failed"] as const)
    expect(new LessonMemory([turn(0, { outcome })]).broken).toBeUndefined();
});

test("old turns are forgotten", () => {
  const memory = new LessonMemory(Array.from({ length: 80 }, (_, sequence) => turn(sequence)));
  expect(memory.turns).toHaveLength(50);
  expect(memory.turns[0]?.sequence).toBe(30);
});

test("an answer goes on at the sentence in which it was cut off", () => {
  const answer = "Leaves are green in summer. They catch the light of the sun. Then they fall in autumn.";
  const after = (heard: string) => restOf(answer, heardEnd({ answer, heard }), "en");
  expect(after("Leaves are green in")).toBe(answer);
  expect(after("Leaves are green in summer.")).toBe(answer.slice(28));
  expect(after("Leaves are green in summer. They catch")).toBe(answer.slice(28));
  expect(after(answer)).toBe("");
});

test("a Chinese answer goes on at its sentence, too", () => {
  const answer = "树叶在夏天是绿色的。它们吸收阳光。秋天叶子会落下来。";
  const heard = "树叶在夏天是绿色的。它们";
  expect(restOf(answer, heardEnd({ answer, heard }), "zh-CN")).toBe("它们吸收阳光。秋天叶子会落下来。");
});
