import { expect, test } from "bun:test";
import { until } from "../../../tests/_support/until.ts";
import { Admission, type AdmissionLimits, type QueuePlace } from "./admission.ts";

const never = new AbortController().signal;
const limits: AdmissionLimits = { repliesMax: 2, waitingMax: 4, waitTimeoutMs: 60_000, perAskerMax: 3 };

/** Enters the queue, and keeps what it is told. */
function enter(
  admission: Admission,
  asker: string,
  { signal = never, askedAtMs }: { signal?: AbortSignal; askedAtMs?: number } = {},
) {
  const places: QueuePlace[] = [];
  const entry = { places, admitted: false, place: undefined as Promise<Disposable> | undefined };
  entry.place = (async () => {
    const queue = admission.enter(asker, signal, askedAtMs);
    for (;;) {
      const step = await queue.next();
      if (step.done) {
        entry.admitted = true;
        return step.value;
      }
      places.push(step.value);
    }
  })();
  entry.place.catch(() => {});
  return entry;
}

test("places are given in the order of asking, and no more than there are", async () => {
  const admission = new Admission(limits);
  const entries = ["a", "b", "c", "d"].map((asker) => enter(admission, asker));
  const [first, second, third, fourth] = entries as [
    (typeof entries)[0],
    (typeof entries)[0],
    (typeof entries)[0],
    (typeof entries)[0],
  ];
  await until("two waiting", () => fourth.places.length > 0);
  expect([admission.running, admission.waiting]).toEqual([2, 2]);
  expect([third.places[0]?.place, fourth.places[0]?.place]).toEqual([1, 2]);
  (await second.place!)[Symbol.dispose]();
  await until("the third's turn", () => third.admitted && fourth.places.length > 1);
  expect(fourth.admitted).toBe(false);
  expect(fourth.places.at(-1)?.place).toBe(1);
  (await first.place!)[Symbol.dispose]();
  (await third.place!)[Symbol.dispose]();
  (await fourth.place!)[Symbol.dispose]();
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test("whoever has a reply running lets the others go first", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 });
  const running = enter(admission, "greedy");
  const more = enter(admission, "greedy");
  const modest = enter(admission, "modest");
  await until("both waiting", () => modest.places.length > 0);
  await until("the modest one first", () => modest.places.at(-1)?.place === 1);
  (await running.place!)[Symbol.dispose]();
  // Now nobody has a reply running, and the older question goes first.
  await until("a turn", () => modest.admitted || more.admitted);
  const next = more.admitted ? more : modest;
  (await next.place!)[Symbol.dispose]();
  await until("both turns", () => modest.admitted && more.admitted);
  for (const entry of [more, modest]) (await entry.place!)[Symbol.dispose]();
  expect(admission.running).toBe(0);
});

test("a second request for a question stands before those who asked later", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 }, () => 20);
  const running = enter(admission, "a");
  const later = enter(admission, "b");
  await until("a place", () => later.places.length > 0);
  const earlier = enter(admission, "c", { askedAtMs: 10 });
  await until("the places", () => earlier.places.length > 0 && later.places.length > 1);
  expect([earlier.places[0]?.place, later.places.map(({ place }) => place)]).toEqual([1, [1, 2]]);
  (await running.place!)[Symbol.dispose]();
  (await earlier.place!)[Symbol.dispose]();
  (await later.place!)[Symbol.dispose]();
});

test("one asker has a bounded number of questions under way, and so has the queue", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 });
  const mine = ["a", "a", "a"].map((asker) => enter(admission, asker));
  expect(enter(admission, "a").place!).rejects.toMatchObject({ name: "ModelUnavailable", code: "busy" });
  const others = ["b", "c"].map((asker) => enter(admission, asker));
  await until("a full queue", () => admission.waiting === 4);
  expect(enter(admission, "d").place!).rejects.toMatchObject({ code: "busy" });
  for (const entry of [...mine, ...others]) (await entry.place!)[Symbol.dispose]();
});

test("whoever gives up waiting leaves the queue", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 });
  const first = await enter(admission, "a").place!;
  const stop = new AbortController();
  const reason = new Error("left");
  const waiting = enter(admission, "b", { signal: stop.signal });
  await until("a place", () => waiting.places.length > 0);
  stop.abort(reason);
  expect(waiting.place!).rejects.toBe(reason);
  await waiting.place!.catch(() => {});
  expect(admission.waiting).toBe(0);
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  expect(admission.running).toBe(0);
});

test("a listener that stops listening leaves the queue as well", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 });
  using _first = await enter(admission, "a").place!;
  const queue = admission.enter("b", never);
  await queue.next();
  expect(admission.waiting).toBe(1);
  await queue.return({ [Symbol.dispose]() {} });
  expect(admission.waiting).toBe(0);
});

test("a wait that is too long ends as busy", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1, waitTimeoutMs: 1 });
  using _place = await enter(admission, "a").place!;
  const waiting = enter(admission, "b");
  expect(waiting.place!).rejects.toMatchObject({ code: "busy" });
  await waiting.place!.catch(() => {});
  expect(admission.waiting).toBe(0);
});

test("the wait is told from how long replies have taken", async () => {
  const clock = { nowMs: 0 };
  const admission = new Admission({ ...limits, repliesMax: 1 }, () => clock.nowMs);
  const first = await enter(admission, "a").place!;
  const early = enter(admission, "b");
  await until("a place", () => early.places.length > 0);
  expect(early.places[0]?.expectedMs).toBeUndefined();
  clock.nowMs = 6_000;
  first[Symbol.dispose]();
  const second = await early.place!;
  const [third, fourth] = [enter(admission, "c"), enter(admission, "d")];
  await until("two places", () => fourth.places.length > 0);
  expect([third.places[0]?.expectedMs, fourth.places[0]?.expectedMs]).toEqual([6_000, 12_000]);
  second[Symbol.dispose]();
  (await third.place!)[Symbol.dispose]();
  (await fourth.place!)[Symbol.dispose]();
});
