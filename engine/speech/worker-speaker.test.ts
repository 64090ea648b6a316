import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { FF_DECODER_LIBOPUS } from "node-av/constants";
import { Codec, CodecContext, Frame, Packet } from "node-av/lib";
import { childrenOf } from "../../tests/_support/child-processes.ts";
import type { Speaker, SpokenClip } from "./speaker.ts";
import { joinStates } from "./speech-engine.ts";
import { SpeechError } from "./synthesizer.ts";
import { openWorkerSpeaker } from "./worker-speaker.ts";

let speaker: Speaker & AsyncDisposable;

setDefaultTimeout(60_000);
beforeAll(async () => {
  speaker = await openWorkerSpeaker();
});
afterAll(() => speaker[Symbol.asyncDispose]());

const never = new AbortController().signal;
const long = "Plants turn light into sugar, and keep it for later. ".repeat(10).trim();

async function hear(text: string, signal = never): Promise<SpokenClip[]> {
  return await Array.fromAsync(speaker.speak({ text, language: "en" }, signal));
}

/** Peak of each decoded packet, from 0 to 1. */
async function peaksOf(packets: readonly Uint8Array[]): Promise<number[]> {
  const codec = Codec.findDecoderByName(FF_DECODER_LIBOPUS)!;
  using context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = 48_000;
  await context.open2(codec, null);
  using packet = new Packet();
  using frame = new Frame();
  packet.alloc();
  frame.alloc();
  return packets.map((data) => {
    packet.data = Buffer.from(data);
    context.sendPacketSync(packet);
    expect(context.receiveFrameSync(frame)).toBe(0);
    expect(frame.nbSamples).toBe(960);
    const bytes = frame.toBuffer();
    let peak = 0;
    for (let at = 0; at + 1 < bytes.length; at += 2)
      peak = Math.max(peak, Math.abs(bytes.readInt16LE(at)) / 32768);
    return peak;
  });
}

test("knows its voices", () => {
  expect(speaker.voices.map(({ id }) => id).slice(0, 2)).toEqual(["rms", "slt"]);
});

test("clips hold Opus packets of 20 ms that sound where the mouth is open", async () => {
  const clips = await hear("Good morning, everybody.");
  const packets = clips.flatMap((clip) => clip.packets);
  const peaks = await peaksOf(packets);
  let startMs = 0;
  for (const clip of clips) {
    for (const { name, ...span } of clip.visemes) {
      if (name !== "O" || span.endMs - span.startMs < 60) continue;
      expect(peaks[Math.floor((startMs + (span.startMs + span.endMs) / 2) / 20)]).toBeGreaterThan(0.05);
    }
    startMs += clip.durationMs;
  }
  expect(peaks.at(-1)).toBeLessThan(0.02);
  expect(clips.flatMap((clip) => clip.words)).toHaveLength(3);
});

test("an abort ends the clips without an error, and the voice goes on for others", async () => {
  const stop = new AbortController();
  let clips = 0;
  for await (const _ of speaker.speak({ text: long, language: "en" }, stop.signal)) {
    clips++;
    stop.abort();
  }
  expect(clips).toBe(1);
  expect((await hear("Hello.")).length).toBeGreaterThan(0);
  expect(await hear("Hello.", AbortSignal.abort())).toEqual([]);
});

test("a short text is heard before a long one has ended", async () => {
  const ended: string[] = [];
  await Promise.all([
    hear(long).then(() => ended.push("long")),
    hear("Hello.").then(() => ended.push("short")),
  ]);
  expect(ended).toEqual(["short", "long"]);
});

test("what cannot be spoken is a SpeechError", async () => {
  await expect(hear("你好")).rejects.toBeInstanceOf(SpeechError);
  await expect(hear("a".repeat(601))).rejects.toBeInstanceOf(SpeechError);
});

test("more utterances than it takes at a time are refused at once", async () => {
  const stop = new AbortController();
  const all = Array.from({ length: 70 }, () => hear("Hello.", stop.signal));
  const results = await Promise.allSettled([
    ...all.slice(64),
    new Promise<void>((done) => setTimeout(done, 0)),
  ]);
  stop.abort();
  await Promise.allSettled(all);
  expect(results.filter(({ status }) => status === "rejected")).toHaveLength(6);
});

test("a process that dies costs nobody a word: another one goes on, and says only what was not said", async () => {
  const killAll = () => {
    for (const pid of childrenOf(process.pid, "speech-worker.ts")) process.kill(pid, "SIGKILL");
  };
  const wordsOf = (clips: readonly SpokenClip[]) =>
    clips.flatMap(({ words }) => words.map(({ from, to }) => long.slice(from, to)));
  const said: SpokenClip[] = [];
  for await (const clip of speaker.speak({ text: long, language: "en" }, never)) {
    if (said.push(clip) === 1) killAll();
  }
  const all = wordsOf(await hear(long));
  expect(wordsOf(said)).toEqual(all);
  expect(all).toHaveLength(long.split(" ").length);

  const before = speaker.speak({ text: long, language: "en" }, never)[Symbol.asyncIterator]();
  const first = before.next();
  killAll();
  expect((await first).value?.words.length).toBeGreaterThan(0);
  await before.return?.();
});

test("an engine that rests in one process is said to rest", () => {
  const ready = [
    { name: "openai", state: "ready", reason: null, voices: 1 },
    { name: "espeak", state: "absent", reason: "not installed", voices: 0 },
  ] as const;
  const resting = [{ name: "openai", state: "resting", reason: "down", voices: 1 }, ready[1]] as const;
  expect(joinStates([ready, [], resting])).toEqual([...resting]);
  expect(joinStates([[], ready])).toEqual([...ready]);
});

test("a speaker that is closed fails, and one whose opening is aborted says why", async () => {
  const closed = await openWorkerSpeaker();
  await closed[Symbol.asyncDispose]();
  await expect(
    Array.fromAsync(closed.speak({ text: "Hello.", language: "en" }, never)),
  ).rejects.toBeInstanceOf(SpeechError);
  await expect(openWorkerSpeaker({}, { signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow(
    "stopped",
  );
});
