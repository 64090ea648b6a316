import { afterAll, beforeAll, expect, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const captions = ({ messages }: Student) =>
  messages.flatMap((message) => (message.type === "caption" ? [message] : []));
/** Waits for so much more sound, of whatever kind. */
const hears = (student: Student, ms: number) => {
  const packets = student.heard.length + ms / 20;
  return until("the sound", () => student.heard.length >= packets);
};
const story = ["This is the first sentence of it. ", "The second one is here as well. ", "And a third one."];

test("a sentence that was lost on the way is said again, and so is what comes behind it", async () => {
  await using student = (await school.join()).student;
  // The model writes on while the sentence is said again.
  school.ollama.next({ tokens: story.flatMap((text) => text.split(/(?<= )/)), tokenEveryMs: 150 });
  student.say("Tell me a story.");
  const second = await until("the second sentence", () => captions(student).find(({ index }) => index === 1));
  await hears(student, 1_200);
  const from = captions(student).length;
  student.send({ type: "missed", ms: 1_000 });
  const again = await until("the second sentence again", () =>
    captions(student)
      .slice(from)
      .find(({ index, atMs }) => index === 1 && atMs > second.atMs + 1_000),
  );
  expect(again.text).toBe(second.text);
  const end = await student.message("turn-end", { withinMs: 30_000 });
  expect(end).toMatchObject({ outcome: "complete", heard: story.join("") });
  expect(captions(student).at(-1)!.index).toBe(2);
  expect(student.messages.filter(({ type }) => type === "turn").length).toBe(1);
}, 60_000);

test("what was lost at an answer's end is said again when it has ended; silence is not, nor a word or two", async () => {
  await using student = (await school.join()).student;
  school.ollama.next({ tokens: ["Leaves are green because they reflect green light."] });
  student.say("Why are leaves green?");
  await student.message("turn-end", { withinMs: 20_000 });
  await hears(student, 1_000);
  student.send({ type: "missed", ms: 700 });
  // Answered behind what was sent before.
  student.send({ type: "ping", id: 1 });
  await student.message("pong");
  expect(student.messages.filter(({ type }) => type === "turn").length).toBe(1);
  const from = student.messages.length;
  student.send({ type: "missed", ms: 3_000 });
  const end = await student.message("turn-end", { from, withinMs: 20_000 });
  expect(end).toMatchObject({ outcome: "complete", source: "model" });
  expect(end.heard).toBe("Sorry, I was cut off. Leaves are green because they reflect green light.");
}, 60_000);
