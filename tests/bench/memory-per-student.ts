import { cpus } from "node:os";
import { ownResidentMb } from "../_support/cpu-seconds.ts";
import { Student } from "../_support/student.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

/** Joins that are measured: BENCH_JOINS, 1,500 for the budget in full. */
const joins = Number(process.env.BENCH_JOINS ?? 200);
/** Students who come and go at a time. */
const together = 10;
/** Students who stay and look at a waiting tutor: so many that what they all share counts little. */
const idleStudents = 40;
/** What repairs may need is kept by then. */
const settleMs = 8_000;

/** Memory of the engine's main process for an idle student, and what is left when many have come and gone. */
export async function measureMemory(): Promise<Figure[]> {
  await using school = await openBenchSchool({ settings: { LESSONS_MAX: "200" } });
  const rss = () => ownResidentMb(school.engine.pid);
  // Code is compiled and buffers grow with the first ones.
  for (let round = 0; round < 2; round++) await comeAndGo(school);
  const empty = await settled(rss);
  const students: Student[] = [];
  while (students.length < idleStudents)
    students.push(...(await Promise.all(Array.from({ length: together }, () => join(school)))));
  const full = await settled(rss);
  for (const student of students) await student[Symbol.asyncDispose]();
  const before = await settled(rss);
  for (let done = 0; done < joins; done += together) await comeAndGo(school);
  const after = await settled(rss);
  const baseline = { what: `the main process with nobody in it (${cpus().length} cores)`, value: empty };
  const common = { unit: "MB", baseline, samples: 1 };
  return [
    {
      what: `memory per idle student (of ${idleStudents})`,
      value: (full - empty) / idleStudents,
      budget: "≤ 0.5 MB",
      ...common,
    },
    { what: `memory left after ${joins} joins`, value: after - before, budget: "≤ 10 MB", ...common },
  ];
}

/** A handshake that a busy machine loses is made again, as the page does. */
async function join(school: BenchSchool, tries = 3): Promise<Student> {
  try {
    return await Student.join(school.engine.url, school.tutorId, await school.visit(), { decode: false });
  } catch (error) {
    if (tries <= 1) throw error;
    return await join(school, tries - 1);
  }
}

async function comeAndGo(school: BenchSchool): Promise<void> {
  const students = await Promise.all(Array.from({ length: together }, () => join(school)));
  for (const student of students) await student[Symbol.asyncDispose]();
}

/** Memory is given back some time after it was let go. */
async function settled(read: () => number): Promise<number> {
  await Bun.sleep(settleMs);
  return read();
}
