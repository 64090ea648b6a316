import { expect, test } from "bun:test";
import { MediaWatch } from "./media-watch.ts";

const nothing = { packets: 0, framesDecoded: 0, ready: false, expected: true };

test("a lesson flows with the first picture and the engine's first message", () => {
  const watch = new MediaWatch(0, 2500);
  expect(watch.judge(nothing, 100)).toBe("starting");
  expect(watch.judge({ packets: 9, framesDecoded: 1, ready: false, expected: true }, 200)).toBe("starting");
  expect(watch.judge({ packets: 12, framesDecoded: 2, ready: true, expected: true }, 300)).toBe("flowing");
});

test("packets without a picture are not enough", () => {
  const watch = new MediaWatch(0, 2500);
  expect(watch.judge({ packets: 500, framesDecoded: 0, ready: true, expected: true }, 2500)).toBe("starting");
  expect(watch.judge({ packets: 600, framesDecoded: 0, ready: true, expected: true }, 2501)).toBe(
    "no-picture",
  );
});

test("three seconds without a packet are a stall, any packet is not", () => {
  const watch = new MediaWatch(0, 2500);
  const sample = (packets: number) => ({ packets, framesDecoded: 10, ready: true, expected: true });
  watch.judge(sample(100), 1000);
  for (const nowMs of [1500, 2000]) expect(watch.judge(sample(100), nowMs)).toBe("flowing");
  for (const nowMs of [2500, 3000, 3500]) expect(watch.judge(sample(100), nowMs)).toBe("quiet");
  expect(watch.judge(sample(101), 3900)).toBe("flowing");
  for (const nowMs of [4500, 5000]) expect(watch.judge(sample(101), nowMs)).toBe("flowing");
  expect(watch.judge(sample(101), 6000)).toBe("quiet");
  expect(watch.judge(sample(101), 6900)).toBe("stalled");
});

test("a page that wakes up after a minute looks twice before it gives up", () => {
  const watch = new MediaWatch(0, 2500);
  const sample = (packets: number) => ({ packets, framesDecoded: 10, ready: true, expected: true });
  watch.judge(sample(100), 1000);
  expect(watch.judge(sample(100), 61_000)).toBe("flowing");
  expect(watch.judge(sample(180), 61_250)).toBe("flowing");
});

test("nothing is missed of a lesson that is only read", () => {
  const watch = new MediaWatch(0, 2500);
  const sample = (expected: boolean) => ({ packets: 100, framesDecoded: 10, ready: true, expected });
  watch.judge(sample(true), 1000);
  for (const nowMs of [2000, 4000, 8000, 16_000]) expect(watch.judge(sample(false), nowMs)).toBe("flowing");
  for (const nowMs of [17_000, 18_000]) expect(watch.judge(sample(true), nowMs)).toBe("flowing");
  expect(watch.judge(sample(true), 19_000)).toBe("stalled");
});

test("how long nothing came is told with the first sample that brings something again", () => {
  const watch = new MediaWatch(0, 2500);
  const sample = (packets: number) => ({ packets, framesDecoded: 10, ready: true, expected: true });
  watch.judge(sample(100), 1000);
  for (const nowMs of [1250, 1500, 1750, 2000, 2250]) watch.judge(sample(100), nowMs);
  expect(watch.missedMs).toBe(0);
  watch.judge(sample(140), 2500);
  expect(watch.missedMs).toBe(1500);
  watch.judge(sample(150), 2750);
  expect(watch.missedMs).toBe(0);
});
