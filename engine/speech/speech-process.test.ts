import { expect, setDefaultTimeout, test } from "bun:test";
import type { SpeechFrame } from "./speech-frames.ts";
import { SpeechProcess } from "./speech-process.ts";
import { SpeechError, VoiceUnavailable } from "./synthesizer.ts";

setDefaultTimeout(60_000);

const never = new AbortController().signal;
const open = () => new SpeechProcess(new URL("./mute-voice.fixture.ts", import.meta.url), ["seven"]);

async function say(voice: SpeechProcess, text: string, signal = never): Promise<SpeechFrame[]> {
  return await Array.fromAsync(voice.answers({ text, voice: "any", rate: 1 }, signal));
}

test("text goes in, heads and sound of any length come out, in order", async () => {
  await using voice = open();
  const answers = await Promise.all(["3", "0", "100001"].map((text) => say(voice, text)));
  expect(answers.map((frames) => frames.map(({ pcm }) => pcm.length))).toEqual([[3], [0], [100_001]]);
  expect(answers[2]![0]!.head).toEqual({ argument: "seven", secret: null });
  expect(answers[2]![0]!.pcm.every((sample, i) => sample === (i % 30_000) - 15_000)).toBe(true);
});

test("what the program cannot say is an error, and it goes on", async () => {
  await using voice = open();
  await expect(say(voice, "throw")).rejects.toBeInstanceOf(SpeechError);
  await expect(say(voice, "throw")).rejects.not.toBeInstanceOf(VoiceUnavailable);
  expect(await say(voice, "1")).toHaveLength(1);
});

test.each(["exit", "noise"])("a program that says %p is ended, and another one started", async (text) => {
  await using voice = open();
  await expect(say(voice, text)).rejects.toBeInstanceOf(VoiceUnavailable);
  expect(await say(voice, "2")).toHaveLength(1);
});

test("an order that nobody waits for any more is skipped, and the next one gets its own answer", async () => {
  await using voice = open();
  const stop = new AbortController();
  const frames: SpeechFrame[] = [];
  for await (const frame of voice.answers({ text: "many", voice: "any", rate: 1 }, stop.signal)) {
    frames.push(frame);
    stop.abort();
  }
  expect(frames).toHaveLength(1);
  expect((await say(voice, "5")).map(({ pcm }) => pcm.length)).toEqual([5]);
  expect(await say(voice, "5", AbortSignal.abort())).toEqual([]);
});

test("one that is closed takes nothing more", async () => {
  const voice = open();
  expect(await say(voice, "1")).toHaveLength(1);
  await voice[Symbol.asyncDispose]();
  await voice[Symbol.asyncDispose]();
  await expect(say(voice, "1")).rejects.toBeInstanceOf(VoiceUnavailable);
});
