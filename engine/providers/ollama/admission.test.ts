import { expect, test } from "bun:test";
import { Admission } from "./admission.ts";

const never = new AbortController().signal;
const limits = { repliesMax: 2, waitingMax: 2, waitTimeoutMs: 60_000 };

test("places are given in the order of asking, and no more than there are", async () => {
  const admission = new Admission(limits);
  const first = await admission.enter(never);
  const second = await admission.enter(never);
  const order: string[] = [];
  const third = admission.enter(never).then((place) => {
    order.push("third");
    return place;
  });
  const fourth = admission.enter(never).then((place) => {
    order.push("fourth");
    return place;
  });
  expect(admission.waiting).toBe(2);
  expect(admission.enter(never)).rejects.toMatchObject({ name: "ModelUnavailable", code: "busy" });
  second[Symbol.dispose]();
  (await third)[Symbol.dispose]();
  first[Symbol.dispose]();
  (await fourth)[Symbol.dispose]();
  expect(order).toEqual(["third", "fourth"]);
  expect([admission.running, admission.waiting]).toEqual([0, 0]);
});

test("whoever gives up waiting leaves the queue", async () => {
  const admission = new Admission({ ...limits, repliesMax: 1 });
  const place = await admission.enter(never);
  const stop = new AbortController();
  const reason = new Error("left");
  const waiting = admission.enter(stop.signal);
  stop.abort(reason);
  expect(waiting).rejects.toBe(reason);
  await waiting.catch(() => {});
  expect(admission.waiting).toBe(0);
  place[Symbol.dispose]();
  place[Symbol.dispose]();
  expect(admission.running).toBe(0);
});

test("a wait that is too long ends as busy", async () => {
  const admission = new Admission({ repliesMax: 1, waitingMax: 5, waitTimeoutMs: 1 });
  using _place = await admission.enter(never);
  const waiting = admission.enter(never);
  expect(waiting).rejects.toMatchObject({ code: "busy" });
  await waiting.catch(() => {});
  expect(admission.waiting).toBe(0);
});
