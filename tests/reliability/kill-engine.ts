import { type Replicas, startReplicas } from "../_support/replicas.ts";
import { until } from "../_support/until.ts";
import { MovingStudent, storedTurns } from "./moving-student.ts";

const story = Array.from({ length: 6 }, (_, index) => `This is sentence number ${index} of the story. `);
const waitMs = 60_000;

/** What students had of an engine that was killed in the middle of a sentence, and of the one that went on. */
export interface KilledEngines {
  readonly trials: number;
  /** From the kill until the student's page knew. */
  readonly noticedMs: readonly number[];
  /** From the kill until the first picture of another engine was decoded. */
  readonly pictureMs: readonly number[];
  /** Sentences heard to their end before the kill that the lesson does not know any more, in each trial. */
  readonly sentencesLost: readonly number[];
  /** Turns that the student was told are stored, and that the transcript does not have, in all trials. */
  readonly acknowledgedLost: number;
  /** Trials in which the lesson did not go on where it was cut. */
  readonly brokenOff: number;
}

/** Kills the engine of a lesson again and again, and starts it anew. */
export async function measureKilledEngines(
  school: Replicas,
  { trials }: { trials: number },
): Promise<KilledEngines> {
  const results: Trial[] = [];
  for (let trial = 0; trial < trials; trial++) results.push(await killOnce(school));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    trials,
    noticedMs: results.map(({ noticedMs }) => noticedMs),
    pictureMs: results.map(({ pictureMs }) => pictureMs),
    sentencesLost: results.map(({ sentencesLost }) => sentencesLost),
    acknowledgedLost: sum(results.map(({ acknowledgedLost }) => acknowledgedLost)),
    brokenOff: results.filter(({ goesOn }) => !goesOn).length,
  };
}

interface Trial {
  noticedMs: number;
  pictureMs: number;
  sentencesLost: number;
  acknowledgedLost: number;
  goesOn: boolean;
}

async function killOnce(school: Replicas): Promise<Trial> {
  await using student = await MovingStudent.join(school, { decode: true });
  // A turn that is stored, and one that is being said.
  school.ollama.next({ tokens: ["Leaves are green."] }, { tokens: story });
  student.lesson.say("What colour are leaves?");
  await student.lesson.message("stored", { withinMs: waitMs });
  student.lesson.say("Tell me a story.");
  const heard = () => {
    const captions = student.lesson.messages.filter((message) => message.type === "caption");
    // The last one is being said.
    return new Set(captions.filter(({ turn }) => turn === 1).map(({ text }) => text)).values().toArray();
  };
  await until("the third sentence", () => heard().length >= 3, { withinMs: waitMs });
  const heardToEnd = heard().slice(0, -1);
  const acknowledged = new Set(
    student.lesson.messages.flatMap((message) => (message.type === "stored" ? [message.turn] : [])),
  );

  const doomed = school.engines.find(({ mediaPort }) => mediaPort === student.mediaPort)!;
  const killedAtMs = performance.now();
  await doomed.kill();
  await student.lost(AbortSignal.timeout(waitMs));
  const noticedMs = performance.now() - killedAtMs;
  await student.move();
  await until("a picture", () => student.lesson.pictures.length > 0, { withinMs: waitMs });
  const pictureMs = student.lesson.pictures[0]!.atMs - killedAtMs;

  await until("the past", () => past(student).length === 2, { withinMs: waitMs });
  const known = past(student)[1]!.heard;
  const { turn } = await student.lesson.message("turn", { withinMs: waitMs });
  const { text } = await student.lesson.message("caption", { withinMs: waitMs });
  const stored = await storedTurns(school, student.sessionId);
  await doomed.start();
  return {
    noticedMs,
    pictureMs,
    sentencesLost: heardToEnd.filter((sentence) => !known.includes(sentence.trim())).length,
    acknowledgedLost: [...acknowledged].filter((turn) => stored.get(turn)?.outcome !== "complete").length,
    goesOn: turn === 2 && text !== "" && past(student)[0]!.outcome === "complete",
  };
}

const past = (student: MovingStudent) => student.lesson.messages.filter((message) => message.type === "past");

export function toLine({ trials, noticedMs, pictureMs, sentencesLost, ...rest }: KilledEngines): string {
  const p95 = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!;
  return [
    `F1: ${trials - rest.brokenOff} of ${trials} killed engines' lessons went on`,
    `noticed within ${Math.round(p95(noticedMs))} ms (p95)`,
    `video back within ${Math.round(p95(pictureMs))} ms (p95)`,
    `sentences lost: ${Math.max(...sentencesLost)} at most`,
    `acknowledged turns lost: ${rest.acknowledgedLost}`,
  ].join("; ");
}

// `bun tests/reliability/kill-engine.ts 50`
if (import.meta.main) {
  {
    await using school = await startReplicas();
    console.log(toLine(await measureKilledEngines(school, { trials: Number(process.argv[2] ?? 50) })));
  }
  process.exit(0);
}
