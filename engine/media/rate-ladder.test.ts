import { beforeEach, describe, expect, test } from "bun:test";
import { RateLadder } from "./rate-ladder.ts";

const rungs = [600_000, 300_000, 150_000];
let ladder: RateLadder;
let nowMs: number;

beforeEach(() => {
  ladder = new RateLadder(rungs);
  nowMs = 0;
});

interface Link {
  sent: number;
  sound?: number;
  estimate?: number;
  lossShare?: number;
  backedUpShare?: number;
  roundTripMs?: number;
}

/** Looks once a second for some seconds. */
const look = (
  seconds: number,
  { sent, sound = 60_000, estimate, lossShare = 0, backedUpShare = 0, roundTripMs = 50 }: Link,
) => {
  for (let second = 0; second < seconds; second++) {
    nowMs += 1_000;
    ladder.look({ nowMs, sent, sound, estimate, lossShare, backedUpShare, roundTripMs });
  }
};
const wide = { sent: 280_000, estimate: 430_000 };
/** The link's queue is full. */
const slow = { sent: 450_000, estimate: 380_000, roundTripMs: 350 };

describe("the rate", () => {
  test("stays where the receiver takes what is sent, however far below the ceiling that is", () => {
    look(60, { sent: 100_000, estimate: 160_000 });
    look(60, { sent: 280_000, estimate: 300_000 });
    look(60, { sent: 280_000 });
    expect(ladder.rate).toBe(600_000);
  });

  test("stays where only the receiver's estimate is bad: its clock may be", () => {
    look(60, { sent: 280_000, estimate: 60_000 });
    expect(ladder.rate).toBe(600_000);
  });

  test("stays through one bad report, and through loss that is only weather", () => {
    look(5, wide);
    look(1, slow);
    look(30, { sent: 280_000, estimate: 60_000, lossShare: 0.05 });
    look(1, { ...wide, lossShare: 0.2 });
    look(5, wide);
    expect(ladder.rate).toBe(600_000);
  });

  test("falls below what the receiver can take when packets queue", () => {
    look(5, wide);
    look(2, slow);
    expect(ladder.rate).toBe(300_000);
    expect(ladder.isNarrow).toBe(true);
    look(5, { ...slow, sent: 280_000, estimate: 200_000 });
    expect(ladder.rate).toBe(150_000);
  });

  test("falls by as many steps as what has got through asks for, and further where a queue has to empty", () => {
    ladder = new RateLadder([600_000, 400_000, 270_000, 180_000, 120_000, 80_000]);
    look(5, wide);
    look(2, { sent: 340_000, lossShare: 0.26 });
    expect(ladder.rate).toBe(270_000);
    look(3, { sent: 240_000, lossShare: 0.2, roundTripMs: 350 });
    expect(ladder.rate).toBe(80_000);
  });

  test("falls by one step where hardly anything is sent, since a still face or silence tells little of a link", () => {
    const many = [600_000, 400_000, 270_000, 180_000, 120_000, 80_000];
    for (const still of [
      { sent: 40_000, sound: 24_000 },
      { sent: 64_000, sound: 40_000, roundTripMs: 350 },
      { sent: 90_000, sound: 24_000 },
    ]) {
      ladder = new RateLadder(many);
      look(5, wide);
      look(2, { ...still, estimate: 1.1 * still.sent, lossShare: 0.12 });
      expect(ladder.rate).toBe(400_000);
    }
  });

  test("falls as far as it takes, at once where most is lost", () => {
    look(5, wide);
    look(1, { sent: 450_000, lossShare: 0.5 });
    expect(ladder.rate).toBe(600_000);
    look(1, { sent: 450_000, lossShare: 0.5, roundTripMs: 350 });
    expect(ladder.rate).toBe(150_000);
    ladder = new RateLadder(rungs);
    // Before a round trip is known.
    look(1, { sent: 450_000, lossShare: 0.5, roundTripMs: 0 });
    expect(ladder.rate).toBe(150_000);
    look(20, { sent: 170_000, estimate: 100_000, lossShare: 0.3 });
    expect(ladder.rate).toBe(150_000);
  });

  test("falls where more is lost than chance would lose, without any estimate", () => {
    look(2, { sent: 280_000, lossShare: 0.2 });
    expect(ladder.rate).toBe(300_000);
  });

  test("falls where a path that loses nothing takes nothing for much of the time", () => {
    look(1, { ...wide, backedUpShare: 1 });
    look(30, { ...wide, backedUpShare: 0.1 });
    expect(ladder.rate).toBe(600_000);
    look(2, { sent: 280_000, backedUpShare: 0.5 });
    expect(ladder.rate).toBe(300_000);
    look(2, { sent: 200_000, backedUpShare: 0.5 });
    expect(ladder.rate).toBe(150_000);
  });

  test("rises step by step when the link is wide again, sooner where the receiver says so", () => {
    look(5, wide);
    look(2, { ...slow, lossShare: 0.5 });
    look(3, { sent: 120_000, estimate: 400_000 });
    expect(ladder.rate).toBe(150_000);
    look(5, { sent: 120_000, estimate: 400_000 });
    expect(ladder.rate).toBe(300_000);
    look(12, { sent: 200_000, estimate: 100_000 });
    expect(ladder.rate).toBe(300_000);
    look(12, { sent: 200_000, estimate: 100_000 });
    expect(ladder.rate).toBe(600_000);
  });

  test("tries less and less often where each try fails", () => {
    let tries = 0;
    look(5, wide);
    look(2, slow);
    for (let second = 0; second < 300; second++) {
      const isHigh = ladder.rate === 600_000;
      look(1, isHigh ? slow : { sent: 240_000, estimate: 380_000 });
      if (!isHigh && ladder.rate === 600_000) tries++;
    }
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(12);
  });
});
