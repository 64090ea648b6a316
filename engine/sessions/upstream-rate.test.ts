import { expect, test } from "bun:test";
import { nextUpstreamRate, upstreamRateMax, upstreamRateMin, upstreamRateStart } from "./upstream-rate.ts";

test("a calm face on a wide link raises the rate, though the estimate stays near the little that is sent", () => {
  let rate = upstreamRateStart;
  const sent = 150_000;
  for (let report = 0; report < 10; report++)
    rate = nextUpstreamRate(rate, { sent, remb: sent * 1.5, lostShare: 0, queuedMs: 0 });
  expect(rate).toBe(upstreamRateMax);
});

test("an estimate below what is sent lowers it to a part of the link, and no further than the least", () => {
  const narrow = { sent: 900_000, remb: 500_000, lostShare: 0, queuedMs: 200 };
  expect(nextUpstreamRate(upstreamRateMax, narrow)).toBe(425_000);
  expect(nextUpstreamRate(400_000, { ...narrow, remb: 50_000 })).toBe(upstreamRateMin);
});

test("of a trickle an estimate says nothing", () => {
  expect(nextUpstreamRate(1_000_000, { sent: 12_000, remb: 5_000, lostShare: 0, queuedMs: 0 })).toBe(
    1_250_000,
  );
});

test("loss lowers it as well", () => {
  expect(nextUpstreamRate(1_000_000, { sent: 600_000, remb: 900_000, lostShare: 0.2, queuedMs: 0 })).toBe(
    510_000,
  );
});

test("an estimate that falls while nothing waits is only jitter", () => {
  const report = { sent: 900_000, remb: 500_000, lostShare: 0, queuedMs: 5 };
  expect(nextUpstreamRate(1_000_000, report)).toBe(1_250_000);
});
