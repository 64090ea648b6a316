import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { openUpstreamPeer } from "../../engine/media/upstream-peer.ts";
import type { LumaPicture } from "../_support/decoders.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { type School, startSchool } from "../_support/school.ts";
import { type EngineMessage, Student } from "../_support/student.ts";
import { patience, until } from "../_support/until.ts";
import { printReport } from "../reliability/fault-report.ts";

setDefaultTimeout(120_000);

/** The stand-in's pictures are this wide; embedded faces are twice that. */
const remoteWidth = 256;
/** What is encoded as silence decodes far below. */
const audible = 0.003;
const story = "A long story goes on. ";
/** Nothing that happens to the server leaves the student without pictures for longer, on the pictures' own clock. */
const darkMaxMs = () => 2_000 * patience();
const attemptsMax = 3;

const widthOf = (student: Student) => student.pictures.at(-1)?.picture.width;
const isRelayed = (student: Student) => widthOf(student) === remoteWidth;
const isEmbedded = (student: Student) => widthOf(student) === 2 * remoteWidth;
const relayed = (student: Student) =>
  until("the remote face", () => isRelayed(student), { withinMs: 40_000 });
const embedded = (student: Student) =>
  until("the embedded face", () => isEmbedded(student), { withinMs: 20_000 });
/** The longest time between two pictures, as the student's player has it. */
function longestGapMs(student: Student, from: number): number {
  const times = student.pictures.slice(from).map(({ timestamp }) => timestamp);
  return Math.max(0, ...times.slice(1).map((time, i) => ((time - times[i]!) | 0) / 90));
}
const facesOf = (student: Student) =>
  student.messages.flatMap((message) => (message.type === "face" ? [message] : []));
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
  await student.message("caption", { from, withinMs: 20_000 });
  return from;
}

