import { beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { widened } from "../../speech/chunk-sound.ts";
import { measureSpeechLevel, peakLevelDbfs, speechLevelDbfs } from "../../speech/loudness.ts";
import { type SpeechChunk, SpeechError, type Synthesizer } from "../../speech/synthesizer.ts";
import { openFlite } from "./flite.ts";

const samplesPerMs = 48;
const text =
  "Today we learn, step by step, how Dr. Smith's 3 apples fall. Is it gravity? Yes! It pulls on everything.";
let flite: Synthesizer;
let said: Awaited<ReturnType<typeof speak>>;

setDefaultTimeout(60_000);
beforeAll(async () => {
  flite = await openFlite();
  said = await speak(text);
});

async function speak(text: string, voice?: string, language = "en", rate = 1) {
  const chunks: SpeechChunk[] = [];
  for await (const chunk of flite.speak({ text, voice, language, rate }, new AbortController().signal))
    chunks.push(widened(chunk));
  const pcm = Float32Array.from(chunks.flatMap((chunk) => Array.from(chunk.pcm, (sample) => sample / 32768)));
  const visemes = chunks.flatMap((chunk) => chunk.visemes);
  const words = chunks.flatMap((chunk) => chunk.words);
  return { chunks, pcm, visemes, words, durationMs: pcm.length / samplesPerMs };
}

function level(pcm: Float32Array, fromMs: number, toMs: number): number {
  const part = pcm.subarray(Math.round(fromMs * samplesPerMs), Math.round(toMs * samplesPerMs));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample ** 2, 0) / part.length);
}

test("vowels are loud, and pauses inside the text are quiet", () => {
  const { pcm, visemes, durationMs } = said;
  const vowels = visemes.filter(({ name, startMs, endMs }) => name === "aa" && endMs - startMs > 60);
  const pauses = visemes.filter(
    ({ name, startMs, endMs }) => name === "sil" && endMs - startMs > 120 && endMs < durationMs,
  );
  expect(vowels.length).toBeGreaterThan(2);
  expect(pauses.length).toBeGreaterThan(1);
  for (const { startMs, endMs } of vowels) expect(level(pcm, startMs, endMs)).toBeGreaterThan(0.03);
  for (const { startMs, endMs } of pauses) expect(level(pcm, startMs + 50, endMs - 30)).toBeLessThan(0.01);
});

test("mouth shapes touch, and last from the first sample to the last", () => {
  const { visemes, durationMs } = said;
  let endMs = 0;
  for (const viseme of visemes) {
    expect(viseme.startMs).toBeCloseTo(endMs, 3);
    expect(viseme.endMs).toBeGreaterThan(viseme.startMs);
    endMs = viseme.endMs;
  }
  expect(endMs).toBeCloseTo(durationMs, 3);
});

test("every word has its time, in order, within the sound", () => {
  const { words, durationMs } = said;
  expect(words.map(({ from, to }) => text.slice(from, to))).toEqual(text.split(" "));
  let endMs = 0;
  for (const word of words) {
    expect(word.startMs).toBeGreaterThanOrEqual(endMs);
    expect(word.endMs).toBeGreaterThan(word.startMs);
    endMs = word.endMs;
  }
  expect(endMs).toBeLessThanOrEqual(durationMs);
});

test("a pause after a comma lies between the words around it", async () => {
  const { words, visemes } = await speak("First the seed, then the flower.");
  const [seed, then] = [words[2]!, words[3]!];
  const pause = visemes.find(({ name, startMs }) => name === "sil" && startMs >= seed.endMs - 1)!;
  expect(pause.endMs).toBeLessThanOrEqual(then.startMs + 1);
});

test("speech starts soon after the clip does", async () => {
  const { words } = await speak("Hello.");
  expect(words[0]!.startMs).toBeLessThanOrEqual(40);
});

test.each(["rms", "slt"])("voice %s speaks at the level it should, without clipping", async (voice) => {
  const { pcm } = await speak("Today we learn how apples fall, and why the moon does not.", voice);
  expect(Math.abs(measureSpeechLevel(pcm, 48_000) - speechLevelDbfs)).toBeLessThan(2);
  const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(peak).toBeLessThanOrEqual(10 ** (peakLevelDbfs / 20) + 0.001);
});

test("a faster voice says the same words in less time, and its mouth and words keep up", async () => {
  const [slow, fast] = await Promise.all([0.5, 2].map((rate) => speak(text, "rms", "en", rate)));
  expect(slow!.durationMs / fast!.durationMs).toBeGreaterThan(3);
  for (const { words, visemes, durationMs } of [slow!, fast!]) {
    expect(words).toHaveLength(said.words.length);
    expect(words.at(-1)!.endMs).toBeGreaterThan(durationMs * 0.85);
    expect(visemes.at(-1)!.endMs).toBeCloseTo(durationMs, 3);
  }
});

test("an unknown voice is the default one", async () => {
  const [unknown, standard] = [await speak("Hello.", "nobody"), await speak("Hello.")];
  expect(unknown.pcm).toEqual(standard.pcm);
});

test("text that it cannot speak is an error, not silence", async () => {
  await expect(speak("你好！ 🙂")).rejects.toBeInstanceOf(SpeechError);
  await expect(speak("Bonjour", undefined, "fr")).rejects.toBeInstanceOf(SpeechError);
  await expect(speak("a".repeat(601))).rejects.toBeInstanceOf(SpeechError);
});

test("an option in the text is spoken, not obeyed", async () => {
  const { words } = await speak("--help -o none");
  expect(words).toHaveLength(3);
});

test("an abort ends it before the next piece", async () => {
  const stop = new AbortController();
  let chunks = 0;
  for await (const _ of flite.speak({ text, language: "en" }, stop.signal)) {
    chunks++;
    stop.abort();
  }
  expect(chunks).toBe(1);
});
