import { expect, test } from "bun:test";
import { GrowingSound, outputRateHz } from "./growing-sound.ts";
import { Level } from "./level.ts";

test("the gain of a peak goes on from one part of a sound to the next", () => {
  const boundary = outputRateHz;
  for (const burstAt of [boundary - 200, boundary + 60]) {
    // As loud throughout as a voice, with a crack of 3 ms; its sign changes, its size tells the gain.
    const pcm = Int16Array.from({ length: outputRateHz * 2 }, (_, i) => {
      const size = i >= burstAt && i < burstAt + 144 ? 32_000 : 2_600;
      return i % 200 < 100 ? size : -size;
    });
    const sound = new GrowingSound();
    sound.add({ pcm, sampleRateHz: outputRateHz });
    const level = new Level();
    const voice = "";
    const parts = [
      level.apply(sound, { voice, fromMs: 0, toMs: 1_000, isWhole: false }),
      level.apply(sound, { voice, fromMs: 1_000, toMs: 2_000, isWhole: true }),
    ];
    const gains = parts.flatMap((part) => [...part]).map((sample, i) => sample / pcm[i]!);
    expect(gains).toHaveLength(pcm.length);
    expect(Math.min(...gains.slice(boundary - 300, boundary + 300))).toBeLessThan(0.9 * gains[1_000]!);
    for (let i = boundary - 3; i < boundary + 3; i++)
      expect(Math.abs(gains[i]! - gains[i - 1]!)).toBeLessThan(0.01);
  }
});
