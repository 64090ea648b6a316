import { expect, test } from "bun:test";
import type { Profile } from "../sessions/backend-client.ts";
import { answerContext, type Exchange } from "./history.ts";
import { buildPrompt } from "./prompt.ts";

const profile = {
  name: "Ada",
  subject: "biology",
  language: "en",
  persona: "",
  notes: "",
  model: null,
  temperature: 0.7,
} as Profile;

function promptOf(history: readonly Exchange[], question: string): string[] {
  const context = answerContext(profile, history, { promptTokensMax: 4_000, asker: "s" });
  const { messages } = buildPrompt({ ...context, question, excerpts: [], tokensMax: 4_000 });
  return messages.slice(1).map(({ role, content }) => `${role}: ${content}`);
}

test("an answer that was heard whole is remembered as it was heard", () => {
  expect(promptOf([{ question: "Why?", heard: "Because." }], "And how?")).toEqual([
    "user: Why?",
    "assistant: Because.",
    "user: And how?",
  ]);
});

test("the student's next words say where the answer was interrupted and what was not heard", () => {
  const history = [{ question: "Why?", heard: "Because of", unheard: "the light\nof the sun." }];
  expect(promptOf(history, "Go on.")).toEqual([
    "user: Why?",
    "assistant: Because of",
    "user: (I interrupted you there. I did not hear: “the light of the sun.”)\n\nGo on.",
  ]);
});

test("a question that was interrupted before its first sound is not forgotten", () => {
  const history = [{ question: "What is a leaf?", heard: "", unheard: "" }];
  expect(promptOf(history, "I mean of a tree.")).toEqual([
    "user: What is a leaf?",
    "assistant: …",
    "user: (I interrupted you before I heard any of your answer.)\n\nI mean of a tree.",
  ]);
});

test("what was asked keeps its bytes when more is asked", () => {
  const history: Exchange[] = [{ question: "Why?", heard: "Because", unheard: "of light." }];
  const first = promptOf(history, "Go on.");
  const second = promptOf([...history, { question: "Go on.", heard: "Light." }], "And then?");
  expect(second.slice(0, 3)).toEqual(first);
});

test("a long rest is told in part", () => {
  const [, , last] = promptOf([{ question: "Why?", heard: "So", unheard: "x".repeat(5_000) }], "Go on.");
  expect(last!.length).toBeLessThan(400);
});
