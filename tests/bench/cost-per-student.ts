import { readOpenMetrics, sumOf } from "../_support/open-metrics.ts";
import { freePort } from "../_support/product.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { openAiortc } from "./aiortc.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

const idleStudents = 20;
const speakingStudents = 4;
/** aiortc encodes for each: this many leave two cores room. */
const comparedStudents = 2;
const watchMs = 6_000;
/** Processes that have just begun open their faces and compile their code. */
const warmUpMs = 8_000;
/** Longer than what is watched, and no sentence like another: nothing is said twice. */
const sentencesOfTalk = 30;

/** CPU of the engine and its media processes for each student, as a part of one core, beside a sender that encodes for each. */
export async function measureCosts(): Promise<Figure[]> {
  const metricsPort = await freePort();
  const aiortc = await measureAiortc();
  await using school = await openBenchSchool({ settings: { ENGINE_METRICS_PORT: String(metricsPort) } });
  const pictures = async () => {
    const text = await (await fetch(`http://localhost:${metricsPort}/metrics`)).text();
    return sumOf(readOpenMetrics(text), "tutor_engine_pictures_total");
  };
  const watch = () => watchUse(() => school.engine.cpuSeconds(), pictures);
  const empty = await watch();
  const students = await Promise.all(Array.from({ length: idleStudents }, () => join(school)));
  const idle = await watch();
  for (const student of students.slice(speakingStudents)) await student[Symbol.asyncDispose]();
  const speakers = students.slice(0, speakingStudents);
  school.ollama.next(...speakers.map((_, i) => ({ tokens: [talkOf(i)] })));
  for (const student of speakers) student.say("Tell me more.");
  await until("speech", () =>
    speakers.every(({ messages }) => messages.some(({ type }) => type === "caption")),
  );
  await Bun.sleep(warmUpMs);
  const speaking = await watch();
  for (const student of speakers) await student[Symbol.asyncDispose]();
  const common = {
    unit: "of a core",
    baseline: { what: "aiortc encoding and sending one", value: aiortc },
    samples: 1,
  };
  return [
    {
      what: `idle, per student (of ${idleStudents})`,
      value: (idle.cores - empty.cores) / idleStudents,
      budget: "≤ 0.005",
      ...common,
    },
    {
      what: `speaking, drawn face, per student (of ${speakingStudents})`,
      value: (speaking.cores - empty.cores) / speakingStudents,
      budget: "≤ 0.04",
      ...common,
    },
    {
      what: "speaking, pictures sent per student and second",
      value: speaking.picturesPerSecond / speakingStudents,
      unit: "pictures/s",
      budget: "≥ 24.5",
      baseline: { what: "idle", value: idle.picturesPerSecond / idleStudents },
      samples: 1,
    },
  ];
}

const join = async (school: BenchSchool) =>
  Student.join(school.engine.url, school.tutorId, await school.visit(), { decode: false });

function talkOf(student: number): string {
  return Array.from(
    { length: sentencesOfTalk },
    (_, i) =>
      `Sentence ${i} of student ${student} says that ${i * 7 + student} leaves turn towards the light. `,
  ).join("");
}

async function measureAiortc(): Promise<number> {
  await using sender = await openAiortc("aiortc_sender.py");
  for (let viewer = 0; viewer < comparedStudents; viewer++) await sender.view("VP8");
  const { cores } = await watchUse(
    () => sender.cpuSeconds(),
    async () => 0,
  );
  return cores / comparedStudents;
}

async function watchUse(cpuSeconds: () => number, pictures: () => Promise<number>) {
  // Connections and encoders that have just been opened settle first.
  await Bun.sleep(1_000);
  const [seen, cpu, atMs] = [await pictures(), cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  const seconds = (performance.now() - atMs) / 1000;
  return {
    cores: (cpuSeconds() - cpu) / seconds,
    picturesPerSecond: ((await pictures()) - seen) / seconds,
  };
}
