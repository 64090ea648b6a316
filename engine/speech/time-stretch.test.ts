import { expect, test } from "bun:test";
import { TimeStretch } from "./time-stretch.ts";

const rateHz = 24_000;
const tone = (hz: number, seconds: number) =>
  Int16Array.from({ length: rateHz * seconds }, (_, i) => 8_000 * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** From one rise through zero to the next, in Hz, over the middle of the sound. */
function pitchOf(pcm: Int16Array): number {
  const middle = pcm.subarray(pcm.length / 4, (pcm.length * 3) / 4);
  let rises = 0;
  for (let i = 1; i < middle.length; i++) if (middle[i - 1]! < 0 && middle[i]! >= 0) rises++;
  return (rises * rateHz) / middle.length;
}

function stretch(pcm: Int16Array, rate: number, pieceSamples: number): Int16Array {
  const stretcher = new TimeStretch(rate, rateHz);
  const out: number[] = [];
  for (let from = 0; from < pcm.length; from += pieceSamples)
    out.push(...stretcher.push(pcm.subarray(from, from + pieceSamples)));
  return Int16Array.from([...out, ...stretcher.end()]);
}

test.each([0.5, 0.75, 1.3, 2])("at %d times the speed the length changes and the pitch does not", (rate) => {
  const out = stretch(tone(140, 2), rate, 1_000);
  expect(Math.abs(out.length / rateHz - 2 / rate)).toBeLessThan(0.1);
  expect(Math.abs(pitchOf(out) - 140)).toBeLessThan(4);
  const level = Math.sqrt(out.reduce((sum, sample) => sum + sample ** 2, 0) / out.length);
  expect(level).toBeGreaterThan(8_000 * 0.6);
});

test("it does not matter in which pieces the sound arrives", () => {
  const pcm = tone(200, 1);
  expect(stretch(pcm, 1.4, 317)).toEqual(stretch(pcm, 1.4, pcm.length));
});

test("nothing in gives nothing out", () => {
  expect(stretch(new Int16Array(), 1.5, 100)).toHaveLength(0);
});
