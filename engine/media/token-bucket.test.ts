import { expect, test } from "bun:test";
import { TokenBucket } from "./token-bucket.ts";

test("spends the burst at once and the rate over time", () => {
  const bucket = new TokenBucket(10, 5, 0);
  for (let i = 0; i < 5; i++) expect(bucket.take(1, 0)).toBe(true);
  expect(bucket.take(1, 0)).toBe(false);
  expect(bucket.take(1, 99)).toBe(false);
  expect(bucket.take(1, 100)).toBe(true);
  let taken = 0;
  for (let ms = 100; ms <= 10_100; ms++) if (bucket.take(1, ms)) taken++;
  expect(taken).toBe(100);
});

test("never holds more than the burst", () => {
  const bucket = new TokenBucket(1000, 3, 0);
  expect(bucket.tokens(1_000_000)).toBe(3);
});

test("a debt is waited for", () => {
  const bucket = new TokenBucket(1000, 10, 0);
  bucket.spend(30);
  expect(bucket.waitMs(0)).toBe(21);
  expect(bucket.tokens(21)).toBe(1);
});

test("a clock that goes back gives nothing", () => {
  const bucket = new TokenBucket(1000, 10, 1000);
  bucket.spend(10);
  expect(bucket.tokens(500)).toBe(0);
});
