import { expect, test } from "bun:test";
import { toClips } from "./clips.ts";
import type { SpokenClip } from "./speaker.ts";
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
  const encode = (pcm: Int16Array) => {
    expect(pcm).toHaveLength(960);
    sums.push(pcm.reduce((sum, sample) => sum + sample, 0));
    return new Uint8Array([pcm[0]!]);
  };
  for await (const clip of toClips(source(), encode)) clips.push(clip);
  return { clips, samples: sums.reduce((sum, part) => sum + part, 0) };
}

test("the first clip is short, the packets are whole and no sample is lost", async () => {
  const { clips, samples } = await clipsOf(chunk(0, 4_005));
  expect(clips.map((clip) => clip.durationMs)).toEqual([400, 1600, 1600, 400, 20]);
  expect(samples).toBe(msToSamples(4_005));
  for (const clip of clips) expect(clip.durationMs).toBe(clip.packets.length * 20);
});

test("samples that fill no packet go on in the next clip", async () => {
  const { clips, samples } = await clipsOf(chunk(0, 110), chunk(110, 110));
  expect(clips.map((clip) => clip.durationMs)).toEqual([100, 120]);
  expect(samples).toBe(msToSamples(220));
});

test("mouth shapes are cut at the clip's end and go on in the next", async () => {
  const { clips } = await clipsOf(chunk(0, 110), chunk(110, 110));
  expect(clips.map((clip) => clip.visemes)).toEqual([
    [{ name: "aa", startMs: 0, endMs: 100 }],
    [
      { name: "aa", startMs: 0, endMs: 10 },
      { name: "aa", startMs: 10, endMs: 120 },
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
