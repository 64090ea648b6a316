import { expect, test } from "bun:test";
import type { Mood } from "../face.ts";
import { HeadActor, type HeadLean, upright } from "./head-actor.ts";

const never = () => false;

/** The leans of pictures from 0 on, with a mood, a stressed vowel and a pause of the student for each. */
function play(
  count: number,
  {
    mood,
    stressed = never,
    pauses = never,
  }: { mood: (n: number) => Mood; stressed?: (n: number) => boolean; pauses?: (n: number) => boolean },
): HeadLean[] {
  const actor = new HeadActor();
  return Array.from({ length: count }, (_, n) =>
    actor.next(n, { mood: mood(n), stressed: stressed(n), pauses: pauses(n) }),
  );
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

test("who listens leans the other way, and nods at the student's pauses and at no other time", () => {
  const listen = (pauses: (n: number) => boolean) => play(300, { mood: () => "listening", pauses });
  expect(listen(never)[299]!.tiltDeg).toBeCloseTo(2.4, 1);
  expect(nodsIn(listen(never))).toEqual([]);
  const leans = listen((n) => n === 60 || n === 170);
  expect(nodsIn(leans)).toEqual([60, 170]);
  // Down by 5 px and up again within 360 ms.
  expect(Math.max(...leans.map(({ nodPx }) => nodPx))).toBeCloseTo(5, 1);
  expect(leans[69]!.nodPx).toBe(0);
  expect(leans.flatMap(({ begins }, n) => (begins ? [[n, begins]] : []))).toEqual([
    [60, "listening"],
    [170, "listening"],
  ]);
});

test("who pauses at every word is nodded at now and then, and who does not speak is not nodded at", () => {
  expect(nodsIn(play(300, { mood: () => "listening", pauses: (n) => n % 15 === 0 }))).toEqual([
    0, 60, 120, 180, 240,
  ]);
  for (const mood of ["idle", "thinking", "speaking"] as const)
    expect(nodsIn(play(100, { mood: () => mood, pauses: () => true }))).toEqual([]);
});

test("stressed syllables nod, but not each of them", () => {
  const leans = play(100, { mood: () => "speaking", stressed: (n) => n % 10 === 5 });
  expect(nodsIn(leans)).toEqual([5, 35, 65, 95]);
  expect(Math.max(...leans.map(({ nodPx }) => nodPx))).toBeLessThan(2);
  expect(leans[20]).toBe(upright);
});

test("a stream that begins again in the middle of a lean goes on from there, and one that begins elsewhere is upright", () => {
  const actor = new HeadActor();
  const leans = Array.from({ length: 40 }, (_, n) => actor.next(n, { mood: "listening", stressed: false }));
  actor.begin(30);
  expect(actor.next(30, { mood: "listening", stressed: false })).toEqual(leans[30]!);
  actor.begin(200);
  expect(actor.next(200, { mood: "idle", stressed: false })).toBe(upright);
});
