import createClient from "openapi-fetch";
import type { paths } from "../../generated/backend.types.ts";
import { startFakeOllama } from "../_support/fake-ollama.ts";
import { startServiceProcesses } from "../_support/service-processes.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { median } from "../bench/report.ts";
import type { FaultReport } from "./fault-report.ts";

const stallMs = 500;
const settleMs = 2_000;
const packetMs = 20;
/** A burst is more than a hundred milliseconds too many in here. A busy machine reads late and sees what came together as one. */
const windowMs = 100;
const burstMaxMs = 2 * windowMs;
/** Between two packets, 99 % of them, while nothing stands still. */
const gapMaxMs = 40;

/** F19: the engine's process stands still in the middle of a sentence, as in a long collection of garbage. */
export async function stallEngine({
  stalls,
  isMachineQuiet = false,
}: {
  stalls: number;
  isMachineQuiet?: boolean;
}): Promise<FaultReport> {
  await using ollama = await startFakeOllama();
  await using services = await startServiceProcesses({ ollama, environment: { LOG_LEVEL: "info" } });
  const { engine, backend } = services;
  const guest = createClient<paths>({ baseUrl: backend.url });
  const { data: visit } = await guest.POST("/api/tutors/{tutorId}/visits", {
    params: { path: { tutorId: backend.demoTutorId } },
    body: {},
  });
  await using student = await Student.join(engine.url, backend.demoTutorId, visit!.ticket);
  await student.message("turn-end", { withinMs: 60_000 });
  const story = Array.from({ length: 30 }, (_, i) => `Sentence ${i} says that leaves turn to the light. `);
  ollama.next({ tokens: [story.join("")] });
  student.say("Tell me a story.");
  await student.hearsSpeech({ withinMs: 20_000 });
  const failures: string[] = [];
  const bursts: number[] = [];
  const gaps: number[] = [];
  let leftOut = 0;
  for (let stall = 0; stall < stalls; stall++) {
    const settledAtMs = performance.now();
    await Bun.sleep(settleMs);
    gaps.push(...gapsOf(student.heard.filter(({ atMs }) => atMs >= settledAtMs).map(({ atMs }) => atMs)));
    process.kill(engine.pid, "SIGSTOP");
    await Bun.sleep(stallMs);
    process.kill(engine.pid, "SIGCONT");
    const resumedAtMs = performance.now();
    // A student keeps the newest packets only, so they are told by when they came.
    const since = (fromMs: number) => student.heard.filter(({ atMs }) => atMs >= fromMs);
    await until(
      "a second of sound",
      () => performance.now() - resumedAtMs > 1_000 && since(resumedAtMs).length > 40,
    );
    const burst = since(resumedAtMs).filter(({ atMs }) => atMs < resumedAtMs + windowMs);
    bursts.push(burst.length * packetMs);
    leftOut += countLeftOut(since(settledAtMs).map(({ timestamp }) => timestamp));
  }
  if (leftOut > 0) failures.push(`${leftOut} packets of sound are missing`);
  if (gaps.length === 0) failures.push("no sound came while nothing stood still");
  const burstMs = Math.max(...bursts);
  const gapMs = Math.round(gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) * 0.99)] ?? 0);
  if (isMachineQuiet && burstMs > burstMaxMs) failures.push(`${burstMs} ms of sound came in ${windowMs} ms`);
  if (isMachineQuiet && gapMs > gapMaxMs) failures.push(`${gapMs} ms lay between two packets`);
  return {
    fault: "F19",
    what: `the engine stands still for ${stallMs} ms`,
    figures: {
      [`sound in the first ${windowMs} ms after`]: `${burstMs} ms at most (middle: ${median(bursts)} ms)`,
      "between two packets otherwise": `${gapMs} ms (99 %)`,
      "packets left out": leftOut,
      stalls,
    },
    failures,
  };
}

function gapsOf(timesMs: readonly number[]): number[] {
  return timesMs.slice(1).map((atMs, i) => atMs - timesMs[i]!);
}

/** Packets that are missing between the first and the last, by their timestamps. */
function countLeftOut(timestamps: readonly number[]): number {
  const samples = packetMs * 48;
  let leftOut = 0;
  for (let i = 1; i < timestamps.length; i++) leftOut += (timestamps[i]! - timestamps[i - 1]!) / samples - 1;
  return leftOut;
}
