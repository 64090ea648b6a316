import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { difference } from "../_support/decoders.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { EngineMessage } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

/** Where Ada's mouth is in a 512×512 picture. */
const mouth = { x: 196, y: 250, width: 120, height: 80 };
const words = (text: string) => text.split(/\s+/).filter(Boolean);

test("a student is greeted in sound, moving lips and captions", async () => {
  const { student } = await school.join(school.demoTutorId);
  await using _ = student;
  const turn = await student.message("turn");
  expect(turn.question).toBeNull();
  await student.hearsSpeech();
  const end = await student.message("turn-end", { withinMs: 20_000 });
  const { data: profile } = await school.backend.engine.GET("/internal/tutors/{tutorId}/profile", {
    params: { path: { tutorId: school.demoTutorId }, header: {} },
  });
  expect(end).toMatchObject({ outcome: "complete", source: "greeting", heard: profile!.greeting });

  const captions = captionsOf(student.messages);
  expect(captions.map(({ text }) => text).join(" ")).toBe(profile!.greeting);
  for (const caption of captions) {
    expect(caption.words.length).toBe(words(caption.text).length);
    const times = caption.words.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]!).toBeGreaterThanOrEqual(caption.atMs);
    expect(times.at(-1)!).toBeLessThan(caption.atMs + caption.durationMs);
  }

  const speaking = student.pictures.map(({ picture }) => picture);
  expect(speaking[0]).toMatchObject({ width: 512, height: 512 });
  const moved = speaking.slice(1).map((picture, index) => difference(speaking[index]!, picture, mouth));
  expect(moved.filter((change) => change > 1).length).toBeGreaterThan(speaking.length / 5);

  // At rest again the mouth moves with the head only.
  await until("the mouth's rest", () => student.pictures.length > speaking.length + 60, { withinMs: 10_000 });
  const resting = student.pictures.slice(-20).map(({ picture }) => picture);
  const restless = resting.slice(1).map((picture, index) => difference(resting[index]!, picture, mouth));
  expect(Math.max(...restless)).toBeLessThan(4);
}, 60_000);

