import { expect, test } from "bun:test";
import { QuestionLimit } from "./question-limit.ts";

test("a student asks so much at once, and as much again in ten minutes; others are not concerned", () => {
  let nowMs = 1_000;
  const limit = new QuestionLimit(3, () => nowMs);
  const refusal = (student: string) => limit.refuse(student)?.retryAfterMs;
  for (let question = 0; question < 3; question++) expect(refusal("kim")).toBeUndefined();
  expect(refusal("kim")).toBe(200_000);
  expect(refusal("lee")).toBeUndefined();
  nowMs += 150_000;
  expect(refusal("kim")).toBe(50_000);
  nowMs += 50_000;
  expect(refusal("kim")).toBeUndefined();
  expect(refusal("kim")).toBe(200_000);
  nowMs += 600_000;
  for (let question = 0; question < 3; question++) expect(refusal("kim")).toBeUndefined();
  expect(refusal("kim")).toBe(200_000);
});
