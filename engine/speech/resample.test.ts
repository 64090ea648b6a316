import { expect, test } from "bun:test";
import { upsample } from "./resample.ts";

const tone = (hz: number, rateHz: number, samples: number) =>
  Float32Array.from({ length: samples }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rateHz));

test.each([200, 1_000, 3_000, 5_500])("a tone of %d Hz stays the same tone at three times the rate", (hz) => {
  const up = upsample(tone(hz, 16_000, 800), 3);
  const wanted = tone(hz, 48_000, 2_400);
  const inner = (pcm: Float32Array) => pcm.subarray(300, 2_100);
  const error = inner(up).reduce(
    (most, sample, i) => Math.max(most, Math.abs(sample - inner(wanted)[i]!)),
    0,
  );
  expect(error).toBeLessThan(0.005);
});

test("a constant stays constant", () => {
  const up = upsample(new Float32Array(200).fill(0.25), 2);
  for (const sample of up.subarray(64, 336)) expect(sample).toBeCloseTo(0.25, 5);
});

test("the length is a multiple, down to nothing", () => {
  expect(upsample(new Float32Array(7), 3)).toHaveLength(21);
  expect(upsample(new Float32Array(0), 3)).toHaveLength(0);
});
