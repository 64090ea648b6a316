import { expect, test } from "bun:test";
import { Resampler, resample } from "./resample.ts";

const tone = (hz: number, rateHz: number, samples: number) =>
  Float32Array.from({ length: samples }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rateHz));

test.each([200, 1_000, 3_000, 5_500])("a tone of %d Hz stays the same tone at three times the rate", (hz) => {
  const up = resample(tone(hz, 16_000, 800), { fromHz: 16_000, toHz: 48_000 });
  const wanted = tone(hz, 48_000, 2_400);
  const inner = (pcm: Float32Array) => pcm.subarray(300, 2_100);
  const error = inner(up).reduce(
    (most, sample, i) => Math.max(most, Math.abs(sample - inner(wanted)[i]!)),
    0,
  );
  expect(error).toBeLessThan(0.005);
});

test("a constant stays constant", () => {
  const up = resample(new Float32Array(200).fill(0.25), { fromHz: 1, toHz: 2 });
  for (const sample of up.subarray(64, 336)) expect(sample).toBeCloseTo(0.25, 5);
});

test("the length is a multiple, down to nothing", () => {
  expect(resample(new Float32Array(7), { fromHz: 1, toHz: 3 })).toHaveLength(21);
  expect(resample(new Float32Array(0), { fromHz: 1, toHz: 3 })).toHaveLength(0);
});

test.each([22_050, 24_000, 44_100, 96_000])(
  "a tone at %d samples a second is the same tone at 48 000",
  (fromHz) => {
    const out = resample(tone(1_000, fromHz, fromHz / 10), { fromHz, toHz: 48_000 });
    const wanted = tone(1_000, 48_000, 4_800);
    expect(Math.abs(out.length - wanted.length)).toBeLessThanOrEqual(1);
    for (let i = 300; i < 4_500; i++) expect(Math.abs(out[i]! - wanted[i]!)).toBeLessThan(0.005);
  },
);

test("sound that arrives in pieces of any size comes out as if it had come at once", () => {
  const pcm = tone(700, 22_050, 4_000);
  const rates = { fromHz: 22_050, toHz: 48_000 };
  const resampler = new Resampler(rates);
  const pieces: number[] = [];
  for (let from = 0, size = 1; from < pcm.length; from += size, size = (size * 7 + 3) % 501)
    pieces.push(...resampler.push(pcm.subarray(from, from + size)));
  pieces.push(...resampler.end());
  expect(pieces).toEqual([...resample(pcm, rates)]);
});

test("rates that no filter of a sensible size joins are refused", () => {
  expect(() => new Resampler({ fromHz: 22_051, toHz: 48_000 })).toThrow(RangeError);
  expect(() => new Resampler({ fromHz: 0, toHz: 48_000 })).toThrow(RangeError);
});
