import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { components } from "../../generated/engine.types.ts";
import { serviceToken } from "../_support/backend.ts";
import { difference } from "../_support/decoders.ts";
import { type School, startSchool } from "../_support/school.ts";
import type { EngineMessage, Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { startVoiceServer, type VoiceServer } from "../_support/voice-server.ts";

setDefaultTimeout(120_000);

/** Where the mouth is in a 512×512 picture. */
const mouth = { x: 196, y: 250, width: 120, height: 80 };
const sentence = "Big boats float because people make them from empty boxes.";

let server: VoiceServer;
let school: School;
beforeAll(async () => {
  server = await startVoiceServer();
  const voices = [
    { name: "alloy", language: "en" },
    { name: "echo", language: "zh" },
  ];
  const openai = { url: server.url, apiKey: undefined, model: "tts-1", voices, sampleRateHz: 24_000 };
  school = await startSchool({ speech: { openai } });
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

async function joinTutor(facts: { language: string; greeting: string; voice?: string }): Promise<Student> {
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Cleo", subject: "Physics", access: "public", ...facts },
  });
  return (await school.join(data!.id)).student;
}

const isVoice = (message: EngineMessage) => message.type === "voice";
const movesIn = (student: Student, from: number) => {
  const pictures = student.pictures.slice(from).map(({ picture }) => picture);
  return pictures.slice(1).filter((picture, i) => difference(pictures[i]!, picture, mouth) > 1).length;
};

test("a tutor speaks with a server's voice, with moving lips; when it fails another goes on, and then it is back", async () => {
  server.manner = {};
  const student = await joinTutor({ language: "en", greeting: sentence });
  await using _ = student;
  await student.hearsSpeech({ withinMs: 20_000 });
  const greeting = await student.message("turn-end", { withinMs: 30_000 });
  expect(greeting).toMatchObject({ outcome: "complete", heard: sentence });
  expect(server.requests.some(({ body }) => body.input === sentence && body.voice === "alloy")).toBe(true);
  expect(movesIn(student, 0)).toBeGreaterThan(20);
  expect(student.messages.filter(isVoice)).toEqual([]);

  server.manner = { status: 500 };
  const question = async () => {
    const from = student.messages.length;
    school.ollama.next({ tokens: [sentence] });
    student.say("Why?");
    const end = await student.message("turn-end", { from, withinMs: 30_000 });
    expect(end).toMatchObject({ outcome: "complete", heard: sentence });
    return student.messages.slice(from).filter(isVoice);
  };
  expect(await question()).toMatchObject([{ speaks: "other" }]);
  const resting = async () => {
    await speak("Hello.");
    return (await readEngines()).find(({ state }) => state === "resting");
  };
  expect(await until("an engine to rest", resting, { withinMs: 30_000 })).toMatchObject({
    name: "openai",
    reason: "the voice's server answers 500",
  });
  const engines = await readEngines();
  expect(engines.find(({ name }) => name === "mageurite")).toMatchObject({
    state: "absent",
    reason: "MAGEURITE_TTS_URL is not set",
  });

  server.manner = {};
  const isRested = async () => (await readEngines()).find(({ name }) => name === "openai")?.state === "ready";
  await until("the server's voice to be asked again", isRested, { withinMs: 60_000 });
  expect(await question()).toMatchObject([{ speaks: "own" }]);
});

test("a server that breaks off in the middle of a sentence is finished by another voice, and no word is lost", async () => {
  server.manner = { cutAfter: 0.5, pieceEveryMs: 20 };
  const student = await joinTutor({ language: "en", greeting: sentence });
  await using _ = student;
  const end = await student.message("turn-end", { withinMs: 40_000 });
  expect(end).toMatchObject({ outcome: "complete", heard: sentence });
  expect(student.messages.filter(isVoice)).toMatchObject([{ speaks: "other" }]);
  const caption = student.messages.findLast((message) => message.type === "caption");
  expect(caption?.words.map(({ text }) => text.replace(/[.,]/g, "")).join(" ")).toBe(
    sentence.replace(".", ""),
  );
});

test("a language that no voice speaks runs in captions, and the page is told; there is no silence without a word", async () => {
  const greeting = "こんにちは。今日は葉について学びます。";
  const student = await joinTutor({ language: "ja", greeting });
  await using _ = student;
  const end = await student.message("turn-end", { withinMs: 30_000 });
  expect(end).toMatchObject({ outcome: "complete", heard: greeting });
  expect(student.messages.filter(isVoice)).toMatchObject([{ speaks: "nobody" }]);
  const captions = student.messages.filter((message) => message.type === "caption");
  expect(captions.length).toBeGreaterThan(0);
  const words = captions.at(-1)!.words;
  expect(words.at(-1)!.atMs - words[0]!.atMs).toBeGreaterThan(500);
});

const ask = (path: string, init: RequestInit = {}) =>
  fetch(school.engine.url + path, {
    ...init,
    headers: { authorization: `Bearer ${serviceToken}`, "content-type": "application/json" },
  });
const speak = async (text: string) => {
  const response = await ask("/api/tts/synthesize", {
    method: "POST",
    body: JSON.stringify({ text, language: "en" }),
  });
  await response.arrayBuffer();
};

async function readEngines(): Promise<components["schemas"]["SpeechEngine"][]> {
  const response = await ask("/api/tts/engines");
  return ((await response.json()) as components["schemas"]["SpeechEngineList"]).items;
}
