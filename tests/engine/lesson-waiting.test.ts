import { afterAll, beforeAll, expect, test } from "bun:test";
import { chromiumOffer } from "../../engine/media/offer-samples.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool({ lessonsMax: 1, waitingMax: 1 });
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const joinWaiting = async () => {
  const { ticket, sessionId, secret } = await school.visit();
  const student = await Student.join(school.engine.url, school.tutorId, ticket, { ifFull: "text" });
  return { student, sessionId, secret };
};
const facesOf = ({ messages }: Student) =>
  messages.flatMap((message) => (message.type === "face" ? [[message.shown, message.queue?.place]] : []));

test("where every face is taken a lesson goes on in text, and with face and voice and all its memory once one is free", async () => {
  await using opened = new AsyncDisposableStack();
  const first = opened.use((await school.join()).student);
  const { student: second, sessionId } = await joinWaiting();
  opened.use(second);
  expect(await second.message("face")).toMatchObject({
    shown: "none",
    queue: { place: 1, expectedMs: null },
  });

  // The line is full, and who does not want to wait is refused.
  const refused = await school.join().catch(String);
  expect(String(refused)).toContain("503");
  expect(String(await joinWaiting().catch(String))).toContain("503");
  const { ticket } = await school.visit();
  for (const ifFull of ["text", "refuse"]) {
    const response = await fetch(
      `${school.engine.url}/api/tutors/${school.tutorId}/webrtc?ifFull=${ifFull}`,
      {
        method: "POST",
        headers: { "content-type": "application/sdp", authorization: `Bearer ${ticket}` },
        body: chromiumOffer,
      },
    );
    expect([response.status, Number(response.headers.get("retry-after")) > 0]).toEqual([503, true]);
    expect(response.headers.get("content-type")).toStartWith("application/problem+json");
  }

  school.ollama.next({ tokens: ["Leaves are green, ", "my friend."] });
  second.say("Which colour are leaves?");
  const written = await second.message("turn-end", { withinMs: 20_000 });
  expect(written).toMatchObject({ outcome: "complete", heard: "Leaves are green, my friend." });
  expect(written.latency.firstAudioMs).toBeUndefined();
  expect([second.heard.length, second.frames.length]).toEqual([0, 0]);
  expect(second.messages.some(({ type }) => type === "caption")).toBe(false);

  // A setting is kept until there is a face to show.
  second.send({ type: "settings", media: "face", speed: 1.2 });
  await first[Symbol.asyncDispose]();
  await until("the face", () => facesOf(second).at(-1)?.[0] === "embedded", { withinMs: 20_000 });
  expect(facesOf(second)).toEqual([
    ["none", 1],
    ["embedded", undefined],
  ]);
  await until("pictures", () => second.pictures.length > 5, { withinMs: 20_000 });

  const from = second.messages.length;
  school.ollama.next({ tokens: ["I said that leaves are green."] });
  second.say("What did you say?");
  await second.hearsSpeech({ withinMs: 20_000 });
  const spoken = await second.message("turn-end", { from, withinMs: 20_000 });
  expect(spoken.latency.firstAudioMs).toBeGreaterThan(0);
  const read = school.ollama.chats.at(-1)!.messages.map(({ content }) => content);
  expect(read).toContain("Leaves are green, my friend.");

  const stored = async () => {
    const admin = await school.backend.signIn();
    const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId: school.tutorId, sessionId } },
    });
    const turns = typeof data === "object" ? data.turns : [];
    return turns.map(({ question, outcome }) => [question, outcome]);
  };
  await until("both turns in the transcript", async () => (await stored()).length === 2);
  expect(await stored()).toEqual([
    ["Which colour are leaves?", "complete"],
    ["What did you say?", "complete"],
  ]);
}, 120_000);

test("a student who connects again keeps the face, though others wait for it", async () => {
  await using opened = new AsyncDisposableStack();
  const { student: first, ...visit } = await school.join();
  opened.use(first);
  const { student: second } = await joinWaiting();
  opened.use(second);
  const again = await Student.join(school.engine.url, school.tutorId, await school.resume(visit));
  opened.use(again);
  expect(await first.message("bye")).toMatchObject({ reason: "replaced" });
  await until("pictures", () => again.pictures.length > 5, { withinMs: 20_000 });
  expect(facesOf(second)).toEqual([["none", 1]]);
  await again[Symbol.asyncDispose]();
  await until("the face of the second", () => facesOf(second).at(-1)?.[0] === "embedded", {
    withinMs: 20_000,
  });
}, 60_000);
