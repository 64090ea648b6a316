import { join as joinPath } from "node:path";
import { openDrawnArt } from "../../engine/avatar/illustrated/drawn-art.ts";
import { filmPictures } from "../../engine/avatar/motion/speaking-clip.fixture.ts";
import { toForm } from "../_support/forms.ts";
import { readOpenMetrics, sumOf } from "../_support/open-metrics.ts";
import { freePort } from "../_support/product.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { openAiortc } from "./aiortc.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import type { Figure } from "./report.ts";

const idleStudents = 20;
/** Enough that what a process costs by itself is shared, and few enough for two cores that receive it all as well. */
const speakingStudents = 10;
/** aiortc encodes for each: this many leave two cores room. */
const comparedStudents = 2;
const watchMs = 10_000;
/** Processes that have just begun open their faces and compile their code. */
const warmUpMs = 8_000;
/** Of the video that a face is built from. */
const filmedPictures = 130;
/** Longer than what is watched, and no sentence like another: nothing is said twice. */
const sentencesOfTalk = 40;

/** What the engine's work is divided between, by a word of the command lines; the rest is the main process. */
const parts = [
  { what: "drawing and encoding", word: "render-worker" },
  { what: "speech", word: "speech-worker" },
] as const;

/** CPU of the engine and its media processes for each student, as a part of one core, beside a sender that encodes for each. */
export async function measureCosts(): Promise<Figure[]> {
  const metricsPort = await freePort();
  const aiortc = await measureAiortc();
  await using school = await openBenchSchool({ settings: { ENGINE_METRICS_PORT: String(metricsPort) } });
  const pictures = async () => {
    const text = await (await fetch(`http://localhost:${metricsPort}/metrics`)).text();
    return sumOf(readOpenMetrics(text), "tutor_engine_pictures_total");
  };
  const watch = () =>
    watchUse(
      () => [school.engine.cpuSeconds(), ...parts.map(({ word }) => school.engine.cpuSecondsOf(word))],
      pictures,
    );
  const empty = await watch();
  const students = await Promise.all(Array.from({ length: idleStudents }, () => join(school)));
  const idle = await watch();
  for (const student of students) await student[Symbol.asyncDispose]();
  const drawn = await watchSpeaking(school, school.tutorId, watch);
  const drawnInH264 = await watchSpeaking(school, school.tutorId, watch, "H264");
  const filmed = await watchSpeaking(school, await createFilmedTutor(school), watch);
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
    ...[
      ["drawn", drawn] as const,
      ["drawn H.264", drawnInH264] as const,
      ["filmed", filmed] as const,
    ].flatMap(([face, { cores, partCores, picturesPerSecond }]) => [
      {
        what: `speaking, ${face} face, per student (of ${speakingStudents})`,
        value: (cores - empty.cores) / speakingStudents,
        budget: "≤ 0.04",
        ...common,
      },
      ...parts.map(({ what }, i) => ({
        what: `speaking, ${face} face, per student: ${what}`,
        value: partCores[i]! / speakingStudents,
        unit: "of a core",
        budget: "none",
        baseline: { what: "all of it", value: cores / speakingStudents },
        samples: 1,
      })),
      {
        what: `speaking, ${face} face, pictures sent per student and second`,
        value: picturesPerSecond / speakingStudents,
        unit: "pictures/s",
        budget: "≥ 24.5",
        baseline: { what: "idle", value: idle.picturesPerSecond / idleStudents },
        samples: 1,
      },
    ]),
  ];
}

type Use = Awaited<ReturnType<typeof watchUse>>;

/** Students who listen, each to an answer of their own. */
async function watchSpeaking(
  school: BenchSchool,
  tutorId: string,
  watch: () => Promise<Use>,
  videoCodec: "VP8" | "H264" = "VP8",
): Promise<Use> {
  const students = await Promise.all(
    Array.from({ length: speakingStudents }, () => join(school, tutorId, videoCodec)),
  );
  school.ollama.next(...students.map((_, i) => ({ tokens: [talkOf(i)] })));
  for (const student of students) student.say("Tell me more.");
  const haveBegun = () => students.every(({ messages }) => messages.some(({ type }) => type === "caption"));
  await until("speech", haveBegun, { withinMs: 60_000 });
  await Bun.sleep(warmUpMs);
  const use = await watch();
  for (const student of students) await student[Symbol.asyncDispose]();
  return use;
}

const join = async (school: BenchSchool, tutorId = school.tutorId, videoCodec: "VP8" | "H264" = "VP8") =>
  Student.join(school.engine.url, tutorId, await school.visit(tutorId), { decode: false, videoCodec });

/** A tutor whose face is built from a video: a drawn one, filmed. */
async function createFilmedTutor(school: BenchSchool): Promise<string> {
  const { pack } = await openDrawnArt("mei", joinPath(school.dataDir, "cache"));
  const path = joinPath(school.dataDir, "mei.mp4");
  await filmPictures(path, filmedPictures, (number) => pack.loop[number % pack.loop.length]!);
  const file = new Blob([await Bun.file(path).bytes()], { type: "video/mp4" });
  const admin = await school.backend.signIn();
  const { data } = await admin.POST("/api/tutors/create-with-avatar", {
    body: { tutor: { name: "Mo", access: "public" }, name: "Mei", kind: "video", consentBy: "Mei", file },
    bodySerializer: toForm,
  });
  const params = { path: { avatarId: data!.avatar.id } };
  const isReady = async () =>
    (await admin.GET("/api/avatars/{avatarId}", { params })).data!.status === "ready";
  await until("the face", isReady, { withinMs: 180_000 });
  return data!.tutor.id;
}

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
    () => [sender.cpuSeconds()],
    async () => 0,
  );
  return cores / comparedStudents;
}

/** `cpuSeconds`: of everything, then of its parts. */
async function watchUse(cpuSeconds: () => readonly number[], pictures: () => Promise<number>) {
  // Connections and encoders that have just been opened settle first.
  await Bun.sleep(1_000);
  const [seen, before, atMs] = [await pictures(), cpuSeconds(), performance.now()];
  await Bun.sleep(watchMs);
  const seconds = (performance.now() - atMs) / 1000;
  const [cores, ...partCores] = cpuSeconds().map((cpu, i) => (cpu - before[i]!) / seconds);
  return { cores: cores!, partCores, picturesPerSecond: ((await pictures()) - seen) / seconds };
}
