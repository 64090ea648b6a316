import { openUpstreamPeer, type UpstreamPeer } from "../../engine/media/upstream-peer.ts";
import { cpuSecondsOf } from "../_support/cpu-seconds.ts";
import { type Mageurite, python } from "../_support/mageurite.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
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
  const program = new URL("aiortc_relay.py", import.meta.url).pathname;
  const child = Bun.spawn([python(), "-B", program, mageurite.url], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await using opened = new AsyncDisposableStack();
  opened.defer(async () => {
    child.kill("SIGKILL");
    await child.exited;
  });
  const { value } = await child.stdout.getReader().read();
  const { url } = JSON.parse(Buffer.from(value!).toString()) as { url: string };
  for (let viewer = 0; viewer < comparedViewers; viewer++) opened.use(await view(url));
  await Bun.sleep(settleMs);
  return (await coresUsed(() => cpuSecondsOf(child.pid))) / comparedViewers;
}

async function view(url: string): Promise<UpstreamPeer> {
  const peer = await openUpstreamPeer({
    videoCodecs: ["H264"],
    signal: AbortSignal.timeout(20_000),
    async exchange(sdp) {
      const body = JSON.stringify({ sdp, type: "offer" });
      const reply = await fetch(`${url}/offer`, { method: "POST", body });
      return ((await reply.json()) as { sdp: string }).sdp;
    },
  });
  await until("pictures through aiortc", () => peer.stats.pictures > 0, { withinMs: 20_000 });
  return peer;
}

async function coresUsed(cpuSeconds: () => number): Promise<number> {
  const [cpu, atMs] = [cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  return (cpuSeconds() - cpu) / ((performance.now() - atMs) / 1000);
}