test("the model's answer is shown as it is written and said as it is shown", async () => {
  const { student, sessionId } = await school.join();
  await using _ = student;
  school.ollama.next({
    tokens: ["Plants make ", "sugar ", "from light. ", "They take ", "water and air ", "for it."],
  });
  const from = student.messages.length;
  student.say("How do plants make sugar?");
  const end = await student.message("turn-end", { from, withinMs: 30_000 });
  const messages = student.messages.slice(from);
  const deltas = messages.filter((message) => message.type === "delta");
  expect(deltas.length).toBeGreaterThan(3);
  expect(end).toMatchObject({ outcome: "complete", source: "model" });
  expect(end.heard).toBe(
    deltas
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
  // The first sentence is heard before the last word is written or long after: never out of order.
  expect(statesOf(messages)).toEqual(["thinking", "speaking", "idle"]);
  expect(end.latency.firstTextMs!).toBeLessThanOrEqual(end.latency.firstAudioMs!);

  const { turns } = await transcript(sessionId, 1);
  expect(turns).toMatchObject([
    {
      sequence: 0,
      question: "How do plants make sugar?",
      outcome: "complete",
      source: "model",
      heard: end.heard,
    },
  ]);
}, 60_000);

describe("an interruption", () => {
  test("silences the tutor, and the transcript holds what was heard", async () => {
    const { student, sessionId } = await school.join();
    await using _ = student;
    const tokens = Array.from({ length: 60 }, (_, index) => `This is sentence number ${index} of many. `);
    school.ollama.next({ tokens, tokenEveryMs: 100 });
    student.say("Tell me a long story.");
    await until("a few sentences", () => captionsOf(student.messages).length >= 2);

    student.interrupt();
    const end = await student.message("turn-end");
    expect(end.outcome).toBe("interrupted");
    const silentFrom = performance.now() + 400;
    await until("half a second of packets", () => performance.now() > silentFrom + 500);
    expect(student.lastAudibleAtMs).toBeLessThan(silentFrom);
    expect(statesOf(student.messages).at(-1)).toBe("idle");

    const [turn] = (await transcript(sessionId, 1)).turns;
    expect(turn).toMatchObject({ outcome: "interrupted", heard: end.heard });
    expect(turn!.heard.length).toBeGreaterThan(0);
    expect(turn!.answer.startsWith(turn!.heard)).toBe(true);
    expect(turn!.heard.length).toBeLessThan(turn!.answer.length);
    // The model was told to stop as well.
    await until("the end of the request to the model", () => school.ollama.chats.at(-1)!.outcome === "left");
  }, 60_000);

  test("by another question leads to that question's answer", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.next(
      { tokens: ["This answer is long. ".repeat(20)] },
      { tokens: ["They reflect green light."] },
    );
    student.say("What is a leaf?");
    await student.message("caption");
    student.say("Why are leaves green?");
    const first = await student.message("turn-end");
    expect(first).toMatchObject({ turn: 0, outcome: "interrupted" });
    const second = await until(
      "the second turn's end",
      () => student.messages.find((message) => message.type === "turn-end" && message.turn === 1),
      { withinMs: 30_000 },
    );
    expect(second).toMatchObject({ outcome: "complete" });
  }, 60_000);

  test("twenty times in a row leaves everything working", async () => {
    const { student } = await school.join();
    await using _ = student;
    for (let round = 0; round < 20; round++) {
      const from = student.messages.length;
      student.say(`Question number ${round}: what is light?`);
      if (round % 3 === 0) await student.hearsSpeech();
      if (round % 3 === 1) await student.message("delta", { from });
      student.interrupt();
      expect(await student.message("turn-end", { from })).toMatchObject({
        turn: round,
        outcome: "interrupted",
      });
    }
    const from = student.messages.length;
    school.ollama.next({ tokens: ["Light is energy."] });
    student.say("And now?");
    const end = await student.message("turn-end", { from });
    expect(end).toMatchObject({ outcome: "complete", heard: "Light is energy." });
  }, 90_000);
});

describe("without a model", () => {
  test("the answer is quoted from the notes and says so, and the model is back when it is back", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.stop();
    let from = student.messages.length;
    student.say("Why are leaves green?");
    const quoted = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(quoted).toMatchObject({ outcome: "complete", source: "notes" });
    expect(quoted.heard).toContain("notes");
    expect(statesOf(student.messages.slice(from))).toContain("degraded");
    school.ollama.start();
    await until(
      "the model's return",
      async () => {
        from = student.messages.length;
        school.ollama.next({ tokens: ["They reflect green light."] });
        student.say("Why are leaves green?");
        return (await student.message("turn-end", { from, withinMs: 30_000 })).source === "model";
      },
      { withinMs: 60_000 },
    );
  }, 120_000);
});

test("leaving frees everything", async () => {
  for (let round = 0; round < 5; round++) {
    const { student } = await school.join(school.demoTutorId);
    await student.message("caption");
    if (round % 2 === 0) await fetch(student.location, { method: "DELETE" });
    await student[Symbol.asyncDispose]();
  }
  await until("the end of every lesson", () => school.engine.lessonCount === 0, { withinMs: 20_000 });
}, 90_000);

const statesOf = (messages: EngineMessage[]) =>
  messages.filter((message) => message.type === "state").map(({ state }) => state);

/** The last message of each caption: with all its words. */
function captionsOf(messages: EngineMessage[]) {
  const captions = messages.filter((message) => message.type === "caption");
  return [...new Map(captions.map((caption) => [`${caption.turn}/${caption.index}`, caption])).values()];
}

/** The session's transcript once it has this many finished turns. */
async function transcript(sessionId: string, finished: number) {
  return await until(`${finished} turns in the transcript`, async () => {
    const { data } = await school.backend.engine.GET("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId } },
    });
    return data && data.turns.filter(({ endedAt }) => endedAt !== null).length >= finished ? data : undefined;
  });
}
