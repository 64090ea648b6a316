import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { difference } from "../_support/decoders.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { EngineMessage } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const greeting = "你好！我是梅老师。今天我们一起学习植物怎么把阳光变成糖。";
/** Where the mouth is in a 512×512 picture of Mei. */
const mouth = { x: 196, y: 250, width: 120, height: 80 };

let school: School;
let tutorId: string;
beforeAll(async () => {
  school = await startSchool();
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "梅", subject: "生物", language: "zh", access: "public", greeting, avatar: "mei" },
  });
  tutorId = data!.id;
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

test("a Chinese tutor speaks Mandarin: sound, moving lips, and captions that follow the characters", async () => {
  const { student } = await school.join(tutorId);
  await using _ = student;
  await student.hearsSpeech({ withinMs: 30_000 });
  const end = await student.message("turn-end", { withinMs: 40_000 });
  expect(end).toMatchObject({ outcome: "complete", heard: greeting });
  expect(student.messages.filter(({ type }) => type === "voice")).toEqual([]);

  // Mandarin has about four syllables a second: the greeting lasts as long as its characters take.
  const spoken = student.heard.filter(({ loudness }) => loudness > 0.02).length * 20;
  const syllables = greeting.replace(/\P{Script=Han}/gu, "").length;
  expect(spoken).toBeGreaterThan(syllables * 100);
  expect(spoken).toBeLessThan(syllables * 500);

  const captions = lastCaptions(student.messages);
  expect(captions.map(({ text }) => text).join("")).toBe(greeting);
  for (const caption of captions) {
    const said = caption.words.map(({ from, to }) => greeting.slice(from, to)).join("");
    expect(said.replace(/\P{Script=Han}/gu, "")).toBe(caption.text.replace(/\P{Script=Han}/gu, ""));
    const times = caption.words.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(times.at(-1)! - times[0]!).toBeGreaterThan((caption.words.length - 1) * 80);
  }

  const pictures = student.pictures.map(({ picture }) => picture);
  const moved = pictures.slice(1).map((picture, index) => difference(pictures[index]!, picture, mouth));
  expect(moved.filter((change) => change > 1).length).toBeGreaterThan(pictures.length / 5);
  await until("the mouth's rest", () => student.pictures.length > pictures.length + 60, { withinMs: 20_000 });
  const resting = student.pictures.slice(-20).map(({ picture }) => picture);
  const restless = resting.slice(1).map((picture, index) => difference(resting[index]!, picture, mouth));
  expect(Math.max(...restless)).toBeLessThan(4);
});

/** Each caption as it was told last. */
function lastCaptions(messages: readonly EngineMessage[]) {
  const captions = messages.filter((message) => message.type === "caption");
  return captions.filter((caption, index) => captions[index + 1]?.index !== caption.index);
}
