import { expect, test } from "bun:test";
import { restEyes } from "../face-cells.ts";
import { EyeActor, type EyeCue } from "./eye-actor.ts";
import { idleEyes } from "./idle-motion.ts";

const calm = Array.from({ length: 600 }, () => restEyes);

function play(idle: readonly (typeof restEyes)[], count: number, cue: (n: number) => EyeCue) {
  const actor = new EyeActor(idle);
  return Array.from({ length: count }, (_, n) => actor.next(n, cue(n)));
}

/** Where blinks begin. */
const blinksIn = (eyes: readonly { blink: number }[]) =>
  eyes.flatMap(({ blink }, n) => (blink > 0 && !eyes[n - 1]?.blink ? [n] : []));

test("who thinks for long blinks slowly, now and then", () => {
  const eyes = play(calm, 200, () => ({ mood: "thinking", stressed: false, open: 0 }));
  const blinks = blinksIn(eyes);
  expect(blinks).toEqual([23, 108, 193]);
  expect(eyes.slice(23, 40).filter(({ blink }) => blink > 0)).toHaveLength(12);
});

test("who speaks blinks between clauses, and not at p, b and m", () => {
  const speak = (shut: (n: number) => boolean) =>
    play(calm, 120, (n) => ({ mood: "speaking", stressed: false, open: shut(n) ? 0 : 0.5 }));
  expect(blinksIn(speak((n) => n >= 50 && n < 60))).toEqual([53]);
  expect(blinksIn(speak((n) => n % 10 < 3))).toEqual([]);
  // A long silence is one pause.
  expect(blinksIn(speak((n) => n >= 50))).toEqual([53]);
});

test("own blinks keep away from those of the shared pictures, and never move those", () => {
  const idle = idleEyes(5, 600);
  const eyes = play(idle, 600, (n) => ({ mood: "speaking", stressed: false, open: n % 40 < 8 ? 0 : 0.5 }));
  for (const [n, { blink }] of idle.entries()) expect(eyes[n]!.blink).toBeGreaterThanOrEqual(blink);
  const shared = blinksIn(idle);
  const own = blinksIn(eyes).filter((n) => !shared.includes(n));
  expect(own.length).toBeGreaterThan(2);
  for (const n of own) for (const other of shared) expect(Math.abs(n - other)).toBeGreaterThanOrEqual(15);
});

test("the look comes back to the student when speech begins, and brows rise on long vowels", () => {
  const eyes = play(calm, 60, (n) => ({
    mood: n < 30 ? "thinking" : "speaking",
    stressed: n > 40,
    open: 0.5,
  }));
  expect(eyes[29]!.gazeY).toBeLessThan(-0.5);
  expect([eyes[30]!.gazeX, eyes[30]!.gazeY]).toEqual([0, 0]);
  expect(eyes[59]!.brow).toBeGreaterThan(eyes[40]!.brow);
});

test("brows rise at the end of a question, and come back", () => {
  const eyes = play(calm, 60, (n) => ({
    mood: "speaking",
    stressed: false,
    open: 0.5,
    asks: n >= 30 && n < 40,
  }));
  expect(eyes[29]!.brow).toBeCloseTo(0.35);
  expect(eyes[39]!.brow).toBe(1);
  expect(eyes[59]!.brow).toBeCloseTo(0.35);
});

test("who nods blinks with it, unless the eyes have just blinked", () => {
  const nodAt = (...times: number[]) =>
    blinksIn(
      play(calm, 100, (n) => ({ mood: "listening", stressed: false, open: 0, listens: times.includes(n) })),
    );
  expect(nodAt(20, 80)).toEqual([20, 80]);
  expect(nodAt(20, 30)).toEqual([20]);
});
