import { expect, test } from "bun:test";
import { ntp64 } from "./media-clock.ts";
import { UpstreamTimeline } from "./upstream-timeline.ts";

test("until reports come the times are those of arrival", () => {
  const timeline = new UpstreamTimeline();
  expect(timeline.timeOf("audio", 1_000, 50)).toBeCloseTo(50, 6);
  expect(timeline.timeOf("audio", 1_960, 99)).toBeCloseTo(70, 6);
  expect(timeline.timeOf("video", 9_000_000, 80)).toBeCloseTo(80, 6);
});

test("timestamps wrap without a jump", () => {
  const timeline = new UpstreamTimeline();
  timeline.timeOf("audio", 2 ** 32 - 480, 0);
  expect(timeline.timeOf("audio", 480, 0)).toBeCloseTo(20, 6);
});

test("reports align the pictures with the sound, which stays where it is", () => {
  const timeline = new UpstreamTimeline();
  timeline.timeOf("audio", 48_000, 1_000);
  timeline.timeOf("video", 90_000, 1_000);
  // The picture of 90 000 was taken 120 ms after the sound of 48 000.
  timeline.report("audio", ntp64(5_000), 48_000);
  timeline.report("video", ntp64(5_120), 90_000);
  expect(timeline.timeOf("video", 90_000 + 3_600, 0)).toBeCloseTo(1_160, 1);
  expect(timeline.timeOf("audio", 48_960, 0)).toBeCloseTo(1_020, 6);
});

test("later reports move the pictures a little at a time, and absurd ones not at all", () => {
  const timeline = new UpstreamTimeline();
  timeline.timeOf("audio", 0, 0);
  timeline.timeOf("video", 0, 0);
  timeline.report("audio", ntp64(5_000), 0);
  timeline.report("video", ntp64(5_000), 0);
  timeline.report("video", ntp64(5_040), 0);
  expect(timeline.timeOf("video", 0, 0)).toBeCloseTo(10, 1);
  timeline.report("video", ntp64(90_000), 0);
  expect(timeline.timeOf("video", 0, 0)).toBeCloseTo(10, 1);
  timeline.report("video", 0n, 0);
  expect(timeline.timeOf("video", 0, 0)).toBeCloseTo(10, 1);
});
