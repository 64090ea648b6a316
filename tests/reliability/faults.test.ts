import { expect, setDefaultTimeout, test } from "bun:test";
import { type FaultReport, printReport } from "./fault-report.ts";
import { fillDisk } from "./full-disk.ts";
import { loseDeliveries } from "./lossy-delivery.ts";
import { answerWrongly, killModel, loadSlowly } from "./model-faults.ts";
import { lockDatabase, stopBackend, stopDatabase } from "./outages.ts";
import { skewClocks } from "./skewed-clock.ts";
import { judgeMemory, soak } from "./soak.ts";
import { stallEngine } from "./stalled-engine.ts";
import { vanish } from "./vanished-students.ts";

setDefaultTimeout(180_000);

/** Each fault at a size that fits between two commits; `bun tests/reliability/run.ts` makes them at full size. */
const faults: readonly [name: string, meet: () => Promise<FaultReport>][] = [
  ["F3: what a model said before it was killed stays said", () => killModel({ rounds: 2, students: 3 })],
  ["F4: no turn hangs, however wrongly the model answers", () => answerWrongly({ slow: false })],
  [
    "F5: a model that is loaded first is waited for, and the student told",
    () => loadSlowly({ loadMs: 3_000 }),
  ],
  ["F7: no turn is lost while the database is away", () => stopDatabase({ students: 2, outageMs: 2_000 })],
  [
    "F7: no turn is lost while the SQLite file is locked",
    () => lockDatabase({ students: 2, outageMs: 2_000 }),
  ],
  [
    "F8: lessons go on and begin while the backend is away",
    () => stopBackend({ students: 4, outageMs: 2_000 }),
  ],
  ["F9: a full disk costs what would be written, and nothing else", () => fillDisk()],
  ["F15: students who vanish leave nothing behind", () => vanish({ students: 3 })],
  [
    "F16: turns that are lost, delayed and doubled on their way are stored once",
    () => loseDeliveries({ sessions: 20, turnsEach: 15, lossRate: 0.3 }),
  ],
  ["F17: tickets are taken for as long as they should be, by any clock and on any date", () => skewClocks()],
  [
    "F18: students who come and go leave nothing behind",
    () => soak({ minutes: 0.3, students: 3, staySeconds: 4 }),
  ],
  ["F19: an engine that stood still loses no sound", () => stallEngine({ stalls: 2 })],
];

for (const [name, meet] of faults) {
  test(name, async () => {
    const report = await meet();
    printReport(report);
    expect(report.failures).toEqual([]);
  });
}

test("a soak fails where memory grows by more than a megabyte in ten minutes, or is not level for long enough to tell", () => {
  const grows = (mbInTenMinutes: number, minutes: number) =>
    judgeMemory(
      // The last one comes after the end, at a time with a lot of garbage.
      Array.from({ length: minutes * 10 + 20 }, (_, sample) => {
        const minute = sample / 10;
        // Each process collects its garbage every two minutes, not both at once, and there is more of it as the hours go by.
        const garbageMb = (minute: number) => (minute % 2) * (10 + minute / 4);
        const descriptors = 50;
        return {
          ...{ minute, joins: 100 * minute },
          processes: [
            { pid: 1, descriptors, ownMemoryBytes: 2 ** 20 * (200 + garbageMb(minute + 1)) },
            {
              ...{ pid: 2, descriptors },
              ownMemoryBytes: 2 ** 20 * (200 + garbageMb(minute) + (mbInTenMinutes * minute) / 10),
            },
          ],
        };
      }),
      minutes,
    ).failures;
  expect(grows(0.5, 120)).toEqual([]);
  expect(grows(1.5, 120)).toEqual(["1.5 MB more in 10 minutes"]);
  expect(grows(50, 30)).toEqual([]);
  expect(judgeMemory([], 120).failures).toHaveLength(1);
});
