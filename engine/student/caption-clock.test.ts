import { expect, test } from "bun:test";
import { CaptionClock } from "./caption-clock.ts";

test("a caption that arrives late does not move the clock", () => {
  const clock = new CaptionClock();
  clock.observe(1000, 51_020);
  clock.observe(4000, 54_900);
  expect(clock.toPageMs(4000)).toBe(54_020);
});

test("the clock learns from a caption that was faster", () => {
  const clock = new CaptionClock();
  clock.observe(1000, 51_400);
  clock.observe(4000, 54_010);
  expect(clock.toPageMs(5000)).toBe(55_010);
});

test("a path that has become longer is believed in the end", () => {
  const clock = new CaptionClock();
  clock.observe(0, 50_000);
  for (let mediaMs = 1000; mediaMs <= 20_000; mediaMs += 1000) clock.observe(mediaMs, mediaMs + 50_200);
  expect(clock.toPageMs(21_000)).toBe(71_200);
});
