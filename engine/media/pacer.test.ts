import { expect, test } from "bun:test";
import { type PacedPicture, Pacer, queueMaxMs, queueMaxPictures } from "./pacer.ts";

const packet = 1000;
const picture = (ptsMs: number, packets: number, key = false): PacedPicture => ({
  payloads: Array.from({ length: packets }, () => Buffer.alloc(packet)),
  bytes: packets * packet,
  key,
  ptsMs,
});

function pacing(rate: number) {
  const sent: { ptsMs: number; index: number; atMs: number }[] = [];
  let nowMs = 0;
  const pacer = new Pacer(rate, nowMs, ({ ptsMs }, index) => sent.push({ ptsMs, index, atMs: nowMs }));
  return {
    pacer,
    sent,
    /** Runs to `untilMs`, releasing whenever the pacer asks for it. */
    run(untilMs: number) {
      for (;;) {
        const waitMs = pacer.release(nowMs);
        if (waitMs === undefined || nowMs + waitMs > untilMs) break;
        nowMs += waitMs;
      }
      nowMs = untilMs;
    },
  };
}

test("a small picture leaves whole and at once", () => {
  const { pacer, sent, run } = pacing(1_000_000);
  pacer.offer(picture(0, 3, true));
  run(0);
  expect(sent.map(({ index, atMs }) => [index, atMs])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ]);
});

test("a large picture is spread over time at the pace, in order", () => {
  const { pacer, sent, run } = pacing(1_000_000);
  pacer.offer(picture(0, 40, true));
  run(2000);
  expect(sent.map(({ index }) => index)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  // 40 packets of 1 056 bytes at 125 000 bytes/s, the first burst for free.
  const lastMs = sent.at(-1)!.atMs;
  expect(lastMs).toBeGreaterThan(250);
  expect(lastMs).toBeLessThan(340);
});

test("nothing is sent before a key picture", () => {
  const { pacer, sent, run } = pacing(1_000_000);
  pacer.offer(picture(0, 1));
  run(10);
  expect(sent).toEqual([]);
  expect(pacer.awaitsKey).toBe(true);
  expect(pacer.dropped).toBe(1);
  pacer.offer(picture(40, 1, true));
  run(50);
  expect(sent.map(({ ptsMs }) => ptsMs)).toEqual([40]);
});

test("when too much waits whole pictures are dropped, and then all until the next key picture", () => {
  const { pacer, sent, run } = pacing(400_000);
  pacer.offer(picture(0, 8, true));
  for (let ptsMs = 40; ptsMs < 2000; ptsMs += 40) {
    pacer.offer(picture(ptsMs, 8));
    run(ptsMs);
  }
  expect(pacer.dropped).toBeGreaterThan(20);
  expect(pacer.awaitsKey).toBe(true);
  pacer.offer(picture(2000, 2, true));
  pacer.offer(picture(2040, 2));
  run(4000);
  // Every picture that began left whole.
  const packets = Map.groupBy(sent, ({ ptsMs }) => ptsMs);
  for (const [ptsMs, parts] of packets) expect(parts).toHaveLength(ptsMs < 2000 ? 8 : 2);
  // What was shown before the gap is an unbroken row from the first key picture; after it comes the second one.
  const shown = [...packets.keys()];
  const gap = shown.indexOf(2000);
  expect(shown.slice(0, gap)).toEqual(Array.from({ length: gap }, (_, i) => i * 40));
  expect(shown.slice(gap)).toEqual([2000, 2040]);
});

test("a key picture in the queue saves what follows it", () => {
  const { pacer, sent, run } = pacing(400_000);
  pacer.offer(picture(0, 8, true));
  run(0);
  pacer.offer(picture(40, 10));
  pacer.offer(picture(80, 8, true));
  pacer.offer(picture(120, 8));
  run(3000);
  expect(pacer.awaitsKey).toBe(false);
  expect([...new Set(sent.map(({ ptsMs }) => ptsMs))]).toEqual([0, 80, 120]);
});

test("the queue is bounded in pictures and in time", () => {
  const { pacer } = pacing(10_000_000);
  pacer.offer(picture(0, 1, true));
  for (let i = 1; i < 200; i++) pacer.offer(picture(i, 1, i % 10 === 0));
  expect(pacer.queued).toBeLessThanOrEqual(queueMaxPictures);
  const slow = pacing(80_000).pacer;
  slow.offer(picture(0, 1, true));
  for (let i = 1; i < 50; i++) slow.offer(picture(i, 1, true));
  expect(slow.queued * packet).toBeLessThanOrEqual((80_000 / 8000) * queueMaxMs);
});

test("a single picture larger than the queue still leaves", () => {
  const { pacer, sent, run } = pacing(80_000);
  pacer.offer(picture(0, 50, true));
  run(10_000);
  expect(sent).toHaveLength(50);
  expect(pacer.dropped).toBe(0);
});

test("while the link takes nothing pictures wait, the newest of them", () => {
  const { pacer, sent, run } = pacing(1_000_000);
  pacer.offer(picture(0, 3, true));
  expect(pacer.release(0, () => sent.length > 0)).toBeGreaterThan(0);
  for (let i = 1; i <= queueMaxPictures + 8; i++) pacer.offer(picture(i * 40, 1, i === 30));
  expect(sent).toHaveLength(1);
  run(5000);
  // What had begun leaves whole; then nothing between it and the key picture.
  expect(sent.map(({ ptsMs }) => ptsMs).slice(0, 5)).toEqual([0, 0, 0, 1200, 1240]);
  expect(pacer.queued).toBe(0);
});

test("other traffic slows the pictures down", () => {
  const free = pacing(1_000_000);
  const shared = pacing(1_000_000);
  shared.pacer.charge(20_000);
  for (const { pacer, run } of [free, shared]) {
    pacer.offer(picture(0, 10, true));
    run(1000);
  }
  expect(shared.sent.at(-1)!.atMs).toBeGreaterThan(free.sent.at(-1)!.atMs + 100);
});
