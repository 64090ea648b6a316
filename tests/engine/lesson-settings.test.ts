import { afterAll, beforeAll, expect, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool();
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const sentence = "Light travels from the sun to the earth in about eight minutes. ";

async function endOf(student: Student, turn: number) {
  return await until(
    `the end of turn ${turn}`,
    () => student.messages.find((message) => message.type === "turn-end" && message.turn === turn),
    { withinMs: 30_000 },
  );
}

/** Waits until nothing of a kind arrives for a while; gives how much had. */
async function restOf(received: readonly unknown[]): Promise<number> {
  let length = -1;
  await until("silence", async () => {
    const before = received.length;
    await Bun.sleep(300);
    length = received.length;
    return length === before;
  });
  return length;
}

test("who wants to read gets neither sound nor pictures, and both again on request", async () => {
  const { student } = await school.join();
  await using _ = student;
  await until("pictures", () => student.pictures.length > 0);
  student.send({ type: "settings", media: "text" });
  const pictures = await restOf(student.pictures);
  const sounds = await restOf(student.heard);
  school.ollama.next({ tokens: [sentence, sentence] });
  student.say("How far is the sun?");
  expect(await endOf(student, 0)).toMatchObject({ outcome: "complete", heard: (sentence + sentence).trim() });
  expect(student.messages.some(({ type }) => type === "caption" || type === "aside")).toBe(false);
  expect(student.messages.some((message) => message.type === "state" && message.state === "speaking")).toBe(
    true,
  );
  expect(student.pictures.length).toBe(pictures);
  expect(student.heard.length).toBe(sounds);
  student.send({ type: "settings", media: "face" });
  await until("pictures again", () => student.pictures.length > pictures + 10);
  school.ollama.next({ tokens: [sentence] });
  student.say("And again?");
  await student.hearsSpeech({ withinMs: 10_000 });
}, 60_000);

test("who changes over to reading in the middle of an answer reads on from there", async () => {
  const { student } = await school.join();
  await using _ = student;
  const tokens = Array.from({ length: 20 }, () => sentence);
  school.ollama.next({ tokens });
  student.say("Tell me all about light.");
  await student.hearsSpeech({ withinMs: 10_000 });
  student.send({ type: "settings", media: "text" });
  expect(await endOf(student, 0)).toMatchObject({ outcome: "complete", heard: tokens.join("").trim() });
}, 60_000);

test("a voice can be had without pictures", async () => {
  const { student } = await school.join();
  await using _ = student;
  await until("pictures", () => student.pictures.length > 0);
  student.send({ type: "settings", media: "voice" });
  const pictures = await restOf(student.pictures);
  school.ollama.next({ tokens: [sentence] });
  student.say("How far is the sun?");
  await student.hearsSpeech({ withinMs: 10_000 });
  await endOf(student, 0);
  expect(student.pictures.length).toBe(pictures);
}, 60_000);

test("the voice is as fast as the student wants it", async () => {
  const { student } = await school.join();
  await using _ = student;
  const durationOf = async (turn: number, speed: number) => {
    student.send({ type: "settings", speed });
    school.ollama.next({ tokens: [sentence] });
    student.say(`At ${speed}, please.`);
    await endOf(student, turn);
    const captions = student.messages.filter((message) => message.type === "caption");
    return captions.findLast((caption) => caption.turn === turn)!.durationMs;
  };
  const [slow, fast] = [await durationOf(0, 0.75), await durationOf(1, 1.5)];
  expect(fast).toBeLessThan(slow * 0.6);
}, 60_000);

test("settings that nobody offers are refused", async () => {
  const { student } = await school.join();
  await using _ = student;
  student.channel.send(JSON.stringify({ type: "settings", speed: 40 }));
  expect((await student.message("problem")).problem.type).toBe("invalid-request");
}, 60_000);

test("what a student thinks of an answer is in the transcript, and known when the session goes on", async () => {
  const { student, sessionId, secret } = await school.join();
  student.send({ type: "settings", media: "text" });
  school.ollama.next({ tokens: [sentence] });
  student.say("How far is the sun?");
  student.send({ type: "rating", turn: 0, rating: "good" });
  expect((await student.message("problem")).problem.type).toBe("not-found");
  await endOf(student, 0);
  student.send({ type: "rating", turn: 0, rating: "poor" });
  await until("the rating", async () => {
    const { data } = await school.backend.engine.GET("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId } },
    });
    return data?.turns[0]?.rating === "poor" && data.turns[0].heard === sentence.trim();
  });
  await student[Symbol.asyncDispose]();
  const ticket = await school.resume({ sessionId, secret });
  await using back = await Student.join(school.engine.url, school.tutorId, ticket);
  expect(await back.message("past")).toMatchObject({ turn: 0, rating: "poor" });
}, 60_000);

test("a browser on another network path gets new credentials for its own lesson, and for no other", async () => {
  const { ticket } = await school.visit();
  const student = await Student.join(school.engine.url, school.tutorId, ticket);
  await using _ = student;
  const { student: other } = await school.join();
  await using __ = other;
  const own = `a=ice-ufrag:abcd\r\na=ice-pwd:${"p".repeat(22)}\r\n`;
  const restart = (location: string, body: string) =>
    fetch(location, {
      method: "PATCH",
      headers: { "content-type": "application/trickle-ice-sdpfrag", authorization: `Bearer ${ticket}` },
      body,
    });
  const answers = [await restart(student.location, own), await restart(student.location, own)];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  for (const text of texts) expect(text).toMatch(/^a=ice-ufrag:\S{12}\r\na=ice-pwd:\S{32}\r\n$/);
  expect(texts[0]).not.toBe(texts[1]);
  expect((await restart(student.location, "a=ice-ufrag:abcd")).status).toBe(400);
  expect((await restart(other.location, own)).status).toBe(404);
  // Nothing of the connection has changed meanwhile.
  const pictures = student.pictures.length;
  await until("more pictures", () => student.pictures.length > pictures + 10);
}, 60_000);
