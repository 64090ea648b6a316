import { expect, test } from "bun:test";
import { ModelUnavailable } from "../../chat/language-model.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";

const failed = new ModelUnavailable("failed", "broken");
const unreachable = new ModelUnavailable("unreachable", "gone");

function start(probe: () => Promise<void> = async () => {}) {
  const clock = { ms: 0, probes: 0 };
  const breaker = new CircuitBreaker({
    failuresMax: 3,
    openForMs: 1_000,
    unreachableForMs: 100,
    probePatienceMs: 20,
    now: () => clock.ms,
    probe: () => {
      clock.probes += 1;
      return probe();
    },
  });
  return { breaker, clock };
}

const admitted = (breaker: CircuitBreaker) =>
  breaker.admit().then(
    () => true,
    () => false,
  );

test("it opens after failures in a row, not after as many with a success between", async () => {
  const { breaker } = start();
  breaker.failed(failed);
  breaker.failed(failed);
  breaker.succeeded();
  breaker.failed(failed);
  breaker.failed(failed);
  expect(await admitted(breaker)).toBe(true);
  breaker.failed(failed);
  expect(await admitted(breaker)).toBe(false);
  expect(breaker.admit()).rejects.toMatchObject({ code: "failed" });
});

test("one unreachable opens it, for a shorter time", async () => {
  const { breaker, clock } = start();
  breaker.failed(unreachable);
  expect(await admitted(breaker)).toBe(false);
  expect(clock.probes).toBe(0);
  clock.ms = 101;
  expect(await admitted(breaker)).toBe(true);
  expect(clock.probes).toBe(1);
  expect(breaker.state).toBe("closed");
});

test("all share one probe, and a bad one keeps it open", async () => {
  const { breaker, clock } = start(() => Promise.reject(new Error("still gone")));
  breaker.failed(unreachable);
  clock.ms = 101;
  const results = await Promise.all(Array.from({ length: 5 }, () => admitted(breaker)));
  expect(results).toEqual([false, false, false, false, false]);
  expect(clock.probes).toBe(1);
  expect(await admitted(breaker)).toBe(false);
  expect(clock.probes).toBe(1);
});

test("after a good probe one failure opens it again", async () => {
  const { breaker, clock } = start();
  for (let times = 0; times < 3; times += 1) breaker.failed(failed);
  clock.ms = 1_001;
  expect(await admitted(breaker)).toBe(true);
  breaker.failed(failed);
  expect(await admitted(breaker)).toBe(false);
});

test("nobody waits long for a probe, and its late answer still counts", async () => {
  const answer = Promise.withResolvers<void>();
  const { breaker, clock } = start(() => answer.promise);
  breaker.failed(unreachable);
  clock.ms = 101;
  expect(await admitted(breaker)).toBe(false);
  answer.resolve();
  await answer.promise;
  expect(await admitted(breaker)).toBe(true);
});
