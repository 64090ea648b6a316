import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { OpusEncoder } from "../../engine/speech/opus-encoder.ts";
import { opusPacketSamples } from "../../engine/speech/opus-packets.ts";
import { type EngineSpeaker, openWorkerSpeaker } from "../../engine/speech/worker-speaker.ts";
import { serviceTestTimeoutMs } from "../_support/backend.ts";
import { childrenOf } from "../_support/child-processes.ts";
import { openRecogniserModel } from "../_support/recogniser-model.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { startTranscriber } from "../_support/transcriber.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(2 * serviceTestTimeoutMs);

const sentences = ["why are leaves green", "please stop talking", "tell me about water"];

let transcriber: Awaited<ReturnType<typeof startTranscriber>>;
let school: School;
let speaker: EngineSpeaker;
beforeAll(async () => {
  transcriber = await startTranscriber(sentences);
  school = await startSchool({ transcriberUrl: transcriber.url });
  speaker = await openWorkerSpeaker();
});
afterAll(async () => {
  await speaker?.[Symbol.asyncDispose]();
  await school?.[Symbol.asyncDispose]();
  await transcriber?.[Symbol.asyncDispose]();
});

/** Opus packets of a sentence, with the silence that follows it. */
async function voiceOf(text: string): Promise<Uint8Array[]> {
  using encoder = await OpusEncoder.open();
  const pieces: Int16Array[] = [];
  const utterance = { text, language: "en", voice: undefined };
  for await (const { pcm } of speaker.synthesize(utterance, new AbortController().signal)) pieces.push(pcm);
  const pcm = Int16Array.from([...pieces.flatMap((piece) => [...piece]), ...new Int16Array(48_000)]);
  const packets: Uint8Array[] = [];
  for (let at = 0; at + opusPacketSamples <= pcm.length; at += opusPacketSamples)
    packets.push(encoder.encode(pcm.subarray(at, at + opusPacketSamples)));
  return packets;
}

async function join(): Promise<Student> {
  const { ticket } = await school.visit();
  return Student.join(school.engine.url, school.tutorId, ticket, { microphone: true });
}

const states = (student: Student) =>
  student.messages.flatMap((message) => (message.type === "state" ? [message.state] : []));

/** The ends of so many turns, once they are there. */
const endsOf = (student: Student, turns: number) => {
  const ends = student.messages.filter((message) => message.type === "turn-end");
  return ends.length === turns ? ends : undefined;
};
const longStory = Array.from({ length: 40 }, (_, index) => `This is sentence number ${index} of many. `);

test("what a student says aloud is heard, understood and answered", async () => {
  await using student = await join();
  expect(await student.message("ready")).toMatchObject({ microphone: true });
  school.ollama.next({ tokens: ["Because of chlorophyll."] });
  student.send({ type: "mic", on: true });
  await student.speak(await voiceOf("Why are leaves green?"));
  expect(await student.message("turn")).toMatchObject({ question: "why are leaves green" });
  const end = await student.message("turn-end");
  expect(end).toMatchObject({ outcome: "complete", heard: "Because of chlorophyll." });
  expect(states(student).slice(0, 4)).toEqual(["idle", "listening", "thinking", "speaking"]);
  const understood = student.messages.filter((message) => message.type === "understood");
  expect(understood.at(-1)).toEqual({ type: "understood", text: "why are leaves green", isFinal: true });
});

test("a voice interrupts the tutor, who then answers it", async () => {
  await using student = await join();
  student.send({ type: "mic", on: true });
  school.ollama.next({ tokens: longStory });
  student.say("Tell me a long story.");
  await student.hearsSpeech();
  school.ollama.next({ tokens: ["Very well."] });
  await student.speak(await voiceOf("Tell me about water."));
  const [first, second] = await until("both turns have ended", () => endsOf(student, 2), {
    withinMs: 30_000,
  });
  expect(first).toMatchObject({ turn: 0, outcome: "interrupted" });
  expect(second).toMatchObject({ turn: 1, outcome: "complete", heard: "Very well." });
});

test("a question that waits does so until what interrupts the tutor is answered", async () => {
  await using student = await join();
  student.send({ type: "mic", on: true });
  school.ollama.next({ tokens: longStory });
  student.say("Tell me a long story.");
  await student.hearsSpeech();
  student.send({ type: "say", text: "And then?", when: "after" });
  school.ollama.next({ tokens: ["Very well."] }, { tokens: ["Then it ends."] });
  await student.speak(await voiceOf("Tell me about water."));
  const ends = await until("three turns have ended", () => endsOf(student, 3), { withinMs: 30_000 });
  expect(student.messages.flatMap((message) => (message.type === "turn" ? [message.question] : []))).toEqual([
    "Tell me a long story.",
    "tell me about water",
    "And then?",
  ]);
  expect(ends.map(({ outcome }) => outcome)).toEqual(["interrupted", "complete", "complete"]);
});

