import { PictureEncoder } from "../../engine/avatar/picture-encoder.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { BenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

const idleStudents = 20;
const speakingStudents = 4;
const watchMs = 6_000;
const picturesPerSecond = 25;
const pictureSize = 512;

/** CPU of the engine's process for each student, as a part of one core. */
export async function measureCosts(school: BenchSchool): Promise<Figure[]> {
  const empty = await coresUsed(school);
  const students = await Promise.all(
    Array.from({ length: idleStudents }, async () =>
      Student.join(school.engine.url, school.tutorId, await school.visit(), { decode: false }),
    ),
  );
  const idle = await coresUsed(school);
  const talk = "This is one of many sentences of a long answer that goes on and on. ".repeat(20);
  school.ollama.next(...Array.from({ length: speakingStudents }, () => ({ tokens: [talk] })));
  for (const student of students.slice(0, speakingStudents)) student.say("Tell me more.");
  await until("speech", () =>
    students
      .slice(0, speakingStudents)
      .every(({ messages }) => messages.some(({ type }) => type === "caption")),
  );
  const speaking = await coresUsed(school);
  for (const student of students) await student[Symbol.asyncDispose]();
  const encode = await encodingCost();
  const baseline = { what: "encoding one stream of VP8 and nothing else", value: encode };
  const common = { unit: "of a core", baseline, samples: 1 };
  return [
    {
      what: `idle, per student (of ${idleStudents})`,
      value: (idle - empty) / idleStudents,
      budget: "≤ 0.005",
      ...common,
    },
    {
      what: `speaking, per student (of ${speakingStudents})`,
      value: (speaking - idle) / speakingStudents,
      budget: "≤ 0.04",
      ...common,
    },
  ];
}

async function coresUsed({ engine }: BenchSchool): Promise<number> {
  // Connections and encoders that have just been opened settle first.
  await Bun.sleep(1_000);
  const [cpu, atMs] = [engine.cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  return (engine.cpuSeconds() - cpu) / ((performance.now() - atMs) / 1000);
}

/** CPU seconds per second of pictures in which a fifth changes. */
async function encodingCost(): Promise<number> {
  using encoder = await PictureEncoder.open({ codec: "VP8", bitRate: 600_000 });
  const picture = new Uint8Array((pictureSize * pictureSize * 3) / 2).fill(128);
  const count = picturesPerSecond * 4;
  const before = process.cpuUsage();
  for (let number = 0; number < count; number++) {
    for (let i = 0; i < pictureSize * 100; i++) picture[pictureSize * 250 + i] = (i * 7 + number * 13) & 0x7f;
    encoder.encode(picture, number === 0);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000 / 4;
}
