import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { join } from "node:path";
import { openCuttableProxy } from "../_support/cuttable-proxy.ts";
import { spawnEngine } from "../_support/engine-process.ts";
import { type School, startSchool } from "../_support/school.ts";
import { type EngineMessage, Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const story = Array.from({ length: 8 }, (_, index) => `This is sentence number ${index} of the story. `);

const captionsOf = (student: Student) => {
  const captions = student.messages.filter((message) => message.type === "caption");
  return [...new Map(captions.map((caption) => [`${caption.turn}/${caption.index}`, caption])).values()];
};
const typesOf = (messages: EngineMessage[]) => messages.map(({ type }) => type);

/** The session's turns as they are stored, once there are so many that have ended. */
async function turnsOf(sessionId: string, ended: number) {
  return await until(
    `${ended} turns in the transcript`,
    async () => {
      const { data } = await school.backend.engine.GET("/internal/sessions/{sessionId}/turns", {
        params: { path: { sessionId } },
      });
      return data && data.turns.filter(({ endedAt }) => endedAt !== null).length >= ended && data.turns;
    },
    { withinMs: 20_000 },
  );
}

/** The story went on in the sentence in which it was cut, and was heard to its end. */
async function hearsTheRest(student: Student, heardBefore: string): Promise<void> {
  const { turn } = await student.message("turn");
  expect(turn).toBe(1);
  const end = await student.message("turn-end", { withinMs: 40_000 });
  expect(end).toMatchObject({ turn: 1, outcome: "complete", source: "model" });
  const numbers = (text: string) => [...text.matchAll(/number (\d)/g)].map((match) => Number(match[1]));
  const before = numbers(heardBefore).at(-1) ?? 0;
  const [first, ...others] = numbers(end.heard);
  expect([before, before + 1]).toContain(first!);
  expect(others.at(-1)).toBe(7);
}

describe("a lesson that was cut off in the middle of an answer", () => {
  test("goes on in the sentence where it was cut, on the same engine", async () => {
    const { student, sessionId, secret } = await school.join();
    school.ollama.next({ tokens: story });
    student.say("Tell me a story.");
    await until("two sentences", () => captionsOf(student).length >= 3, { withinMs: 20_000 });
    await student[Symbol.asyncDispose]();

    const ticket = await school.resume({ sessionId, secret });
    await using back = await Student.join(school.engine.url, school.tutorId, ticket);
    const past = await back.message("past");
    expect(past).toMatchObject({ turn: 0, question: "Tell me a story.", outcome: "cut", source: "model" });
    expect(past.heard.length).toBeGreaterThan(10);
    await hearsTheRest(back, past.heard);

    // And the model knows all of it.
    school.ollama.next({ tokens: ["It had eight sentences."] });
    const from = back.messages.length;
    back.say("How long was it?");
    await back.message("turn-end", { from, withinMs: 20_000 });
    const asked = school.ollama.chats.at(-1)!.messages;
    expect(asked.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
    expect(asked[2]!.content).toContain("sentence number 7");
    const turns = await turnsOf(sessionId, 3);
    expect(turns.map(({ sequence, outcome }) => [sequence, outcome])).toEqual([
      [0, "cut"],
      [1, "complete"],
      [2, "complete"],
    ]);
  }, 120_000);

  test("goes on on another engine when the first was killed, and no turn is lost or doubled", async () => {
    await using opened = new AsyncDisposableStack();
    const engine = opened.use(await spawnEngine(school.engineEnvironment));
    const { sessionId, ticket, secret } = await school.visit();
    const student = await Student.join(engine.url, school.tutorId, ticket);
    opened.use(student);
    // The model is still writing when the engine is killed.
    const written = 4;
    school.ollama.next({ tokens: story, fault: { type: "stall", afterTokens: written } });
    student.say("Tell me a story.");
    await until("two sentences", () => captionsOf(student).length >= 3, { withinMs: 20_000 });
    school.ollama.next({ tokens: story.slice(written) });
    await engine.kill();

    const again = await school.resume({ sessionId, secret });
    await using back = await Student.join(school.engine.url, school.tutorId, again);
    const past = await back.message("past");
    expect(past).toMatchObject({ turn: 0, question: "Tell me a story.", outcome: "open" });
    await hearsTheRest(back, past.heard);
    const turns = await turnsOf(sessionId, 2);
    expect(turns.map(({ sequence, outcome }) => [sequence, outcome])).toEqual([
      [0, "cut"],
      [1, "complete"],
    ]);
  }, 120_000);
});

/** Sentences take a while, as they do on a machine without a graphics card. */
const slowly = { tokenEveryMs: 1_500 };

describe("a lesson that was cut off while the model was writing", () => {
  test.each(["voice", "text"] as const)(
    "goes on to the answer's end, in %s",
    async (media) => {
      const { student, sessionId, secret } = await school.join();
      if (media === "text") student.send({ type: "settings", media });
      school.ollama.next({ tokens: story, ...slowly, fault: { type: "stall", afterTokens: 4 } });
      student.say("Tell me a story.");
      const written = () =>
        student.messages.map((message) => (message.type === "delta" ? message.text : "")).join("");
      await until(
        "three sentences, one of them heard",
        () => written().includes("number 2") && (media === "text" || captionsOf(student).length >= 2),
        { withinMs: 30_000 },
      );
      await student[Symbol.asyncDispose]();
      const [cut] = await turnsOf(sessionId, 1);
      expect(cut).toMatchObject({ outcome: "cut", answerWhole: false });

      school.ollama.next({ tokens: ["This is the rest. ", "And the end."], ...slowly });
      const ticket = await school.resume({ sessionId, secret });
      await using back = await Student.join(school.engine.url, school.tutorId, ticket);
      if (media === "text") back.send({ type: "settings", media });
      const end = await back.message("turn-end", { withinMs: 40_000 });
      expect(end).toMatchObject({ turn: 1, outcome: "complete", source: "model" });
      expect(end.heard).toStartWith("Sorry, I was cut off.");
      expect(end.heard).toEndWith("This is the rest. And the end.");
      // The model goes on behind what stands of its answer.
      const asked = school.ollama.chats.at(-1)!.messages;
      expect(asked.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
      expect(asked[1]!.content).toEndWith("Tell me a story.");
      expect(asked[2]!.content).toBe(cut!.answer.trim());
      const turns = await turnsOf(sessionId, 2);
      expect(turns.map(({ outcome, answerWhole }) => [outcome, answerWhole])).toEqual([
        ["cut", false],
        ["complete", true],
      ]);
    },
    90_000,
  );

  test("is asked again in the same turn where nothing of the answer was heard", async () => {
    const { student, sessionId, secret } = await school.join();
    school.ollama.next({ tokens: ["Never heard."], firstTokenMs: 60_000 });
    student.say("Why are leaves green?");
    await student.message("turn");
    await until("the model to be asked", () =>
      school.ollama.chats.at(-1)?.messages.at(-1)?.content.endsWith("Why are leaves green?"),
    );
    await student[Symbol.asyncDispose]();
    await turnsOf(sessionId, 1);

    school.ollama.next({ tokens: ["They reflect green light."] });
    const ticket = await school.resume({ sessionId, secret });
    await using back = await Student.join(school.engine.url, school.tutorId, ticket);
    expect(await back.message("turn-end", { withinMs: 40_000 })).toMatchObject({
      turn: 0,
      outcome: "complete",
    });
    const turns = await until("it in the transcript", async () => {
      const turns = await turnsOf(sessionId, 1);
      return turns[0]?.outcome === "complete" && turns;
    });
    expect(turns).toMatchObject([{ question: "Why are leaves green?", heard: "They reflect green light." }]);
  }, 90_000);
});

test("a turn that its engine took along while the backend was away keeps its number", async () => {
  const { hostname, port } = new URL(school.backend.url);
  await using opened = new AsyncDisposableStack();
  const wayToBackend = opened.use(await openCuttableProxy({ host: hostname, port: Number(port) }));
  const settings = { BACKEND_URL: `http://127.0.0.1:${wayToBackend.port}` };
  const engine = opened.use(await spawnEngine({ ...school.engineEnvironment, ...settings }));
  const { sessionId, ticket, secret } = await school.visit();
  const student = opened.use(await Student.join(engine.url, school.tutorId, ticket));
  school.ollama.next({ tokens: ["One."] }, { tokens: ["Two."] }, { tokens: ["Three."] });
  student.say("Question one?");
  await student.message("stored", { withinMs: 20_000 });
  wayToBackend.cut();
  const from = student.messages.length;
  student.say("Question two?");
  expect(await student.message("turn-end", { from, withinMs: 20_000 })).toMatchObject({ turn: 1 });
  const file = Bun.file(join(school.engineEnvironment.DATA_DIR!, "outbox-0.jsonl"));
  const isKept = async () => /"question":"Question two\?".*"outcome":"complete"/u.test(await file.text());
  await until("the turn in the engine's file", isKept);
  await engine.kill();

  const again = await school.resume({ sessionId, secret });
  const back = opened.use(await Student.join(school.engine.url, school.tutorId, again, { lastTurn: 1 }));
  back.say("Question three?");
  expect(await back.message("turn-end", { withinMs: 20_000 })).toMatchObject({ turn: 2, heard: "Three." });
  // The engine comes back, and delivers what its file has.
  opened.use(await spawnEngine(school.engineEnvironment));
  const turns = await turnsOf(sessionId, 3);
  expect(turns.map(({ sequence, question }) => [sequence, question])).toEqual([
    [0, "Question one?"],
    [1, "Question two?"],
    [2, "Question three?"],
  ]);
}, 120_000);

test("an engine that stops finishes its answer, and the lesson goes on elsewhere without a cut", async () => {
  await using opened = new AsyncDisposableStack();
  const engine = opened.use(await school.openEngine());
  const { sessionId, ticket, secret } = await school.visit();
  const student = opened.use(await Student.join(engine.url, school.tutorId, ticket));
  school.ollama.next({ tokens: story.slice(0, 2) });
  student.say("Tell me a short story.");
  await student.message("caption");
  const migrated = engine.drain({ noticeMs: 0, answersMs: 20_000 });
  await student.message("migrate");
  student.say("And another?");
  expect((await student.message("problem")).problem.type).toBe("unavailable");
  expect((await fetch(`${engine.url}/readyz`)).status).toBe(503);
  expect((await student.message("bye", { withinMs: 20_000 })).reason).toBe("stopping");
  await migrated;
  const end = student.messages.find((message) => message.type === "turn-end")!;
  expect(end).toMatchObject({ outcome: "complete" });
  expect(typesOf(student.messages).indexOf("turn-end")).toBeLessThan(
    typesOf(student.messages).indexOf("bye"),
  );

  await turnsOf(sessionId, 1);
  const again = await school.resume({ sessionId, secret });
  await using back = await Student.join(school.engine.url, school.tutorId, again);
  expect(await back.message("past")).toMatchObject({ outcome: "complete" });
  school.ollama.next({ tokens: ["It ended well."] });
  back.say("How did it end?");
  expect(await back.message("turn-end", { withinMs: 20_000 })).toMatchObject({
    turn: 1,
    outcome: "complete",
  });
}, 90_000);

test("each turn's receipt can be forgotten once it is stored, and is as good as a delivery", async () => {
  const { student, sessionId } = await school.join();
  await using _ = student;
  school.ollama.next({ tokens: ["Light is energy."] });
  student.say("What is light?");
  const { receipt } = await student.message("receipt", { withinMs: 20_000 });
  expect((await student.message("stored")).turn).toBe(0);
  const { data } = await school.backend.guest.POST("/api/receipts", { body: { receipts: [receipt] } });
  expect(data).toEqual({ stored: 1, refused: 0 });
  expect(await turnsOf(sessionId, 1)).toHaveLength(1);
}, 60_000);

test("nobody goes on with a session that is not theirs", async () => {
  const { sessionId } = await school.visit();
  const other = await school.visit();
  const { response } = await school.backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
    params: { path: { tutorId: school.tutorId, sessionId } },
    body: { secret: other.secret },
  });
  expect(response.status).toBe(404);
}, 30_000);
