import { expect, test } from "bun:test";
import { QualityMeter } from "./connection-quality.ts";
import type { LessonStats } from "./lesson-stats.ts";

const stats = (figures: { packets?: number; lost?: number; frozenMs?: number; roundTripMs?: number }) =>
  ({
    roundTripMs: figures.roundTripMs ?? 20,
    audio: { packets: 0, lost: 0 },
    video: { packets: figures.packets ?? 0, lost: figures.lost ?? 0, frozenMs: figures.frozenMs ?? 0 },
  }) as LessonStats;

test("a connection without losses is good, and one without figures too", () => {
  const meter = new QualityMeter();
  expect(meter.judge(stats({}), 0)).toBe("good");
  expect(meter.judge(stats({ packets: 400 }), 2000)).toBe("good");
});

test("losses, freezes and long ways make it worse", () => {
  const after = (figures: Parameters<typeof stats>[0]) => {
    const meter = new QualityMeter();
    meter.judge(stats({}), 0);
    return meter.judge(stats(figures), 2000);
  };
  expect(after({ packets: 400, lost: 12 })).toBe("fair");
  expect(after({ packets: 400, lost: 60 })).toBe("poor");
  expect(after({ packets: 400, frozenMs: 600 })).toBe("poor");
  expect(after({ packets: 400, roundTripMs: 300 })).toBe("fair");
});

test("what is long ago is forgotten", () => {
  const meter = new QualityMeter();
  meter.judge(stats({}), 0);
  expect(meter.judge(stats({ packets: 400, lost: 60 }), 2000)).toBe("poor");
  meter.judge(stats({ packets: 800, lost: 60 }), 5000);
  expect(meter.judge(stats({ packets: 1200, lost: 60 }), 7000)).toBe("good");
});
