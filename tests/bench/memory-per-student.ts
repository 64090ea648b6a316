import { cpus } from "node:os";
import { readFamily } from "../../deploy/process-family.ts";
import { Student } from "../_support/student.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

/** Joins that are measured: BENCH_JOINS, 1,500 for the budget in full. */
const joins = Number(process.env.BENCH_JOINS ?? 200);
/** Students who come and go at a time. */
const together = 10;
/** Students who look at a waiting tutor. What the first ones bring along, such as compiled code, is there at the first look. */
const idleStudents = { few: 20, many: 60 };
/** What repairs may need is kept by then. */
const settleMs = 8_000;
/** Garbage comes and goes with the collector, so the least of so many seconds counts. */
const lookSeconds = 60;

interface OwnMemory {
  /** MB that no file holds. */
  readonly main: number;
  readonly others: number;
}

/** Memory of the engine's processes for an idle student, and what is left when many have come and gone. */
export async function measureMemory(): Promise<Figure[]> {
  await using school = await openBenchSchool({ settings: { LESSONS_MAX: "200" } });
  const { pid } = school.engine;
  for (let round = 0; round < 2; round++) await comeAndGo(school);
  const empty = await least(pid);
  const students: Student[] = [];
  const lookAt = async (count: number) => {
    while (students.length < count)
      students.push(...(await Promise.all(Array.from({ length: together }, () => join(school)))));
    return await least(pid);
  };
  const few = await lookAt(idleStudents.few);
  const many = await lookAt(idleStudents.many);
  for (const student of students) await student[Symbol.asyncDispose]();
  const before = await least(pid);
  for (let done = 0; done < joins; done += together) await comeAndGo(school);
  const after = await least(pid);
  const added = idleStudents.many - idleStudents.few;
  const common = { unit: "MB", samples: 1 };
  return [
    {
      what: `memory per idle student, the main process (from ${idleStudents.few} to ${idleStudents.many})`,
      value: (many.main - few.main) / added,
      budget: "≤ 0.5 MB",
      baseline: { what: "the main process with nobody in it", value: empty.main },
      ...common,
    },
    {
      what: "memory per idle student, the other processes",
      value: (many.others - few.others) / added,
      budget: "none",
      baseline: { what: `the others with nobody in it (${cpus().length} cores)`, value: empty.others },
      ...common,
    },
    {
      what: `memory left after ${joins} joins`,
      value: after.main - before.main,
      budget: "≤ 10 MB",
      baseline: { what: "the main process with nobody in it", value: empty.main },
      ...common,
    },
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
async function least(pid: number): Promise<OwnMemory> {
  await Bun.sleep(settleMs);
  const seen: OwnMemory[] = [];
  while (seen.length < lookSeconds) {
    await Bun.sleep(1_000);
    const [main = 0, ...others] = (await readFamily(pid)).map(
      ({ ownMemoryBytes }) => ownMemoryBytes / 2 ** 20,
    );
    seen.push({ main, others: others.reduce((sum, one) => sum + one, 0) });
  }
  return {
    main: Math.min(...seen.map(({ main }) => main)),
    others: Math.min(...seen.map(({ others }) => others)),
  };
}
