import { expect, test } from "bun:test";
import { pause, pictureWithinMs, reconnectPauseMs, triesMax } from "./reconnect-pause.ts";

test("pauses grow up to seven seconds", () => {
  const pauses = Array.from({ length: triesMax }, (_, index) => reconnectPauseMs(index + 1, 0));
  expect(pauses[0]).toBe(300);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  expect(Math.max(...pauses)).toBe(7000);
});

test("chance spreads the pauses of many pages", () => {
  expect(reconnectPauseMs(3, 0.99)).toBeLessThan(reconnectPauseMs(3, 0));
  expect(reconnectPauseMs(1, 0.99)).toBeGreaterThan(200);
});

test("later tries wait longer for the picture, within bounds", () => {
  expect(pictureWithinMs(0)).toBe(2500);
  expect(pictureWithinMs(1)).toBeGreaterThan(pictureWithinMs(0));
  expect(pictureWithinMs(triesMax)).toBe(8000);
});

test("a pause is over when the network comes back, and fails when the lesson ends", async () => {
  const lesson = new AbortController();
  const first = pause(60_000, lesson.signal);
  globalThis.dispatchEvent(new Event("online"));
  await first;
  const second = pause(60_000, lesson.signal);
  lesson.abort(new Error("over"));
  await expect(second).rejects.toThrow("over");
  await expect(pause(60_000, lesson.signal)).rejects.toThrow("over");
});
