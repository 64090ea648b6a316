import { expect, test } from "bun:test";
import { QualityMeter } from "./connection-quality.ts";
import type { LessonStats } from "./lesson-stats.ts";

interface Given {
  readonly packets?: number;
  readonly lost?: number;
  readonly repairs?: number;
  readonly concealed?: number;
  readonly frozenMs?: number;
  readonly roundTripMs?: number;
}

const stats = (given: Given) => {
  const { packets = 0, lost = 0, repairs = 0, concealed = 0, frozenMs = 0, roundTripMs = 20 } = given;
  return {
    roundTripMs,
    audio: { packets: 0, lost: 0, samples: packets * 480, concealedSamples: concealed },
    video: { packets, lost, repairs, frozenMs },
  } as LessonStats;
};

test("a connection without losses is good, and one without figures too", () => {
  const meter = new QualityMeter();
  expect(meter.judge(stats({}), 0)).toBe("good");
  expect(meter.judge(stats({ packets: 400 }), 2000)).toBe("good");
});

const after = (figures: Given) => {
  const meter = new QualityMeter();
  meter.judge(stats({}), 0);
  return meter.judge(stats(figures), 2000);
};

test("losses, freezes and long ways make it worse", () => {
  expect(after({ packets: 400, lost: 12 })).toBe("fair");
  expect(after({ packets: 400, lost: 60 })).toBe("poor");
  expect(after({ packets: 400, frozenMs: 600, repairs: 3 })).toBe("poor");
  expect(after({ packets: 400, frozenMs: 600, concealed: 4_800 })).toBe("poor");
  expect(after({ packets: 400, roundTripMs: 300 })).toBe("fair");
});

test("a device that is too busy to show what came in time does not make its connection worse", () => {
  expect(after({ packets: 400, frozenMs: 600 })).toBe("good");
});

test("what is long ago is forgotten", () => {
  const meter = new QualityMeter();
  meter.judge(stats({}), 0);
  expect(meter.judge(stats({ packets: 400, lost: 60 }), 2000)).toBe("poor");
  meter.judge(stats({ packets: 800, lost: 60 }), 5000);
  expect(meter.judge(stats({ packets: 1200, lost: 60 }), 7000)).toBe("good");
});
