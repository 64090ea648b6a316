import { expect, test } from "bun:test";
import { RateExceeded, RateLimit } from "./rate-limit.ts";

function makeLimit(keysMax = 10) {
  const clock = { nowMs: 1_000_000 };
  const limit = new RateLimit({ policy: "tries", burst: 3, refillMs: 2000, keysMax, now: () => clock.nowMs });
  const takeMany = (key: string, count: number) => {
    for (let i = 0; i < count; i++) limit.take(key);
  };
  const waitFor = (key: string) => {
    try {
      limit.take(key);
    } catch (error) {
      if (error instanceof RateExceeded) return error.retryAfterSeconds;
    }
    return 0;
  };
  return { clock, limit, takeMany, waitFor };
}

test("a burst passes and the next try has to wait for one refill", () => {
  const { takeMany, waitFor } = makeLimit();
  takeMany("a", 3);
  expect(waitFor("a")).toBe(2);
});

test("the time to wait is true: one second less is too early", () => {
  const { clock, takeMany, waitFor } = makeLimit();
  takeMany("a", 3);
  clock.nowMs += 1000;
  expect(waitFor("a")).toBe(1);
  clock.nowMs += 1000;
  expect(waitFor("a")).toBe(0);
  expect(waitFor("a")).toBe(2);
});

test("a refused try does not make the wait longer", () => {
  const { takeMany, waitFor } = makeLimit();
  takeMany("a", 3);
  for (let i = 0; i < 100; i++) waitFor("a");
  expect(waitFor("a")).toBe(2);
});

test("after a long silence there is one burst, not more", () => {
  const { clock, takeMany, waitFor } = makeLimit();
  takeMany("a", 3);
  clock.nowMs += 3_600_000;
  takeMany("a", 3);
  expect(waitFor("a")).toBe(2);
});

test("a try that is given back does not count", () => {
  const { limit, takeMany, waitFor } = makeLimit();
  takeMany("a", 3);
  limit.giveBack("a");
  expect(waitFor("a")).toBe(0);
  expect(waitFor("a")).toBe(2);
});

test("giving back never earns more than a burst", () => {
  const { clock, limit, takeMany, waitFor } = makeLimit();
  takeMany("a", 1);
  clock.nowMs += 3_600_000;
  for (let i = 0; i < 10; i++) limit.giveBack("a");
  takeMany("a", 3);
  expect(waitFor("a")).toBe(2);
});

test("keys do not share a bucket, and the quietest one is forgotten first", () => {
  const { takeMany, waitFor } = makeLimit(2);
  takeMany("a", 3);
  takeMany("b", 3);
  expect(waitFor("a")).toBe(2);
  takeMany("c", 1);
  expect(waitFor("b")).toBe(2);
  expect(waitFor("a")).toBe(0);
});

test("headers say how many tries there are, how many are left and when all are back", () => {
  const { clock, limit, takeMany } = makeLimit();
  expect(limit.headers("a")).toEqual({ "RateLimit-Policy": '"tries";q=3;w=6', RateLimit: '"tries";r=3;t=0' });
  takeMany("a", 2);
  expect(limit.headers("a").RateLimit).toBe('"tries";r=1;t=4');
  clock.nowMs += 1000;
  expect(limit.headers("a").RateLimit).toBe('"tries";r=1;t=3');
  takeMany("a", 1);
  expect(limit.headers("a").RateLimit).toBe('"tries";r=0;t=5');
  const refused = () => limit.take("a");
  expect(refused).toThrow(RateExceeded);
  expect(limit.headers("b").RateLimit).toBe('"tries";r=3;t=0');
});
