import type { Replicas } from "../_support/replicas.ts";
import { until } from "../_support/until.ts";
import { type FaultReport, quantileMs, toSummary } from "./fault-report.ts";
import { MovingStudent, storedTurns } from "./moving-student.ts";

const story = Array.from({ length: 6 }, (_, index) => `This is sentence number ${index} of the story. `);
const waitMs = 60_000;
/** From the kill to a picture of another engine, for 95 % of lessons. */
const pictureMaxMs = 5_000;

/** F1: an engine is killed in the middle of a sentence and started anew, again and again; its lesson goes on with another one. */
export async function killEngines(
  school: Replicas,
  { trials, isMachineQuiet = false }: { trials: number; isMachineQuiet?: boolean },
): Promise<FaultReport> {
  const results: Trial[] = [];
  for (let trial = 0; trial < trials; trial++) results.push(await killOnce(school));
  const failures = results.flatMap(({ sentencesLost, acknowledgedLost, goesOn }, index) => [
    ...(sentencesLost > 1 ? [`lesson ${index}: ${sentencesLost} sentences were lost`] : []),
    ...(acknowledgedLost > 0 ? [`lesson ${index}: ${acknowledgedLost} stored turns were lost`] : []),
    ...(goesOn ? [] : [`lesson ${index} did not go on where it was cut`]),
  ]);
  const pictureMs = results.map((result) => result.pictureMs);
  if (isMachineQuiet && quantileMs(pictureMs, 0.95) > pictureMaxMs)
    failures.push(`one picture in twenty is back after more than ${pictureMaxMs} ms`);
  return {
    fault: "F1",
    what: "an engine is killed in the middle of a sentence",
    figures: {
      lessons: trials,
      "noticed after": toSummary(results.map(({ noticedMs }) => noticedMs)),
      "video back after": toSummary(pictureMs),
      "sentences lost": Math.max(...results.map(({ sentencesLost }) => sentencesLost)),
      "stored turns lost": results.reduce((sum, { acknowledgedLost }) => sum + acknowledgedLost, 0),
    },
    failures,
  };
}

interface Trial {
  /** From the kill until the student's page knew. */
  noticedMs: number;
  /** From the kill until the first picture of another engine was decoded. */
  pictureMs: number;
  /** Sentences heard to their end before the kill that the lesson does not know any more. */
  sentencesLost: number;
  /** Turns that the student was told are stored, and that the transcript does not have. */
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
