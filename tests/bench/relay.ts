import { Mageurite } from "../_support/mageurite.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { type BenchSchool, openBenchSchool } from "./bench-school.ts";
import { measureRelayCost } from "./relay-cost.ts";
import { measureRelayDelay } from "./relay-delay.ts";
import { measureRelayJoins } from "./relay-joins.ts";
import { type Figure, median } from "./report.ts";

const places = 12;
const interruptions = 6;
/** Pictures that cost what a camera's do: about a megabit in a second. */
const grain = 24;
const sentence = "One of many sentences. ";

/** What it costs to put the engine between a student and an avatar server. */
export async function* measureRelay(): AsyncGenerator<Figure> {
  await using mageurite = await Mageurite.start({ mode: "fork", maxSessions: places, faults: { grain } });
  await using school = await openBenchSchool({
    settings: { MAGEURITE_URL: mageurite.url },
    avatar: "mageurite",
  });
  yield await measureRelayCost(school, mageurite);
  yield* await measureRelayDelay(school, mageurite);
  yield* await measureGate(school, mageurite);
  await mageurite.restart();
  yield await measureRelayJoins(school, mageurite);
}

async function measureGate(school: BenchSchool, mageurite: Mageurite): Promise<Figure[]> {
  await using student = await Student.join(school.engine.url, school.tutorId, await school.visit());
  const silences: number[] = [];
  for (let round = 0; round < interruptions; round++) {
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
  const common = { unit: "ms", baseline };
  return [
    {
      what: "relayed: interrupt → last audible packet",
      value: median(silences),
      budget: "≤ 100 ms",
      samples: silences.length,
      ...common,
    },
    {
      what: "avatar server killed → next picture",
      value: embedded.atMs - killedAtMs,
      budget: "≤ 2000 ms",
      samples: 1,
      ...common,
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
