import { expect, test } from "bun:test";
import { catchUpMaxMs, startTicker, Ticker, type TickerClock, tickMs } from "./ticker.ts";

/** A clock that moves when told; its timers fire late by `lateMs`. */
class ManualClock implements TickerClock {
  nowMs = 1003;
  timers = new Map<object, { dueMs: number; callback: () => void }>();
  armed = 0;

  now = () => this.nowMs;
  setTimer = (callback: () => void, delayMs: number) => {
    const timer = {};
    this.timers.set(timer, { dueMs: this.nowMs + delayMs, callback });
    this.armed++;
    return timer;
  };
  clearTimer = (timer: unknown) => {
    this.timers.delete(timer as object);
  };

  run(untilMs: number, lateMs = () => 0): void {
    for (;;) {
      const [next] = [...this.timers].sort(([, a], [, b]) => a.dueMs - b.dueMs);
      if (!next || next[1].dueMs > untilMs) break;
      this.timers.delete(next[0]);
      this.nowMs = Math.max(this.nowMs, next[1].dueMs + lateMs());
      next[1].callback();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }
}

test("ticks lie on the grid however late each timer is", () => {
  const clock = new ManualClock();
  const ticks: number[] = [];
  new Ticker(clock).start((nowMs) => ticks.push(nowMs));
  let late = 0;
  clock.run(1003 + 100 * tickMs, () => (late = (late + 7) % 19));
  expect(ticks[0]).toBe(1020);
  expect(ticks.every((tick, i) => tick === 1020 + i * tickMs)).toBe(true);
  expect(ticks.length).toBeGreaterThanOrEqual(99);
});

test("after a stall one tick is made, and the grid stays", () => {
  const clock = new ManualClock();
  const ticks: number[] = [];
  new Ticker(clock).start((nowMs) => ticks.push(nowMs));
  clock.run(1100);
  const before = ticks.length;
  clock.nowMs = 5007;
  clock.run(5007);
  expect(ticks.slice(before)).toEqual([5000]);
  clock.run(5020);
  expect(ticks.at(-1)).toBe(5020);
  clock.nowMs = 5040 + catchUpMaxMs;
  clock.run(clock.nowMs);
  expect(ticks.slice(-3)).toEqual([5040, 5060, 5080]);
});

test("many listeners share one timer, which ends with the last of them", () => {
  const clock = new ManualClock();
  const ticker = new Ticker(clock);
  const counts = [0, 0, 0];
  const stops = counts.map((_, i) => ticker.start(() => counts[i]!++));
  expect(clock.timers.size).toBe(1);
  clock.run(1000 + 10 * tickMs);
  expect(counts).toEqual([10, 10, 10]);
  stops[0]!();
  stops[0]!();
  clock.run(1000 + 20 * tickMs);
  expect(counts).toEqual([10, 20, 20]);
  stops[1]!();
  stops[2]!();
  expect(clock.timers.size).toBe(0);
});

test("a listener may stop itself or others, or start one, inside a tick", () => {
  const clock = new ManualClock();
  const ticker = new Ticker(clock);
  const heard: string[] = [];
  const stopOther: (() => void)[] = [];
  const stop = ticker.start(() => {
    heard.push("first");
    stop();
    stopOther[0]!();
    ticker.start(() => heard.push("third"));
  });
  stopOther.push(ticker.start(() => heard.push("second")));
  clock.run(1020);
  expect(heard).toEqual(["first"]);
  clock.run(1060);
  expect(heard).toEqual(["first", "third", "third"]);
  expect(clock.timers.size).toBe(1);
});

test("one listener's mistake does not stop the others", () => {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const ticker = new Ticker(clock, (error) => errors.push(error));
  let heard = 0;
  ticker.start(() => {
    throw new Error("mine");
  });
  ticker.start(() => heard++);
  clock.run(1040);
  expect([heard, errors.length]).toEqual([2, 2]);
});

test("the real ticker ticks and stops", async () => {
  const ticks: number[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = startTicker((nowMs) => {
    ticks.push(nowMs);
    if (ticks.length === 5) resolve();
  });
  await promise;
  stop();
  expect(ticks.every((tick) => tick % tickMs === 0)).toBe(true);
  expect(new Set(ticks).size).toBe(ticks.length);
});
