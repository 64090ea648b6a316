import { join } from "node:path";
import { startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";

const patienceMs = 60_000;

/** F15: students whose machines go away in the middle of an answer, without a word. */
export async function vanish({ students }: { students: number }): Promise<FaultReport> {
  await using school = await startSchool({ lessonsMax: students, ollamaParallel: students });
  const visits = await Promise.all(Array.from({ length: students }, () => school.visit()));
  // Never written to its end.
  const tokens = Array.from({ length: 10_000 }, (_, i) => `Word ${i}. `);
  school.ollama.next(...visits.map(() => ({ tokens, tokenEveryMs: 100 })));
  const script = join(import.meta.dir, "vanishing-student.ts");
  const child = Bun.spawn(
    [process.execPath, script, school.engine.url, school.tutorId, ...visits.map(({ ticket }) => ticket)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  try {
    const { value } = await child.stdout.getReader().read();
    if (!value) throw new Error("the students ended before they could vanish");
  } finally {
    child.kill("SIGKILL");
    await child.exited;
  }
  const goneAtMs = performance.now();
  const isOver = () => school.engine.lessonCount === 0 && school.ollama.openConnections === 0;
  await until("the end of every lesson", isOver, { withinMs: patienceMs }).catch(() => {});
  const left = { lessons: school.engine.lessonCount, answers: school.ollama.openConnections };
  return {
    fault: "F15",
    what: "students vanish",
    figures: {
      "lessons ended": `${students - left.lessons} of ${students}`,
      "answers still written": left.answers,
      "noticed within": `${Math.round(performance.now() - goneAtMs)} ms`,
    },
    failures: isOver() ? [] : [`${left.lessons} lessons and ${left.answers} answers are left`],
  };
}
