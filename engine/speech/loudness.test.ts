import { expect, test } from "bun:test";
import { amplify, measureSpeechLevel, peakLevelDbfs } from "./loudness.ts";

const rateHz = 48_000;
const tone = (amplitude: number, samples = rateHz) =>
  Float32Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * 440 * i) / rateHz));

test("the level of a full-scale sine is -3 dB", () => {
  expect(measureSpeechLevel(tone(1), rateHz)).toBeCloseTo(-3.01, 1);
});

test("pauses do not lower the level", () => {
  const spoken = new Float32Array(3 * rateHz);
  spoken.set(tone(0.1), rateHz);
  expect(measureSpeechLevel(spoken, rateHz)).toBeCloseTo(measureSpeechLevel(tone(0.1), rateHz), 1);
});

test("a gain that needs no limit is exact", () => {
  const out = amplify(tone(0.1), 6.0206, rateHz);
  expect(Math.max(...out) / 32767).toBeCloseTo(0.2, 3);
});

test("peaks stay below the limit, and what lies far from them is untouched", () => {
  const pcm = tone(0.1);
  pcm.set(tone(0.9, 480), 24_000);
  const out = amplify(pcm, 6.0206, rateHz);
  expect(Math.max(...out) / 32767).toBeLessThanOrEqual(10 ** (peakLevelDbfs / 20) + 0.0001);
  expect(Math.max(...out.subarray(0, 23_000)) / 32767).toBeCloseTo(0.2, 3);
  expect(Math.max(...out.subarray(44_000)) / 32767).toBeCloseTo(0.2, 2);
});
