import { messageMaxBytes } from "../../engine/media/data-channel.ts";
import { mutateBytes } from "../_support/byte-mutations.ts";
import { hostileJson, spoil } from "../_support/malformed-requests.ts";
import type { Random } from "../_support/random.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";
import { type AttackOptions, type AttackReport, Faults, inParallel } from "./attack.ts";
import type { AttackedSchool } from "./attacked-school.ts";

/** Students who send nonsense together, each as fast as a page may. */
const studentsCount = 5;
/** A page may send twenty messages a second. */
const everyMs = 55;
/** Messages of the largest size that a page may send, all at once. */
const floodMessages = 100;
const floodText = "[".repeat(60_000);

/** The student's side has no empty messages: werift would send one that is none (RFC 8831 §6.6). */
const emptyText = " ";

const samples: readonly Record<string, unknown>[] = [
  { type: "say", text: "Why are leaves green?", when: "after" },
  { type: "interrupt" },
  { type: "settings", media: "voice", speed: 1.5 },
  { type: "rating", turn: 0, rating: "good" },
  { type: "mic", on: true },
  { type: "ping", id: 7 },
];

/** Messages on the data channel that are wrong somewhere, then a flood. Lessons go on, and a Stop is heard in the flood. */
export async function attackWithMessages(
  school: AttackedSchool,
  options: AttackOptions,
): Promise<AttackReport> {
  const faults = new Faults();
  await using opened = new AsyncDisposableStack();
  const students: Student[] = [];
  for (let i = 0; i < studentsCount; i++) students.push(opened.use(await school.join()));
  const { residentMb } = await school.holdings();
  await inParallel(options, studentsCount, async ({ random }, worker) => {
    const student = students[worker]!;
    // Whoever sends longer ones than the answer allows is no browser, and is put out.
    student.channel.send(makeMessage(random).slice(0, messageMaxBytes / 4) || emptyText);
    await Bun.sleep(everyMs);
  });
  const problems = students.flatMap(({ messages }) => messages.filter(({ type }) => type === "problem"));
  if (problems.some((problem) => JSON.stringify(problem).length > 1_000))
    faults.add("a problem repeats what it was told");
  for (const student of students) await hears(student).catch((error: Error) => faults.add(error.message));
  const [first] = students;
  for (let i = 0; i < floodMessages; i++) first!.channel.send(floodText);
  first!.send({ type: "interrupt" });
  for (const student of students)
    await hears(student).catch((error: Error) => faults.add(`after the flood: ${error.message}`));
  const after = await school.holdings();
  for (const surprise of school.takeSurprises()) faults.add(surprise);
  return {
    attack: "messages",
    seed: options.seed,
    figures: {
      messages: options.count,
      "answered with problems": problems.length,
      flood: `${floodMessages} of ${floodText.length} characters`,
      "MB before and after": `${residentMb.toFixed(0)}, ${after.residentMb.toFixed(0)}`,
    },
    faults: faults.all,
  };
}

let pings = 1_000_000;

/** The lesson goes on: it answers what is asked from now on, as soon as the page may ask again. */
async function hears(student: Student): Promise<void> {
  const first = pings + 1;
  const isAnswer = (message: (typeof student.messages)[number]) =>
    message.type === "pong" && message.id >= first && message.id <= pings;
  await until(
    "an answer",
    () => {
      student.send({ type: "ping", id: ++pings });
      return student.messages.some(isAnswer);
    },
    { withinMs: 20_000 },
  );
  student.messages.length = 0;
}

function makeMessage(random: Random): string {
  const sample = random.pick(samples);
  const text = JSON.stringify(sample);
  const chance = random.next();
  if (chance < 0.4) return JSON.stringify(spoil(random, sample)) ?? "";
  if (chance < 0.7) return random.pick(hostileJson(text));
  return mutateBytes(
    random,
    Buffer.from(text),
    samples.map((one) => Buffer.from(JSON.stringify(one))),
  ).toString();
}
