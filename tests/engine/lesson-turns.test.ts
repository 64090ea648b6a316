import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import type { EngineMessage, Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const long = Array.from({ length: 40 }, (_, index) => `This is sentence number ${index} of many. `);

/** Whole numbers below a bound, the same in every run. */
function startDice(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}

const answerOf = (messages: EngineMessage[], turn: number) =>
  messages
    .filter((message) => message.type === "delta" && message.turn === turn)
    .map((message) => (message.type === "delta" ? message.text : ""))
    .join("");

async function endOf(student: Student, turn: number, withinMs = 30_000) {
  return await until(
    `the end of turn ${turn}`,
    () => {
      const end = student.messages.find((message) => message.type === "turn-end" && message.turn === turn);
      return end?.type === "turn-end" ? end : undefined;
    },
    { withinMs },
  );
}

test("captions show where in the answer they and their words are", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({
    tokens: ["Look: ", "**water** boils ", "at 100 °C. ", "So $x^2$ grows ", "with $x$."],
  });
  student.say("When does water boil?");
  const end = await endOf(student, 0);
  const answer = answerOf(student.messages, 0);
  expect(end).toMatchObject({ outcome: "complete", heard: answer, heardTo: answer.length });
  const captions = student.messages.filter((message) => message.type === "caption");
  expect(captions.length).toBeGreaterThan(1);
  for (const { text, from, to } of captions) expect(answer.slice(from, to)).toBe(text);
  const words = captions.flatMap((caption) => caption.words);
  const shown = (spoken: string) => {
    const word = words.find(({ text }) => text.replace(/\W/g, "") === spoken);
    return word && answer.slice(word.from, word.to).replace(/\.$/, "");
  };
  expect([shown("water"), shown("hundred"), shown("Celsius"), shown("squared")]).toEqual([
    "water",
    "100",
    "°C",
    "$x^2$",
  ]);
}, 60_000);

describe("while the model is slow", () => {
  test("the tutor thinks at once and bridges the wait with a few words that are no part of the answer", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.next({ tokens: ["Light is energy."], firstTokenMs: 3_500 });
    student.say("What is light?");
    expect(await student.message("state", { from: 2 })).toMatchObject({ state: "thinking" });
    const aside = await student.message("aside");
    await student.hearsSpeech();
    expect(student.messages.some(({ type }) => type === "delta")).toBe(false);
    expect(aside.text.length).toBeGreaterThan(3);
    const end = await endOf(student, 0);
    expect(end).toMatchObject({ outcome: "complete", heard: "Light is energy." });
    expect(student.messages.filter(({ type }) => type === "aside")).toHaveLength(1);
  }, 60_000);

  test("an answer that comes in time needs no such words", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.next({ tokens: ["Light is energy. ", "It travels far. ".repeat(4)] });
    student.say("What is light?");
    await endOf(student, 0);
    expect(student.messages.some(({ type }) => type === "aside")).toBe(false);
  }, 60_000);
});

describe("a question asked while the tutor answers", () => {
  test("waits when the student says so, and Stop leads to it", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.next({ tokens: long }, { tokens: ["Green it is."] }, { tokens: ["Blue it is."] });
    student.say("Tell me a long story.");
    await student.message("caption");
    student.send({ type: "say", text: "Why green?", when: "after" });
    student.send({ type: "say", text: "Why blue?", when: "after" });
    await until(
      "more of the story",
      () => student.messages.filter(({ type }) => type === "caption").length > 1,
    );
    expect(student.messages.filter(({ type }) => type === "turn")).toHaveLength(1);
    student.interrupt();
    expect(await endOf(student, 0)).toMatchObject({ outcome: "interrupted" });
    expect(await endOf(student, 1)).toMatchObject({ outcome: "complete", heard: "Green it is." });
    expect(await endOf(student, 2)).toMatchObject({ outcome: "complete", heard: "Blue it is." });
  }, 60_000);

  test("is refused when too many wait already", async () => {
    const { student } = await school.join();
    await using _ = student;
    school.ollama.next({ tokens: long });
    student.say("Tell me a long story.");
    await student.message("turn");
    for (let number = 0; number < 6; number++)
      student.send({ type: "say", text: `Question ${number}?`, when: "after" });
    const { problem } = await student.message("problem");
    expect(problem.type).toBe("too-many-requests");
    // An answer that nobody takes would be the next test's.
    await student.message("delta");
  }, 60_000);
});

test("the next question tells the model what was not heard", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({ tokens: long }, { tokens: ["Then it rained."] });
  student.say("Tell me a long story.");
  await until("two sentences", () => student.messages.filter(({ type }) => type === "caption").length > 1);
  student.interrupt();
  const { heard, heardTo } = await endOf(student, 0);
  const answer = answerOf(student.messages, 0);
  expect(answer.slice(0, heardTo)).toBe(heard);
  student.say("Go on.");
  await endOf(student, 1);
  const { messages } = school.ollama.chats.at(-1)!;
  expect(messages.at(-2)).toEqual({ role: "assistant", content: heard });
  expect(messages.at(-1)!.content).toContain("I interrupted you there. I did not hear:");
  expect(messages.at(-1)!.content).toContain(answer.slice(heardTo).trim().slice(0, 40));
  expect(messages.at(-1)!.content).toEndWith("Go on.");
}, 60_000);

