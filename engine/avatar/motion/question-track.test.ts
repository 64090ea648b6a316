import { expect, test } from "bun:test";
import { QuestionTrack } from "./question-track.ts";

test("a question ends for 400 ms, up to the end of its last word", () => {
  const track = new QuestionTrack();
  track.ask(2_000);
  expect([1_599, 1_600, 1_999, 2_000].map((at) => track.endsAt(at))).toEqual([false, true, true, false]);
});

test("a question that is cut off is not asked, and one before it was", () => {
  const track = new QuestionTrack();
  track.ask(2_000);
  track.ask(5_000);
  track.hush(3_000);
  expect([1_900, 4_900].map((at) => track.endsAt(at))).toEqual([true, false]);
});

test("questions told again are the same, and the earliest make room", () => {
  const track = new QuestionTrack();
  for (let end = 1; end <= 20; end++) for (let again = 0; again < 2; again++) track.ask(end * 1_000);
  expect([4, 5, 20].map((end) => track.endsAt(end * 1_000 - 1))).toEqual([false, true, true]);
});