describe.each(["newest", "fork"] as const)("with a Mageurite server (%s)", (mode) => {
  let mageurite: Mageurite;
  let school: School;
  let student: Student;
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode });
    school = await startSchool({ mageurite });
    ({ student } = await school.join(await createTutor(school)));
  });
  afterAll(async () => {
    await student?.[Symbol.asyncDispose]();
    await school?.[Symbol.asyncDispose]();
    await mageurite?.[Symbol.asyncDispose]();
  });

  test("the embedded face is there at once, then the remote one, which says the answer", async () => {
    await until("the first picture", () => student.pictures.length > 0);
    expect(student.pictures[0]!.picture.width).toBe(2 * remoteWidth);
    await relayed(student);
    expect(facesOf(student)).toEqual([{ type: "face", shown: "remote", maintenance: false }]);
    const from = await askFor(school, student, "Plants make sugar. ", "They use light.");
    const heardFrom = student.heard.length;
    const end = await student.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "Plants make sugar. They use light." });
    const { said, asked } = await mageurite.state();
    // Before them may be words that bridge a wait.
    expect(said.slice(-2)).toEqual(["Plants make sugar.", "They use light."]);
    // The newest tells by itself when a sentence begins.
    expect(asked > 0).toBe(mode === "fork");
    expect(student.heard.slice(heardFrom).some(({ loudness }) => loudness > audible)).toBe(true);
    const sentences = new Set(captionsOf(student.messages.slice(from)).map(({ text }) => text));
    expect([...sentences]).toEqual(["Plants make sugar.", "They use light."]);
    expect(isRelayed(student)).toBe(true);
    // One timeline for the decoder: no picture's time goes back when the face changes.
    const times = student.heard.map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test("an interruption shuts the gate while the server babbles on, and the face comes back", async () => {
    await mageurite.set({ residueMs: 1_000 });
    const from = await askFor(school, student, story.repeat(8));
    await student.hearsSpeech();
    student.interrupt();
    expect(await student.message("turn-end", { from })).toMatchObject({ outcome: "interrupted" });
    await embedded(student);
    const shutAt = student.heard.length;
    await relayed(student);
    const meanwhile = student.heard.slice(shutAt);
    // The rest of what was composed would have been most of a second of tone.
    expect(meanwhile.length).toBeGreaterThan(30);
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
  let student: Student;
  const gapsMs: number[] = [];
  const expectNoDarkness = (viewer: Student, from: number) => {
    gapsMs.push(longestGapMs(viewer, from));
    expect(gapsMs.at(-1)).toBeLessThan(darkMaxMs());
  };
  beforeAll(async () => {
    mageurite = await Mageurite.start({ mode: "fork" });
    school = await startSchool({ mageurite });
    tutorId = await createTutor(school);
    ({ student } = await school.join(tutorId));
  });
  afterAll(async () => {
    const failures = gapsMs
      .filter((gapMs) => gapMs >= darkMaxMs())
      .map((gapMs) => `${gapMs} ms without a picture`);
    const figures = {
      faults: gapsMs.length,
      "longest without a picture": `${Math.round(Math.max(...gapsMs))} ms`,
    };
    printReport({ fault: "F6", what: "the avatar server fails", figures, failures });
    await student?.[Symbol.asyncDispose]();
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
    const { student: newcomer } = await school.join(tutorId);
    await using _ = newcomer;
    await until("an offer", async () => (await mageurite.state()).offers > offers);
    const from = await askFor(school, newcomer, "All is well.");
    expect(await newcomer.message("turn-end", { from })).toMatchObject({ heard: "All is well." });
    expect(isEmbedded(newcomer)).toBe(true);
    expectNoDarkness(newcomer, 0);
    await mageurite.set({ refuse: false, text500: false, hang: false });
  });

  test("and gives ids that it does not know, the embedded face says what the remote one cannot be told", async () => {
    await mageurite.set({ textIds: true });
    const { student: newcomer } = await school.join(tutorId);
    await using _ = newcomer;
    await relayed(newcomer);
    const from = await askFor(school, newcomer, "All is well.");
    expect(await newcomer.message("turn-end", { from })).toMatchObject({ heard: "All is well." });
    expect(facesOf(newcomer).map(({ shown }) => shown)).toContain("embedded");
    expect((await mageurite.state()).said).not.toContain("All is well.");
    await mageurite.set({ textIds: false });
  });

  test.each([
    ["freezes", { freeze: true }, { freeze: false }],
    ["sends sound without pictures", { blind: true }, { blind: false }],
    ["slows down", { slow: 8 }, { slow: 1 }],
  ])("and %s, the embedded face takes over and the remote one returns", async (_name, fault, cure) => {
    await relayed(student);
    const picturesFrom = student.pictures.length;
    const from = await askFor(school, student, story);
    await mageurite.set(fault);
    await embedded(student);
    await mageurite.set(cure);
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: story.trim() });
    await relayed(student);
    expectNoDarkness(student, picturesFrom);
  });

  test("and is killed in the middle of a sentence, the embedded face says the rest; later the remote one returns", async () => {
    await relayed(student);
    const picturesFrom = student.pictures.length;
    const from = await askFor(school, student, story);
    await mageurite.kill();
    await embedded(student);
    const back = mageurite.restart();
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: story.trim() });
    await back;
    await relayed(student);
    expectNoDarkness(student, picturesFrom);
    const next = await askFor(school, student, "Back again.");
    expect(await student.message("turn-end", { from: next })).toMatchObject({ heard: "Back again." });
    expect((await mageurite.state()).said).toEqual(["Back again."]);
  });

  test("and its voice fails without a word, the embedded voice says the sentence", async () => {
    await relayed(student);
    await mageurite.set({ mute: true });
    const from = await askFor(school, student, "Can you hear me?");
    await embedded(student);
    await mageurite.set({ mute: false });
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "Can you hear me?" });
  });

  test("and cannot be interrupted, the next answer comes from the embedded face in silence about the rest", async () => {
    await relayed(student);
    await mageurite.set({ deaf: true });
    const from = await askFor(school, student, story.repeat(4));
    await student.hearsSpeech();
    await mageurite.sayToAll(story.repeat(20));
    student.interrupt();
    await student.message("turn-end", { from });
    const next = await askFor(school, student, "Now this.");
    const end = await student.message("turn-end", { from: next, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "Now this." });
    expect(isEmbedded(student)).toBe(true);
    expect((await mageurite.state()).said).not.toContain("Now this.");
    await mageurite.set({ deaf: false });
  });

  test("and does not say whether it speaks, a tutor whose language we have no voice for speaks with its voice all the same", async () => {
    await mageurite.set({ askingFails: true });
    const { student: reader } = await school.join(await createTutor(school, { language: "zh" }));
    await using _ = reader;
    await relayed(reader);
    const from = await askFor(school, reader, "植物吸收阳光。它们需要水。");
    const end = await reader.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "植物吸收阳光。它们需要水。" });
    expect((await mageurite.state()).said.slice(-2)).toEqual(["植物吸收阳光。", "它们需要水。"]);
    await mageurite.set({ askingFails: false });
  });

  test("a tutor with a voice of ours keeps it: the remote face gets the sound", async () => {
    const { student: listener } = await school.join(await createTutor(school, { voice: "slt" }));
    await using _ = listener;
    await relayed(listener);
    const from = await askFor(school, listener, "This is my own voice.");
    const end = await listener.message("turn-end", { from, withinMs: 20_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: "This is my own voice." });
    expect((await mageurite.state()).said.at(-1)).toEndWith("ms of sound");
    expect(isRelayed(listener)).toBe(true);
  });
});