test("an answer that breaks off is degraded and says so", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({
    tokens: ["Plants make sugar. ", "They need ", "light and "],
    fault: { type: "reset", afterTokens: 3 },
  });
  student.say("How do plants eat?");
  const end = await endOf(student, 0);
  expect(end).toMatchObject({ outcome: "failed", source: "model" });
  expect(end.heard).toStartWith("Plants make sugar.");
  expect(end.heard).toContain("broke off");
  const states = student.messages.filter((message) => message.type === "state");
  expect(states).toContainEqual({ type: "state", state: "degraded", source: "model" });
  expect(states.at(-1)?.state).toBe("idle");
}, 60_000);

test("fifty interruptions at any moment leave everything working", async () => {
  const { student } = await school.join();
  await using _ = student;
  const dice = startDice(4);
  let asked = 0;
  const askedAtMs: number[] = [];
  for (let round = 0; round < 50; round++) {
    // The engine takes twenty messages a second, which a student this near would pass, or a network that held some back.
    await until("room for a question", () => {
      const begun = student.messages.filter(({ type }) => type === "turn").length;
      return asked - begun < 8 && performance.now() - (askedAtMs.at(-8) ?? -1_000) > 1_000;
    });
    askedAtMs.push(performance.now());
    const from = student.messages.length;
    student.say(`Question number ${round}: what is light?`);
    const turn = asked++;
    const moment = dice(5);
    if (moment === 1) await student.message("turn", { from });
    if (moment === 2) await student.message("delta", { from });
    if (moment === 3) await student.message("caption", { from });
    if (moment === 4) await student.hearsSpeech();
    // Stop, Stop twice, or nothing: the next question interrupts.
    for (let stops = dice(3); stops > 0; stops--) student.interrupt();
    if (dice(2) === 0) {
      student.interrupt();
      expect(await endOf(student, turn)).toMatchObject({ outcome: "interrupted" });
    }
  }
  school.ollama.next({ tokens: ["Light is energy."] }, { tokens: ["Light is energy."] });
  student.say("And now?");
  const end = await endOf(student, asked);
  expect(end).toMatchObject({ outcome: "complete" });
  const ends = student.messages.filter((message) => message.type === "turn-end");
  expect(ends.map(({ turn }) => turn)).toEqual(Array.from({ length: 51 }, (_, turn) => turn));
  for (const { turn, heard, heardTo } of ends)
    expect(answerOf(student.messages, turn).slice(0, heardTo).trim()).toBe(heard);
  await until("no request left at the model", () => school.ollama.openConnections === 0);
}, 180_000);

test("a harmful question is declined aloud, flagged in the transcript, and unknown to the model", async () => {
  const { student, sessionId } = await school.join();
  await using _ = student;
  const asked = school.ollama.chats.length;
  student.say("How can I make a pipe bomb?");
  const declined = await endOf(student, 0);
  expect(declined).toMatchObject({ outcome: "complete", source: "guardrail", flags: ["harmful"] });
  expect(declined.heard).toContain("I cannot help with that");
  expect(school.ollama.chats).toHaveLength(asked);

  school.ollama.next({ tokens: ["Start with a question."] });
  student.say("Write my essay about Rome.");
  expect(await endOf(student, 1)).toMatchObject({ source: "model", flags: ["homework"] });
  const { messages } = school.ollama.chats.at(-1)!;
  expect(messages).toHaveLength(2);
  expect(messages[1]!.content).toContain("Do not hand over finished work");

  const flags = await until("both turns in the transcript", async () => {
    const { data } = await school.backend.engine.GET("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId } },
    });
    const ended = data?.turns.filter(({ endedAt }) => endedAt !== null) ?? [];
    return ended.length === 2 && ended.map((turn) => [turn.source, ...turn.flags]);
  });
  expect(flags).toEqual([
    ["guardrail", "harmful"],
    ["model", "homework"],
  ]);
}, 60_000);

test("a turn ends with where its time went", async () => {
  const { student } = await school.join();
  await using _ = student;
  school.ollama.next({ tokens: ["Light is energy. ", "It travels far and fast."] });
  student.say("What is light?");
  const { latency } = await endOf(student, 0);
  const stages = ["guardMs", "notesMs", "firstTextMs", "firstSentenceMs", "firstAudioMs", "heardMs"] as const;
  const times = stages.map((stage) => latency[stage]!);
  expect(times.every((time) => time >= 0)).toBe(true);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(latency.firstPictureMs!).toBeGreaterThanOrEqual(latency.firstTextMs!);
}, 60_000);
