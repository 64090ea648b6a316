import { expect, test } from "bun:test";
import { FacePlaces } from "./face-places.ts";

const mayWait = { mayWait: true };

test("whoever came first gets the next face, and the others move up", () => {
  const places = new FacePlaces({ facesMax: 1, waitingMax: 2 });
  const [first, second, third] = ["a", "b", "c"].map((session) => places.take(session, mayWait)!);
  expect(places.take("d", mayWait)).toBeUndefined();
  expect([first, second, third].map((place) => place!.queue?.place)).toEqual([undefined, 1, 2]);
  const told: string[] = [];
  second!.onChange = () => told.push("second");
  third!.onChange = () => told.push("third");
  first![Symbol.dispose]();
  expect([second!.queue, third!.queue?.place, told]).toEqual([undefined, 1, ["second", "third"]]);
  expect([places.faceCount, places.waitingCount]).toEqual([1, 1]);
  expect(places.take("d", mayWait)!.queue?.place).toBe(2);
});

test("who will not wait is refused where others wait, and takes what is free", () => {
  const places = new FacePlaces({ facesMax: 1, waitingMax: 5 });
  const first = places.take("a", { mayWait: false })!;
  expect(places.take("b", { mayWait: false })).toBeUndefined();
  const waiting = places.take("b", mayWait)!;
  expect(places.take("b", { mayWait: false })).toBeUndefined();
  first[Symbol.dispose]();
  expect(waiting.queue).toBeUndefined();
  expect(places.take("c", { mayWait: false })).toBeUndefined();
});

test("a session that comes again keeps its place until the last lesson has let go of it", () => {
  const places = new FacePlaces({ facesMax: 1, waitingMax: 5 });
  const before = places.take("a", mayWait)!;
  const after = places.take("a", { mayWait: false })!;
  const waiting = places.take("b", mayWait)!;
  before[Symbol.dispose]();
  before[Symbol.dispose]();
  expect([after.queue, waiting.queue?.place]).toEqual([undefined, 1]);
  after[Symbol.dispose]();
  expect([waiting.queue, places.faceCount]).toEqual([undefined, 1]);
});

test("the wait is told from the length of lessons", () => {
  let nowMs = 0;
  const places = new FacePlaces({ facesMax: 2, waitingMax: 5 }, () => nowMs);
  const [first] = ["a", "b"].map((session) => places.take(session, mayWait)!);
  expect(places.take("c", mayWait)!.queue).toEqual({ place: 1, expectedMs: null });
  nowMs = 60_000;
  first![Symbol.dispose]();
  expect(places.take("d", mayWait)!.queue).toEqual({ place: 1, expectedMs: 30_000 });
  expect(places.take("e", mayWait)!.queue).toEqual({ place: 2, expectedMs: 60_000 });
});
