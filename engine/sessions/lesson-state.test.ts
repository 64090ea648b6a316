import { expect, test } from "bun:test";
import { after, type LessonEvent, type LessonState, next } from "./lesson-state.ts";

const states = Object.keys(next) as LessonState[];
const events: LessonEvent[] = [
  "turn-start",
  "model-waking",
  "model-lost",
  "speech-start",
  "barge-in",
  "turn-end",
];

test("a turn goes from thinking over speaking back to idle", () => {
  const path: LessonState[] = ["idle"];
  for (const event of ["turn-start", "speech-start", "turn-end"] as const)
    path.push(after(path.at(-1)!, event));
  expect(path).toEqual(["idle", "thinking", "speaking", "idle"]);
});

test("a barge-in ends in idle from every state, unless the student speaks", () => {
  for (const state of states)
    expect(after(state, "barge-in")).toBe(state === "listening" ? "listening" : "idle");
});

test("who speaks is listened to from every state, until he is understood or not", () => {
  for (const state of states) expect(after(state, "voice-start")).toBe("listening");
  expect(after("listening", "voice-lost")).toBe("idle");
  expect(after("listening", "turn-end")).toBe("listening");
});

test("a new turn thinks from every state", () => {
  for (const state of states) expect(after(state, "turn-start")).toBe("thinking");
});

test("a model is only waking before the tutor speaks", () => {
  expect(states.filter((state) => after(state, "model-waking") !== state)).toEqual(["thinking"]);
});

test("a turn that lost its model stays degraded to its end", () => {
  for (const event of ["model-waking", "model-lost", "speech-start"] as const)
    expect(after("degraded", event)).toBe("degraded");
  expect(after("degraded", "turn-end")).toBe("idle");
});

test("no event leads out of the table", () => {
  for (const state of states) for (const event of events) expect(states).toContain(after(state, event));
});
