import { openUpstreamPeer } from "../../engine/media/upstream-peer.ts";
import { Mageurite } from "../_support/mageurite.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import { type Figure, median } from "./report.ts";

const rounds = 15;
const relayedStudents = 6;
const watchMs = 6_000;
/** Opus of digital silence is smaller. */
const silentBytesMax = 8;
const audible = 0.003;
const sentence = "One of many sentences. ";

/** What it costs to put the engine between a student and an avatar server. */
export async function measureRelay(): Promise<Figure[]> {
  await using mageurite = await Mageurite.start({ mode: "fork", maxSessions: relayedStudents + 4 });
  await using school = await openBenchSchool({
    settings: { MAGEURITE_URL: mageurite.url },
    avatar: "mageurite",
  });
  return [
    await measureDelay(school, mageurite),
    await measureCost(school, mageurite),
    ...(await measureGate(school, mageurite)),
  ];
}

const join = async (school: BenchSchool, decode: boolean) =>
  Student.join(school.engine.url, school.tutorId, await school.visit(), { decode });
const sessions = async (mageurite: Mageurite, count: number) =>
  until("sessions", async () => (await mageurite.state()).sessions >= count, { withinMs: 20_000 });

/** The same word is said in two sessions at once: one is watched directly, the other through a lesson. */
async function measureDelay(school: BenchSchool, mageurite: Mageurite): Promise<Figure> {
  await using student = await join(school, true);
  await relayed(student);
  let loudAtMs = 0;
  await using direct = await openUpstreamPeer({
    videoCodecs: ["VP8"],
    signal: new AbortController().signal,
    async exchange(sdp) {
      const body = JSON.stringify({ sdp, type: "offer" });
      const reply = await fetch(`${mageurite.url}/offer`, { method: "POST", body });
      return ((await reply.json()) as { sdp: string }).sdp;
    },
  });
  direct.onSound = (opus) => {
    if (opus.length > silentBytesMax && loudAtMs === 0) loudAtMs = performance.now();
  };
  const added: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    loudAtMs = 0;
    const from = student.heard.at(-1)?.atMs ?? 0;
    await mageurite.sayToAll("Beep");
    const heard = await until("the beep", () =>
      student.heard.find(({ atMs, loudness }) => atMs > from && loudness > audible),
    );
    await until("the beep there", () => loudAtMs > 0);
    added.push(heard.atMs - loudAtMs);
    await until("silence", () => performance.now() - student.lastAudibleAtMs > 400);
  }
  const baseline = { what: "a sender's beat, which blurs each sample", value: 20 };
  const what = "relay's added delay, first sound of a sentence";
  return { what, value: median(added.slice(1)), unit: "ms", budget: "none", baseline, samples: rounds };
}

async function measureCost(school: BenchSchool, mageurite: Mageurite): Promise<Figure> {
  const empty = await coresUsed(() => school.engine.cpuSeconds());
  const students = await Promise.all(Array.from({ length: relayedStudents }, () => join(school, false)));
  await sessions(mageurite, relayedStudents);
  await Bun.sleep(3_000);
  const [busy, theirs] = await Promise.all([
    coresUsed(() => school.engine.cpuSeconds()),
    coresUsed(() => mageurite.cpuSeconds()),
  ]);
  for (const student of students) await student[Symbol.asyncDispose]();
  return {
    what: `relayed, per student (of ${relayedStudents})`,
    value: (busy - empty) / relayedStudents,
    unit: "of a core",
    budget: "≤ 0.025",
    baseline: { what: "aiortc drawing, encoding and sending one", value: theirs / relayedStudents },
    samples: 1,
  };
}

async function measureGate(school: BenchSchool, mageurite: Mageurite): Promise<Figure[]> {
  await using student = await join(school, true);
  const silences: number[] = [];
  for (let round = 0; round < 6; round++) {
    await relayed(student);
    await speak(school, student, 10);
    await student.hearsSpeech();
    student.interrupt();
    const atMs = performance.now();
    await until("silence", () => performance.now() - Math.max(student.lastAudibleAtMs, atMs) > 300);
    silences.push(Math.max(0, student.lastAudibleAtMs - atMs));
  }
  await relayed(student);
  await speak(school, student, 4);
  const killedAtMs = performance.now();
  await mageurite.kill();
  const embedded = await until("the embedded face", () =>
    student.pictures.find(({ atMs, picture }) => atMs > killedAtMs && picture.width === 512),
  );
  const baseline = { what: "one picture", value: 40 };
  return [
    {
      what: "relayed: interrupt → last audible packet",
      value: median(silences),
      unit: "ms",
      budget: "≤ 100 ms",
      baseline,
      samples: silences.length,
    },
    {
      what: "avatar server killed → next picture",
      value: embedded.atMs - killedAtMs,
      unit: "ms",
      budget: "≤ 2000 ms",
      baseline,
      samples: 1,
    },
  ];
}

async function relayed(student: Student): Promise<void> {
  await until("the remote face", () => student.pictures.at(-1)?.picture.width === 256, { withinMs: 20_000 });
}

async function speak(school: BenchSchool, student: Student, sentences: number): Promise<void> {
  const from = student.messages.length;
  school.ollama.next({ tokens: [sentence.repeat(sentences)] });
  student.say("How?");
  await student.message("caption", { from });
}

async function coresUsed(cpuSeconds: () => number): Promise<number> {
  await Bun.sleep(1_000);
  const [cpu, atMs] = [cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  return (cpuSeconds() - cpu) / ((performance.now() - atMs) / 1000);
}