/** These have servers and schools of their own, and mostly wait. */
/** Somebody else's session on the same server. */
const openStranger = (mageurite: Mageurite) =>
  openUpstreamPeer({
    videoCodecs: ["VP8"],
    signal: new AbortController().signal,
    exchange: async (sdp) => {
      const body = JSON.stringify({ sdp, type: "offer" });
      const reply = await fetch(`${mageurite.url}/offer`, { method: "POST", body });
      return ((await reply.json()) as { sdp: string }).sdp;
    },
  });

describe("at the same time", () => {
  test.concurrent("a place that a session keeps after its end is nobody's: the student stays with the embedded face", async () => {
    await using mageurite = await Mageurite.start({
      mode: "newest",
      maxSessions: 1,
      faults: { ghosts: true },
    });
    const stranger = await openStranger(mageurite);
    await stranger.close();
    await until("the ghost", async () => (await mageurite.state()).ghosts === 1, { withinMs: 60_000 });
    await using school = await startSchool({ mageurite });
    const { student } = await school.join(await createTutor(school));
    await using _ = student;
    const from = await askFor(school, student, "Nobody is in the dark.");
    await student.message("turn-end", { from, withinMs: 20_000 });
    // It was asked, and said that it is full.
    expect(await mageurite.state()).toMatchObject({ sessions: 0, ghosts: 1 });
    expect((await mageurite.state()).offers).toBeGreaterThan(1);
    expect(isEmbedded(student)).toBe(true);
    expect(longestGapMs(student, 0)).toBeLessThan(darkMaxMs());
  });

  test.concurrent("a place that somebody else has is not asked for; when they leave it goes from one student to the next", async () => {
    // When somebody leaves, everybody's pictures stand still for a while.
    const faults = { buildMs: 300, endsStallMs: 1_300 };
    await using mageurite = await Mageurite.start({ mode: "newest", maxSessions: 2, faults });
    await using stranger = await openStranger(mageurite);
    await using school = await startSchool({ mageurite });
    const tutorId = await createTutor(school);
    const { student: first } = await school.join(tutorId);
    await using _ = first;
    await relayed(first);
    const { offers } = await mageurite.state();
    const { student: second } = await school.join(tutorId);
    const from = await askFor(school, second, "I have no place yet.");
    await second.message("turn-end", { from });
    expect(isEmbedded(second)).toBe(true);
    const picturesFrom = first.pictures.length;
    await stranger.close();
    await embedded(first);
    await relayed(first);
    expect(longestGapMs(first, picturesFrom)).toBeLessThan(darkMaxMs());
    await relayed(second);
    expect(await mageurite.state()).toMatchObject({ offers: offers + 1, sessions: 2 });
    await second[Symbol.asyncDispose]();
    const { student: third } = await school.join(tutorId);
    await using __ = third;
    await relayed(third);
    // The same session went from one student to the other.
    expect(await mageurite.state()).toMatchObject({ offers: offers + 1, sessions: 2 });
  });

  test.concurrent.each([
    ["H264", "VP8"],
    ["VP8", "H264"],
  ] as const)(
    "a browser without the server's codec (%s for %s) sees and hears the remote face, and leaves nothing behind",
    async (codec, videoCodec) => {
      await using mageurite = await Mageurite.start({
        mode: "newest",
        faults: { codec, eventsAsJson: true },
      });
      {
        await using school = await startSchool({ mageurite });
        const tutorId = await createTutor(school);
        const { ticket } = await school.visit(tutorId);
        await using student = await Student.join(school.engine.url, tutorId, ticket, { videoCodec });
        await relayed(student);
        const picturesFrom = student.pictures.length;
        const said = async () => (await mageurite.state()).said.includes("Here I am.");
        // On a busy machine the face may have stepped back just then.
        for (let attempt = 0; attempt < attemptsMax && !(await said()); attempt++) {
          await relayed(student);
          const from = await askFor(school, student, "Here I am.");
          const end = await student.message("turn-end", { from, withinMs: 20_000 });
          expect(end).toMatchObject({ heard: "Here I am." });
        }
        expect(await said()).toBe(true);
        const shown = student.pictures.slice(picturesFrom).map(({ picture }) => picture);
        expect(shown.length).toBeGreaterThan(10);
        // Decoded and encoded once more it is the same picture: dark, with a bright mouth.
        const lumaAt = ({ width, luma }: LumaPicture, x: number, y: number) => luma[y * width + x]!;
        expect(Math.max(...shown.map((picture) => lumaAt(picture, 128, 176)))).toBeGreaterThan(120);
        expect(Math.max(...shown.map((picture) => lumaAt(picture, 128, 240)))).toBeLessThan(80);
        expect(longestGapMs(student, 0)).toBeLessThan(darkMaxMs());
        expect(await mageurite.state()).toMatchObject({ offers: 1, sessions: 1 });
      }
      // The engine said goodbye, and the server has all its places back.
      await until("the end of the session", async () => (await mageurite.state()).sessions === 0);
      expect((await mageurite.state()).goodbyes).toBe(1);
    },
  );
});