test("an answer goes on after a sound that says nothing, to its end", async () => {
  await using student = await join();
  student.send({ type: "mic", on: true });
  // The model is still writing when it is stopped.
  school.ollama.next({ tokens: longStory.slice(0, 6), fault: { type: "stall", afterTokens: 4 } });
  student.say("Tell me a story.");
  const captions = () => student.messages.filter(({ type }) => type === "caption");
  await until("a sentence to its end", () => captions().length >= 2);
  school.ollama.next({ tokens: longStory.slice(4, 6) });
  await student.speak(await voiceOf("Hmm."));
  const [first, second] = await until("both turns have ended", () => endsOf(student, 2), {
    withinMs: 40_000,
  });
  const finals = student.messages.filter((message) => message.type === "understood" && message.isFinal);
  expect(finals).toEqual([{ type: "understood", text: "", isFinal: true }]);
  expect(first).toMatchObject({ turn: 0, outcome: "interrupted" });
  expect(second).toMatchObject({ turn: 1, outcome: "complete", source: "model" });
  expect(second!.heard).toStartWith("This is sentence number");
  expect(second!.heard).toContain("number 3 of many. This is sentence number 4 of many.");
  expect(second!.heard).toEndWith("number 5 of many.");
  expect(states(student).at(-1)).toBe("idle");
});

test("a microphone that is off is not listened to", async () => {
  await using student = await join();
  await student.speak(await voiceOf("Please stop talking."));
  student.send({ type: "mic", on: true });
  student.send({ type: "mic", on: false });
  await student.speak(await voiceOf("Please stop talking."));
  student.send({ type: "ping", id: 1 });
  await student.message("pong");
  expect(states(student)).toEqual(["idle"]);
});

test("an ear that hangs is replaced, and the student is heard again", async () => {
  await using student = await join();
  student.send({ type: "mic", on: true });
  await student.speak((await voiceOf("Why are leaves green?")).slice(0, 20));
  const stopped = childrenOf(process.pid, "ear-worker.ts");
  expect(stopped.length).toBeGreaterThan(0);
  for (const pid of stopped) process.kill(pid, "SIGSTOP");
  await until("none of them is left", () => !childrenOf(process.pid).some((pid) => stopped.includes(pid)), {
    withinMs: 60_000,
  });
  school.ollama.next({ tokens: ["Water is wet."] });
  await student.speak(await voiceOf("Tell me about water."));
  expect(await student.message("turn-end")).toMatchObject({ outcome: "complete", heard: "Water is wet." });
});

test("a transcriber that is gone is said to be, and typing goes on", async () => {
  await using gone = await startTranscriber(sentences);
  await using other = await startSchool({ transcriberUrl: gone.url });
  const { ticket } = await other.visit();
  await using student = await Student.join(other.engine.url, other.tutorId, ticket, { microphone: true });
  await gone[Symbol.asyncDispose]();
  student.send({ type: "mic", on: true });
  await student.speak(await voiceOf("Tell me about water."));
  expect(await student.message("problem")).toMatchObject({ problem: { type: "unavailable" } });
  await until("the tutor is at rest", () => states(student).at(-1) === "idle");
  other.ollama.next({ tokens: ["Yes."] });
  student.say("Can you read me?");
  expect(await student.message("turn-end")).toMatchObject({ heard: "Yes." });
});

test("a school with a model of its own understands without a server, in the model's language", async () => {
  await using own = await startSchool({
    settings: { TRANSCRIBER_MODEL_DIR: openRecogniserModel(), TRANSCRIBER_LANGUAGES: "en" },
  });
  const { ticket } = await own.visit();
  await using student = await Student.join(own.engine.url, own.tutorId, ticket, { microphone: true });
  own.ollama.next({ tokens: ["Because of chlorophyll."] });
  student.send({ type: "mic", on: true });
  await student.speak(await voiceOf("Why are leaves green?"));
  expect(await student.message("turn", { withinMs: 30_000 })).toMatchObject({
    question: "Why are leaves green?",
  });
  const admin = await own.backend.signIn();
  const { data: tutor } = await admin.POST("/api/tutors", {
    body: { name: "Lin", access: "public", language: "zh" },
  });
  const { ticket: toLin } = await own.visit(tutor!.id);
  await using other = await Student.join(own.engine.url, tutor!.id, toLin, { microphone: true });
  expect(await other.message("ready")).toMatchObject({ microphone: false });
});

test("a school without a transcriber offers no microphone", async () => {
  await using plain = await startSchool();
  const { ticket } = await plain.visit();
  await using student = await Student.join(plain.engine.url, plain.tutorId, ticket, { microphone: true });
  expect(await student.message("ready")).toMatchObject({ microphone: false });
});
