import { expect, test } from "bun:test";
import { GrowingSound } from "./growing-sound.ts";
import { Timekeeper } from "./timekeeper.ts";

test("without a reference, the words of a sound that still grows are expected at the speed that was asked for", () => {
  const sound = new GrowingSound();
  sound.add({ pcm: new Int16Array(48_000).fill(8_000), sampleRateHz: 48_000 });
  const wordsAt = (rate: number) => {
    const times = new Timekeeper({ text: "Leaves make sugar from light.", language: "en", rate }, undefined);
    return times.at(sound, false).words.map(({ startMs }) => Math.round(startMs * rate));
  };
  expect(wordsAt(1).at(-1)).toBeGreaterThan(500);
  expect(wordsAt(2)).toEqual(wordsAt(1));
  expect(wordsAt(0.5)).toEqual(wordsAt(1));
});
