import { expect, test } from "bun:test";
import type { Mood } from "./face.ts";
import { HeadActor, type HeadLean, upright } from "./head-actor.ts";

/** The leans of pictures from 0 on, with a mood and a stressed vowel for each. */
function play(
  count: number,
  {
    seed = 1,
    mood,
    stressed = () => false,
  }: { seed?: number; mood: (n: number) => Mood; stressed?: (n: number) => boolean },
): HeadLean[] {
  const actor = new HeadActor(seed);
  return Array.from({ length: count }, (_, n) => actor.next(n, mood(n), stressed(n)));
}

const nodsIn = (leans: readonly HeadLean[]) =>
  leans.flatMap(({ nodPx }, n) => (nodPx > 0 && !leans[n - 1]?.nodPx ? [n] : []));

test("a head at rest is upright", () => {
  expect(play(50, { mood: () => "idle" }).every((lean) => lean === upright)).toBe(true);
});

test("a short thought does not move the head, a long one leans it back, and it comes upright again in 0.8 s", () => {
  expect(play(15, { mood: () => "thinking" }).every((lean) => lean === upright)).toBe(true);
  const leans = play(80, { mood: (n) => (n < 60 ? "thinking" : "idle") });
  expect(leans[59]!.tiltDeg).toBeCloseTo(-3.2, 1);
  expect(leans[80 - 1]).toBe(upright);
  const steps = leans.slice(1).map(({ tiltDeg }, n) => Math.abs(tiltDeg - leans[n]!.tiltDeg));
  expect(Math.max(...steps)).toBeLessThan(0.5);
});

test("who listens leans the other way and nods now and then, each face at times of its own", () => {
  const listen = (seed: number) => play(500, { seed, mood: () => "listening" });
  expect(listen(1)[499]!.tiltDeg).toBeCloseTo(2.4, 1);
  const times = nodsIn(listen(1));
  expect(times.length).toBeGreaterThanOrEqual(3);
  for (const [i, time] of times.entries()) {
    const wait = time - (times[i - 1] ?? 0);
    expect(wait).toBeGreaterThanOrEqual(60);
    expect(wait).toBeLessThanOrEqual(120);
  }
  expect(listen(1)).toEqual(listen(1));
  expect(nodsIn(listen(2))).not.toEqual(times);
});

test("stressed syllables nod, but not each of them", () => {
  const leans = play(100, { mood: () => "speaking", stressed: (n) => n % 10 === 5 });
  expect(nodsIn(leans)).toEqual([5, 35, 65, 95]);
  expect(Math.max(...leans.map(({ nodPx }) => nodPx))).toBeLessThan(2);
  expect(leans[20]).toBe(upright);
});

test("a stream that begins again in the middle of a lean goes on from there, and one that begins elsewhere is upright", () => {
  const actor = new HeadActor(3);
  const leans = Array.from({ length: 40 }, (_, n) => actor.next(n, "listening", false));
  actor.begin(30);
  expect(actor.next(30, "listening", false)).toEqual(leans[30]!);
  actor.begin(200);
  expect(actor.next(200, "idle", false)).toBe(upright);
});
