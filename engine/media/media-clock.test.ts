import { expect, test } from "bun:test";
import { MediaClock, ntp64 } from "./media-clock.ts";

test("an NTP time holds seconds since 1900 and a binary fraction", () => {
  // 2²⁴ s after the Unix epoch, and half a second.
  expect(ntp64(16_777_216_500)).toBe(((2_208_988_800n + 16_777_216n) << 32n) | 0x8000_0000n);
  expect(ntp64(0)).toBe(2_208_988_800n << 32n);
  expect(ntp64(0.25) & 0xffff_ffffn).toBe(BigInt(Math.floor(0.00025 * 2 ** 32)));
});

test("an NTP time never goes back within a second, fractions of a millisecond included", () => {
  let last = 0n;
  for (let ms = 1_790_000_000_000; ms < 1_790_000_002_000; ms += 0.25) {
    const now = ntp64(ms);
    expect(now).toBeGreaterThan(last);
    last = now;
  }
});

test("the NTP era ends in 2036 with a wrap, not with an overflow", () => {
  const eraEndMs = (2 ** 32 - 2_208_988_800) * 1000;
  expect(ntp64(eraEndMs - 1) >> 32n).toBe(0xffff_ffffn);
  expect(ntp64(eraEndMs)).toBe(0n);
});

test("both tracks advance at their own rate from random starts below 2³¹", () => {
  const starts = [5, 2 ** 31 - 1];
  const clock = new MediaClock(() => starts.shift()!);
  expect(clock.audioTimestamp(0)).toBe(5);
  expect(clock.audioTimestamp(20)).toBe(5 + 960);
  expect(clock.videoTimestamp(40)).toBe(2 ** 31 - 1 + 3600);
});

test("timestamps wrap after 2³² without losing the rate", () => {
  const clock = new MediaClock(() => 0);
  const dayMs = 24 * 3600 * 1000;
  expect(clock.videoTimestamp(dayMs + 40) - clock.videoTimestamp(dayMs)).toBe(3600);
  expect(clock.videoTimestamp(dayMs)).toBe((dayMs * 90) % 2 ** 32);
});

test("the same presentation time has the same wall-clock time on both tracks, whenever it is asked for", () => {
  let wallMs = 1_790_000_000_000;
  const clock = new MediaClock(undefined, () => wallMs);
  const first = clock.ntp(1000);
  wallMs += 3_600_000;
  expect(clock.ntp(1000)).toBe(first);
  expect(clock.ntp(2000) - first).toBe(1n << 32n);
});
