import { expect, test } from "bun:test";
import { toClips } from "./clips.ts";
import type { SpokenClip } from "./speaker.ts";
import type { SpeechRateHz } from "./synthesizer.ts";
import type { VisemeName } from "./viseme.ts";
import type { RoutedChunk } from "./voice-router.ts";

const msToSamples = (ms: number) => ms * 48;

/** A chunk of 1s that says "aa" throughout and holds one word. */
function chunk(startMs: number, durationMs: number): RoutedChunk {
  const span = { startMs, endMs: startMs + durationMs };
  return {
    voice: "rms",
    pcm: new Int16Array(msToSamples(durationMs)).fill(1),
    visemes: [{ name: "aa", ...span }],
    words: [{ from: 0, to: 1, ...span }],
  };
}

async function clipsOf(...chunks: RoutedChunk[]) {
  const clips: SpokenClip[] = [];
  const sums: number[] = [];
  async function* source() {
    yield* chunks;
  }
  const encoderAt = (rateHz: SpeechRateHz) => (pcm: Int16Array) => {
    expect(pcm).toHaveLength(rateHz / 50);
    sums.push(pcm.reduce((sum, sample) => sum + sample, 0));
    return new Uint8Array([pcm[0]!]);
  };
  for await (const clip of toClips(source(), encoderAt)) clips.push(clip);
  return { clips, samples: sums.reduce((sum, part) => sum + part, 0) };
}

test("the first clip is short, the packets are whole and no sample is lost", async () => {
  const { clips, samples } = await clipsOf(chunk(0, 4_005));
  expect(clips.map((clip) => clip.durationMs)).toEqual([400, 1600, 1600, 400, 20]);
  expect(samples).toBe(msToSamples(4_005));
  for (const clip of clips) expect(clip.durationMs).toBe(clip.packets.length * 20);
});

test("the packets of a clip lie in one buffer, as they were encoded", async () => {
  const { clips } = await clipsOf(chunk(0, 4_005));
  for (const { packets } of clips) {
    const [first] = packets;
    expect(new Set(packets.map(({ buffer }) => buffer)).size).toBe(1);
    expect(first!.buffer.byteLength).toBe(packets.length);
    expect(packets.every((packet) => packet.length === 1 && packet[0] === 1)).toBe(true);
  }
});

test("samples that fill no packet go on in the next clip", async () => {
  const { clips, samples } = await clipsOf(chunk(0, 110), chunk(110, 110));
  expect(clips.map((clip) => clip.durationMs)).toEqual([100, 120]);
  expect(samples).toBe(msToSamples(220));
});

test("sound of another rate begins a packet of its own, and times go on", async () => {
  const narrow = { ...chunk(110, 205), pcm: new Int16Array(205 * 16).fill(1), sampleRateHz: 16_000 } as const;
  const { clips, samples } = await clipsOf(chunk(0, 110), narrow, chunk(315, 20));
  expect(clips.map((clip) => clip.durationMs)).toEqual([100, 20, 200, 20, 20]);
  expect(samples).toBe(msToSamples(110) + 205 * 16 + msToSamples(20));
  // The voice before was left in the middle of a packet: 10 ms of silence.
  expect(clips[2]!.visemes).toEqual([{ name: "aa", startMs: 0, endMs: 195, strength: 0.75 }]);
});

test("mouth shapes are cut at the clip's end and go on in the next", async () => {
  const { clips } = await clipsOf(chunk(0, 110), chunk(110, 110));
  expect(clips.map((clip) => clip.visemes)).toEqual([
    [{ name: "aa", startMs: 0, endMs: 100, strength: 0.75 }],
    [
      { name: "aa", startMs: 0, endMs: 10, strength: 0.75 },
      { name: "aa", startMs: 10, endMs: 120, strength: 0.75 },
    ],
  ]);
});

test("a word is told once, in the clip where it starts", async () => {
  const { clips } = await clipsOf(chunk(0, 600), chunk(600, 100));
  expect(clips.flatMap((clip, i) => clip.words.map((word) => [i, word.startMs, word.endMs]))).toEqual([
    [0, 0, 600],
    [2, 0, 100],
  ]);
});

test("nothing said gives no clip", async () => {
  expect((await clipsOf()).clips).toEqual([]);
});

test("loud vowels open the mouth further than soft ones, and other sounds do not", async () => {
  const samples = 48 * 200;
  const tone = (level: number) =>
    Int16Array.from(
      { length: samples },
      (_, i) => 32_767 * level * Math.sin((2 * Math.PI * 200 * i) / 48_000),
    );
  const strengthOf = async (name: VisemeName, level: number) => {
    const loud = { ...chunk(0, 200), pcm: tone(level), visemes: [{ name, startMs: 0, endMs: 200 }] };
    return (await clipsOf(loud)).clips[0]!.visemes[0]!.strength;
  };
  expect(await strengthOf("aa", 0.5)).toBeCloseTo(1.1, 2);
  expect(await strengthOf("aa", 0.1)).toBeLessThan(1);
  expect(await strengthOf("aa", 0.01)).toBe(0.75);
  expect(await strengthOf("SS", 0.5)).toBeUndefined();
});
