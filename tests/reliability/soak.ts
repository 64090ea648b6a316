import createClient from "openapi-fetch";
import { readFamily } from "../../deploy/process-family.ts";
import { memoriesMax } from "../../engine/sessions/lessons.ts";
import type { paths } from "../../generated/backend.types.ts";
import { startFakeOllama } from "../_support/fake-ollama.ts";
import { readOpenMetrics, sumOf } from "../_support/open-metrics.ts";
import { type ServiceProcesses, startServiceProcesses } from "../_support/service-processes.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import type { FaultReport } from "./fault-report.ts";

export interface SoakSize {
  readonly minutes: number;
  readonly students: number;
  /** How long each stays before it leaves and comes again. */
  readonly staySeconds: number;
}

interface Sample {
  readonly minute: number;
  readonly joins: number;
  /** The engine and all its workers. */
  readonly processes: readonly {
    readonly pid: number;
    readonly ownMemoryBytes: number;
    readonly descriptors: number;
  }[];
}

const sampleMs = 2_000;
/** What a process takes until it has seen everything once does not count as growth. */
const warmUpShare = 1 / 6;
const descriptorsMoreMax = 8;
/**
 * Garbage comes and goes by 60 MB while its collector has no reason to hurry: what a process holds on to is the least
 * that it was seen with in so many minutes. Each collects at its own times, so the least of their sum holds garbage still.
 */
const floorMinutes = 5;
/** The slope of these floors is judged over this long at least: over less it tells of the garbage. */
const judgedMinutesMin = 60;
/** Runs from this long on are to be judged, and fail where the engine's memory of sessions leaves too little time for it. */
const judgedRunMinutes = 90;
const moreMbMax = 1;

/** F18: students who come, ask, and go, one after the other, for a long time. */
export async function soak({ minutes, students, staySeconds }: SoakSize): Promise<FaultReport> {
  await using ollama = await startFakeOllama({ parallel: students });
  await using services = await startServiceProcesses({ ollama, environment: { LOG_LEVEL: "info" } });
  const endMs = performance.now() + minutes * 60_000;
  const count = { joins: 0, turns: 0 };
  const failures: string[] = [];
  const samples: Sample[] = [];
  const startedAtMs = performance.now();
  const sampling = (async () => {
    while (performance.now() < endMs) {
      await Bun.sleep(sampleMs);
      const minute = (performance.now() - startedAtMs) / 60_000;
      samples.push({ minute, joins: count.joins, processes: await readFamily(services.engine.pid) });
    }
  })();
  await Promise.all(
    Array.from({ length: students }, async () => {
      while (performance.now() < endMs) {
        try {
          await stay(services, staySeconds * 1000, count);
        } catch (error) {
          failures.push(error instanceof Error ? error.message : String(error));
          if (failures.length > 10) return;
        }
      }
    }),
  );
  await sampling;
  failures.push(...(await findLeftovers(services)));
  const settled = samples.filter(({ minute }) => minute > minutes * warmUpShare);
  const half = settled.length >> 1;
  const more = meanOf(settled.slice(half), descriptorsOf) - meanOf(settled.slice(0, half), descriptorsOf);
  if (more > descriptorsMoreMax) failures.push(`${more.toFixed(1)} descriptors more in the second half`);
  const memory = judgeMemory(settled, minutes);
  failures.push(...memory.failures);
  return {
    fault: "F18",
    what: `${minutes} minutes of ${students} students who come and go`,
    figures: {
      joins: count.joins,
      turns: count.turns,
      "memory in 10 minutes": memory.said,
      "descriptors in 10 minutes": (slopeOf(settled, descriptorsOf) * 10).toFixed(1),
      "floors of all processes": `${memory.floorsMb.map((floorMb) => Math.round(floorMb)).join(" ")} MB`,
    },
    failures,
  };
}

/** Until it remembers as many sessions as it may, an engine has a reason to grow. */
export function judgeMemory(
  samples: readonly Sample[],
  minutes: number,
): { said: string; floorsMb: number[]; failures: string[] } {
  const full = samples.filter(({ joins }) => joins >= memoriesMax);
  const judgedMinutes = (full.at(-1)?.minute ?? 0) - (full[0]?.minute ?? 0);
  const isJudged = judgedMinutes >= judgedMinutesMin;
  const floors = floorsOf(isJudged ? full : samples);
  const floorsMb = floors.map(({ mb }) => mb);
  const moreMb = slopeOf(floors, ({ mb }) => mb) * 10;
  const said = `${moreMb.toFixed(1)} MB${isJudged ? "" : ", not judged"}`;
  if (isJudged) return { said, floorsMb, failures: moreMb > moreMbMax ? [`${said} more in 10 minutes`] : [] };
  const tooShort = `memory was full of sessions for ${judgedMinutes.toFixed(0)} minutes only`;
  return { said, floorsMb, failures: minutes >= judgedRunMinutes ? [tooShort] : [] };
}

