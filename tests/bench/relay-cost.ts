import type { Mageurite } from "../_support/mageurite.ts";
import { Student } from "../_support/student.ts";
import { openAiortc } from "./aiortc.ts";
import type { BenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

const relayedStudents = 6;
/** aiortc decodes and encodes for each viewer: this many are enough for two cores. */
const comparedViewers = 2;
const watchMs = 6_000;
const settleMs = 3_000;

/** What one relayed student costs the engine, beside what it costs aiortc's own relay, as part of a core. */
export async function measureRelayCost(school: BenchSchool, mageurite: Mageurite): Promise<Figure> {
  const empty = await coresUsed(() => school.engine.cpuSeconds());
  const join = async () =>
    Student.join(school.engine.url, school.tutorId, await school.visit(), {
      decode: false,
      videoCodec: "H264",
    });
  const students = await Promise.all(Array.from({ length: relayedStudents }, join));
  // The first message about the face says that the remote one is shown.
  await Promise.all(students.map((student) => student.message("face", { withinMs: 30_000 })));
  await Bun.sleep(settleMs);
  const busy = await coresUsed(() => school.engine.cpuSeconds());
  for (const student of students) await student[Symbol.asyncDispose]();
  return {
    what: `relayed, per student (of ${relayedStudents})`,
    value: (busy - empty) / relayedStudents,
    unit: "of a core",
    budget: "≤ 0.025",
    baseline: { what: "aiortc's MediaRelay", value: await measureMediaRelay(mageurite) },
    samples: 1,
  };
}

async function measureMediaRelay(mageurite: Mageurite): Promise<number> {
  await using relay = await openAiortc("aiortc_relay.py", mageurite.url);
  for (let viewer = 0; viewer < comparedViewers; viewer++) await relay.view("H264");
  await Bun.sleep(settleMs);
  return (await coresUsed(() => relay.cpuSeconds())) / comparedViewers;
}

async function coresUsed(cpuSeconds: () => number): Promise<number> {
  const [cpu, atMs] = [cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  return (cpuSeconds() - cpu) / ((performance.now() - atMs) / 1000);
}
