import { afterAll, beforeAll, expect, test } from "bun:test";
import { childrenOf } from "../../tests/_support/child-processes.ts";
import { until } from "../../tests/_support/until.ts";
import { OpusEncoder } from "../speech/opus-encoder.ts";
import { opusPacketSamples, opusSampleRateHz } from "../speech/opus-packets.ts";
import { type EngineSpeaker, openWorkerSpeaker } from "../speech/worker-speaker.ts";
import { earSampleRateHz } from "./ear-messages.ts";
import type { EarEvent } from "./ear-stream.ts";
import { type Ear, Ears } from "./ears.ts";

let ears: Ears;
let speaker: EngineSpeaker;
let encoder: OpusEncoder;
beforeAll(async () => {
  ears = new Ears();
  [speaker, encoder] = await Promise.all([openWorkerSpeaker(), OpusEncoder.open()]);
}, 60_000);
afterAll(async () => {
  encoder?.[Symbol.dispose]();
  await Promise.all([speaker?.[Symbol.asyncDispose](), ears?.[Symbol.asyncDispose]()]);
});

/** A voice at 48 kHz, which nobody's microphone recorded. */
async function voice(text: string): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  const utterance = { text, language: "en", voice: undefined };
  for await (const { pcm } of speaker.synthesize(utterance, new AbortController().signal))
    pieces.push(Float32Array.from(pcm, (sample) => sample / 32_768));
  return concat(pieces);
}

const silence = (ms: number) => new Float32Array((ms * opusSampleRateHz) / 1000);

/** The same noise each time, softer than speech. */
function noise(ms: number): Float32Array {
  let state = 1;
  return silence(ms).map(() => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * 0.01;
  });
}

function concat(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Lets an ear hear the sound, and answers what it says up to `last`. */
async function listen(sound: Float32Array, last: EarEvent["type"] | undefined): Promise<EarEvent[]> {
  const events: EarEvent[] = [];
  const over = Promise.withResolvers<void>();
  const ear = await ears.open((event) => {
    events.push(event);
    if (event.type === last) over.resolve();
  });
  using _ = ear;
  say(sound, ear);
  if (last) await over.promise;
  return events;
}

function say(sound: Float32Array, ear: Ear): void {
  for (let at = 0; at + opusPacketSamples <= sound.length; at += opusPacketSamples) {
    const frame = sound.subarray(at, at + opusPacketSamples);
    ear.take(encoder.encode(Int16Array.from(frame, (sample) => sample * 32_767)));
  }
}

test("a sentence is heard from its first syllable to its last, and nothing else", async () => {
  const said = await voice("Why are the leaves of plants green?");
  const events = await listen(concat([noise(500), said, noise(1_500)]), "end");
  expect(events.map(({ type }) => type).filter((type) => type !== "so-far")).toEqual([
    "start",
    "pause",
    "end",
  ]);
  const end = events.at(-1);
  const heardMs = end?.type === "end" ? (end.pcm.length * 1000) / earSampleRateHz : 0;
  const saidMs = (said.length * 1000) / opusSampleRateHz;
  expect(heardMs).toBeGreaterThan(saidMs * 0.9);
  expect(heardMs).toBeLessThan(saidMs + 1_500);
  const loudest =
    end?.type === "end" ? end.pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0) : 0;
  expect(loudest).toBeGreaterThan(3_000);
}, 30_000);

test("noise is nobody's voice, and broken packets end nothing", async () => {
  const told: EarEvent[] = [];
  {
    using ear = await ears.open((event) => told.push(event));
    for (let packet = 0; packet < 50; packet++) ear.take(crypto.getRandomValues(new Uint8Array(packet * 40)));
  }
  const events = await listen(concat([noise(2_000), await voice("Hello there."), noise(1_000)]), "end");
  expect(events.filter(({ type }) => type === "start")).toHaveLength(1);
  expect(told).toEqual([]);
}, 30_000);

test("whoever speaks while the process that listens dies hears that it is over, and is heard again", async () => {
  const hello = concat([await voice("Hello there."), noise(1_000)]);
  const told: EarEvent["type"][] = [];
  using ear = await ears.open(({ type }) => told.push(type));
  say(hello.subarray(0, hello.length / 4), ear);
  await until("the voice", () => told.includes("start"));
  const [pid] = childrenOf(process.pid, "ear-worker.ts");
  process.kill(pid!, "SIGKILL");
  await until("its end", () => told.at(-1) === "end");
  await until("the next process", () =>
    childrenOf(process.pid, "ear-worker.ts").some((next) => next !== pid),
  );
  const again = await ears.open(() => {});
  again[Symbol.dispose]();
  told.length = 0;
  say(hello, ear);
  await until("the whole sentence", () => told.at(-1) === "end");
  expect(told.filter((type) => type !== "so-far")).toEqual(["start", "pause", "end"]);
}, 60_000);
