import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { Mageurite } from "../_support/mageurite.ts";
import { type School, startSchool } from "../_support/school.ts";
import { type EngineMessage, Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(60_000);

/** The stand-in's pictures are this wide; embedded faces are twice that. */
const remoteWidth = 256;
/** What is encoded as silence decodes far below. */
const audible = 0.003;
const story = "A long story goes on. ";

const widthOf = (student: Student) => student.pictures.at(-1)?.picture.width;
const isRelayed = (student: Student) => widthOf(student) === remoteWidth;
const isEmbedded = (student: Student) => widthOf(student) === 2 * remoteWidth;
const relayed = (student: Student) =>
  until("the remote face", () => isRelayed(student), { withinMs: 20_000 });
const embedded = (student: Student) => until("the embedded face", () => isEmbedded(student));
const captionsOf = (messages: EngineMessage[]) =>
  messages.flatMap((message) => (message.type === "caption" ? [message] : []));

async function createTutor(
  school: School,
  more: { voice?: string; language?: string } = {},
): Promise<string> {
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Mo", subject: "Maths", access: "public", avatar: "mageurite", ...more },
  });
  return data!.id;
}

/** Asks, and returns once the answer's first caption is there. */
async function askFor(school: School, student: Student, ...tokens: string[]): Promise<number> {
  const from = student.messages.length;
  school.ollama.next({ tokens });
  student.say("How?");
  await student.message("caption", { from });
  return from;
}

describe.each(["newest", "fork"] as const)("with a Mageurite server (%s)", (mode) => {
  let mageurite: Mageurite;
  let school: School;
  let tutorId: string;
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode });
    school = await startSchool({ mageurite });
    tutorId = await createTutor(school);
  });
  afterAll(async () => {
    await school?.[Symbol.asyncDispose]();
    await mageurite?.[Symbol.asyncDispose]();
  });

  test("the embedded face is there at once, then the remote one, which says the answer", async () => {
    const { student } = await school.join(tutorId);
    await using _ = student;
    await until("the first picture", () => student.pictures.length > 0);
    expect(student.pictures[0]!.picture.width).toBe(2 * remoteWidth);
    await relayed(student);
    const from = await askFor(school, student, "Plants make sugar. ", "They use light.");
    const heardFrom = student.heard.length;
    const end = await student.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "Plants make sugar. They use light." });
    expect((await mageurite.state()).said).toEqual(["Plants make sugar.", "They use light."]);
    expect(student.heard.slice(heardFrom).some(({ loudness }) => loudness > audible)).toBe(true);
    const sentences = new Set(captionsOf(student.messages.slice(from)).map(({ text }) => text));
    expect([...sentences]).toEqual(["Plants make sugar.", "They use light."]);
    expect(isRelayed(student)).toBe(true);
    // One timeline for the decoder: no picture's time goes back when the face changes.
    const times = student.heard.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("an interruption shuts the gate while the server babbles on, and the face comes back", async () => {
    await mageurite.set({ residueMs: 1_500 });
    const { student } = await school.join(tutorId);
    await using _ = student;
    await relayed(student);
    const from = await askFor(school, student, story.repeat(8));
    await student.hearsSpeech();
    student.interrupt();
    expect(await student.message("turn-end", { from })).toMatchObject({ outcome: "interrupted" });
    await embedded(student);
    const shutAt = student.heard.length;
    await relayed(student);
    const meanwhile = student.heard.slice(shutAt);
    // The rest of what was composed would have been more than a second of tone.
    expect(meanwhile.length).toBeGreaterThan(40);
    expect(meanwhile.filter(({ loudness }) => loudness > audible)).toEqual([]);
    expect((await mageurite.state()).calls).toContain("interrupt_talk");
    await mageurite.set({ residueMs: 200 });
    const next = await askFor(school, student, "Here I am again.");
    expect(await student.message("turn-end", { from: next })).toMatchObject({ heard: "Here I am again." });
  });
});