/** The least memory of each process in each few minutes, if they are whole, summed: one sample alone may have any garbage. */
function floorsOf(samples: readonly Sample[]): { minute: number; mb: number }[] {
  const [from, to] = [samples[0]?.minute ?? 0, samples.at(-1)?.minute ?? 0];
  const windows = Map.groupBy(samples, ({ minute }) => Math.floor((minute - from) / floorMinutes));
  return [...windows]
    .filter(([index]) => from + (index + 1) * floorMinutes <= to)
    .map(([index, window]) => {
      const leastBytes = new Map<number, number>();
      // Files that other programs read as well count as a part that changes with those, so they are left out.
      for (const { pid, ownMemoryBytes } of window.flatMap(({ processes }) => processes))
        leastBytes.set(pid, Math.min(ownMemoryBytes, leastBytes.get(pid) ?? Infinity));
      const bytes = [...leastBytes.values()].reduce((sum, one) => sum + one, 0);
      return { minute: from + (index + 0.5) * floorMinutes, mb: bytes / 2 ** 20 };
    });
}

const descriptorsOf = ({ processes }: Sample) =>
  processes.reduce((sum, { descriptors }) => sum + descriptors, 0);

/** What should not be there when everybody has gone. */
async function findLeftovers({ engine }: ServiceProcesses): Promise<string[]> {
  const found: string[] = [];
  const hasNoLesson = async () => {
    const text = await (await fetch(engine.metricsUrl)).text();
    return sumOf(readOpenMetrics(text), "tutor_engine_lessons_active") === 0;
  };
  await until("the end of every lesson", hasNoLesson, { withinMs: 30_000 }).catch(() =>
    found.push("lessons are left"),
  );
  const surprises = engine.lines().filter(({ level }) => Number(level) >= 50);
  if (surprises.length > 0)
    found.push(`${surprises.length} errors in the log: ${JSON.stringify(surprises[0])}`);
  return found;
}

async function stay(
  { backend, engine }: ServiceProcesses,
  stayMs: number,
  count: { joins: number; turns: number },
) {
  const guest = createClient<paths>({ baseUrl: backend.url });
  const { data, response } = await guest.POST("/api/tutors/{tutorId}/visits", {
    params: { path: { tutorId: backend.demoTutorId } },
    body: {},
  });
  if (!data) throw new Error(`a visit was answered with ${response.status}`);
  const untilMs = performance.now() + stayMs;
  await using student = await Student.join(engine.url, backend.demoTutorId, data.ticket, { decode: false });
  count.joins++;
  while (performance.now() < untilMs) {
    const from = student.messages.length;
    student.say("Why are leaves green?");
    await student.message("caption", { from, withinMs: 30_000 });
    await Bun.sleep(Math.min(1_500, Math.max(0, untilMs - performance.now())));
    student.interrupt();
    await student.message("turn-end", { from, withinMs: 30_000 });
    count.turns++;
  }
  const location = await fetch(student.location, {
    method: "DELETE",
    headers: { authorization: `Bearer ${data.ticket}` },
  });
  if (location.status >= 500) throw new Error(`leaving was answered with ${location.status}`);
}

/** The line through the samples with the least squares: how much more in a minute. */
function slopeOf<T extends { readonly minute: number }>(
  samples: readonly T[],
  value: (sample: T) => number,
): number {
  const [x, y] = [meanOf(samples, ({ minute }) => minute), meanOf(samples, value)];
  const above = samples.reduce((sum, one) => sum + (one.minute - x) * (value(one) - y), 0);
  const below = samples.reduce((sum, one) => sum + (one.minute - x) ** 2, 0);
  return below === 0 ? 0 : above / below;
}

const meanOf = <T>(samples: readonly T[], value: (sample: T) => number) =>
  samples.reduce((sum, one) => sum + value(one), 0) / Math.max(samples.length, 1);
