import { readFileSync } from "node:fs";
import type { Mageurite } from "../_support/mageurite.ts";
import { Student } from "../_support/student.ts";
import type { BenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

const joins = 200;
/** Students who are there at the same time. */
const together = 4;
/** Before this many the engine is still warming up. */
const warmUpJoins = 40;

/** What is left in the engine of 200 students who came, saw an avatar server's face and went, a few at a time. */
export async function measureRelayJoins(school: BenchSchool, mageurite: Mageurite): Promise<Figure> {
  // On a busy machine the measuring client, not the engine, may miss the end of its handshake.
  const again = () => comeAndGo(school);
  let before = 0;
  for (let join = 0; join < joins; join += together) {
    if (join === warmUpJoins) before = megabytesOf(school.engine.pid);
    await Promise.all(Array.from({ length: together }, () => comeAndGo(school).catch(again)));
  }
  const { sessions, offers } = await mageurite.state();
  return {
    what: `memory after ${joins} joins, ${sessions} of ${offers} sessions kept for the next student`,
    value: megabytesOf(school.engine.pid) - before,
    unit: "MB more",
    budget: "≤ 10",
    baseline: { what: "the whole engine", value: before },
    samples: 1,
  };
}

async function comeAndGo(school: BenchSchool): Promise<void> {
  await using student = await Student.join(school.engine.url, school.tutorId, await school.visit(), {
    decode: false,
    videoCodec: "H264",
  });
  await student.message("face", { withinMs: 30_000 });
}

/** Resident memory of a process (proc_pid_status(5)). */
function megabytesOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!;
  return Number(kilobytes) / 1024;
}