describe("when the Mageurite server misbehaves", () => {
  let mageurite: Mageurite;
  let school: School;
  let tutorId: string;
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode: "fork" });
    school = await startSchool({ mageurite });
    tutorId = await createTutor(school);
  });
  afterAll(async () => {
    await school?.[Symbol.asyncDispose]();
    await mageurite?.[Symbol.asyncDispose]();
  });

  test.each([
    ["refuses with HTTP 200", { refuse: true }],
    ["answers 500 in plain text", { text500: true }],
    ["never answers an offer", { hang: true }],
  ])("and %s, the lesson goes on with the embedded face", async (_name, fault) => {
    await mageurite.set({ ...fault });
    const { offers } = await mageurite.state();
    const { student } = await school.join(tutorId);
    await using _ = student;
    await until("an offer", async () => (await mageurite.state()).offers > offers);
    const from = await askFor(school, student, "All is well.");
    expect(await student.message("turn-end", { from })).toMatchObject({ heard: "All is well." });
    expect(isEmbedded(student)).toBe(true);
    await mageurite.set({ refuse: false, text500: false, hang: false });
  });

  test.each([
    ["freezes", { freeze: true }, { freeze: false }],
    ["slows down", { slow: 8 }, { slow: 1 }],
  ])("and %s, the embedded face takes over and the remote one returns", async (_name, fault, cure) => {
    const { student } = await school.join(tutorId);
    await using _ = student;
    await relayed(student);
    const from = await askFor(school, student, story.repeat(2));
    await mageurite.set(fault);
    await embedded(student);
    await mageurite.set(cure);
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: story.repeat(2).trim() });
    await relayed(student);
  });

  test("and is killed in the middle of a sentence, the embedded face says the rest; later the remote one returns", async () => {
    const { student } = await school.join(tutorId);
    await using _ = student;
    await relayed(student);
    const from = await askFor(school, student, story.repeat(2));
    await mageurite.kill();
    await embedded(student);
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: story.repeat(2).trim() });
    await mageurite.restart();
    await relayed(student);
    const next = await askFor(school, student, "Back again.");
    expect(await student.message("turn-end", { from: next })).toMatchObject({ heard: "Back again." });
    expect((await mageurite.state()).said).toEqual(["Back again."]);
  });

  test("and its voice fails without a word, the embedded voice says the sentence", async () => {
    const { student } = await school.join(tutorId);
    await using _ = student;
    await relayed(student);
    await mageurite.set({ mute: true });
    const from = await askFor(school, student, "Can you hear me?");
    await embedded(student);
    await mageurite.set({ mute: false });
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "Can you hear me?" });
  });

  test("a tutor whose language we have no voice for speaks with the server's", async () => {
    const { student } = await school.join(await createTutor(school, { language: "zh" }));
    await using _ = student;
    await relayed(student);
    const from = await askFor(school, student, "植物吸收阳光。它们需要水。");
    const end = await student.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "植物吸收阳光。它们需要水。" });
    expect((await mageurite.state()).said.slice(-2)).toEqual(["植物吸收阳光。", "它们需要水。"]);
  });

  test("a tutor with a voice of ours keeps it: the remote face gets the sound", async () => {
    const { student } = await school.join(await createTutor(school, { voice: "slt" }));
    await using _ = student;
    await relayed(student);
    const from = await askFor(school, student, "This is my own voice.");
    const end = await student.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "This is my own voice." });
    expect((await mageurite.state()).said.at(-1)).toEndWith("ms of sound");
    expect(isRelayed(student)).toBe(true);
  });
});

test("with every place taken the second student has the embedded face, and the place when the first has left", async () => {
  await using mageurite = await Mageurite.start({ mode: "newest", maxSessions: 1 });
  await using school = await startSchool({ mageurite });
  const tutorId = await createTutor(school);
  const { ticket } = await school.visit(tutorId);
  const first = await Student.join(school.engine.url, tutorId, ticket);
  await relayed(first);
  const { student: second } = await school.join(tutorId);
  const from = await askFor(school, second, "I have no place yet.");
  await second.message("turn-end", { from });
  expect(isEmbedded(second)).toBe(true);
  await fetch(first.location, { method: "DELETE", headers: { authorization: `Bearer ${ticket}` } });
  await first[Symbol.asyncDispose]();
  await relayed(second);
  const { offers } = await mageurite.state();
  await second[Symbol.asyncDispose]();
  const { student: third } = await school.join(tutorId);
  await using _ = third;
  await relayed(third);
  // The same session went from one student to the other.
  expect(await mageurite.state()).toMatchObject({ offers, sessions: 1 });
});

test("when the engine stops it says goodbye, and the server has all its places back", async () => {
  await using mageurite = await Mageurite.start({ mode: "fork" });
  {
    await using school = await startSchool({ mageurite });
    const { student } = await school.join(await createTutor(school));
    await using _ = student;
    await relayed(student);
    expect(await mageurite.state()).toMatchObject({ sessions: 1 });
  }
  await until("the end of the session", async () => (await mageurite.state()).sessions === 0);
});
