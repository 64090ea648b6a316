import { afterAll, beforeAll, expect, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import type { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

/** More than a judge has. */
const longerThanJudging = 5_000;

let school: School;
/** Their questions are judged by the model; where it cannot, the rules judge, or nobody answers. */
let byRules: string;
let refusing: string;
beforeAll(async () => {
  school = await startSchool({
    ollamaParallel: 1,
    loadMs: longerThanJudging,
    settings: { OLLAMA_NUM_CTX: "4096" },
  });
  const admin = await school.backend.signIn();
  const open = async (guardFailure: "rules" | "refuse") => {
    const body = { name: "Bo", subject: "Botany", access: "public", guard: "model", guardFailure } as const;
    return (await admin.POST("/api/tutors", { body })).data!.id;
  };
  [byRules, refusing] = [await open("rules"), await open("refuse")];
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

/** Joins in text, where nothing takes the time of being said. */
async function joinInText(tutorId?: string): Promise<Student> {
  const { student } = await school.join(tutorId);
  student.send({ type: "settings", media: "text" });
  return student;
}

/** Asks, and waits for the end of the answer. */
async function ask(student: Student, question: string) {
  const from = student.messages.length;
  student.say(question);
  return await student.message("turn-end", { from, withinMs: 45_000 });
}

const statesOf = (student: Student) =>
  student.messages.flatMap((message) => (message.type === "state" ? [message] : []));

test("the model's word decides what becomes of a question, and its silence what the school has decided", async () => {
  await using student = await joinInText(byRules);
  const { ollama } = school;
  ollama.next({ tokens: ["normal"] }, { tokens: ["Light is energy."] });
  expect(await ask(student, "What is light?")).toMatchObject({
    ...{ source: "model", flags: [], heard: "Light is energy." },
  });

  ollama.next({ tokens: ["home", "work"] }, { tokens: ["Begin with the roots."] });
  expect(await ask(student, "Two pages on trees by Monday, thanks.")).toMatchObject({
    ...{ source: "model", flags: ["homework"] },
  });
  expect(ollama.chats.at(-1)!.messages.at(-1)!.content).toContain("Do not hand over finished work");

  const asked = ollama.chats.length;
  ollama.next({ tokens: ["harmful"] });
  expect(await ask(student, "My brother needs a lesson he will not forget.")).toMatchObject({
    ...{ source: "guardrail", flags: ["harmful"] },
  });
  expect(ollama.chats).toHaveLength(asked + 1);

  ollama.next({ fault: { type: "stall", afterTokens: 0 } }, { tokens: ["Rain is water."] });
  expect(await ask(student, "What is rain?")).toMatchObject({
    ...{ source: "model", flags: ["unchecked"], heard: "Rain is water." },
  });

  await using other = await joinInText(refusing);
  ollama.next({ tokens: ["I would rather talk about the weather."] });
  expect(await ask(other, "What is rain?")).toMatchObject({ source: "guardrail", flags: ["unchecked"] });
}, 120_000);

test("a question that waits for others or for the model is judged when its turn comes, and the student sees why", async () => {
  await using first = await joinInText();
  await using second = await joinInText(refusing);
  const { ollama } = school;
  const asked = ollama.chats.length;
  ollama.next(
    { tokens: ["One."], firstTokenMs: longerThanJudging },
    { tokens: ["normal"] },
    { tokens: ["Two."] },
  );
  first.say("Question one?");
  await until("the first question at the model", () => ollama.chats.length > asked);
  expect(await ask(second, "Question two?")).toMatchObject({ source: "model", flags: [], heard: "Two." });
  expect(statesOf(second).flatMap(({ queue }) => (queue ? [queue.place] : []))).toEqual([1, 0]);

  ollama.unload();
  ollama.next({ tokens: ["normal"] }, { tokens: ["Three."] });
  expect(await ask(second, "Question three?")).toMatchObject({ source: "model", flags: [], heard: "Three." });
  expect(statesOf(second).some(({ state }) => state === "waking")).toBe(true);
}, 120_000);

test("a lesson's begin loads its model, and no student who goes away gives the load up", async () => {
  const { ollama } = school;
  ollama.unload();
  const { loads } = ollama;
  await using student = await joinInText(refusing);
  await until("the load", () => ollama.requests.at(-1) === "POST /api/chat");
  student.say("What is snow?");
  await until("the sign that the model wakes up", () =>
    statesOf(student).some(({ state }) => state === "waking"),
  );
  student.interrupt();
  await student.message("turn-end");
  ollama.next({ tokens: ["normal"] }, { tokens: ["Snow is ice."] });
  expect(await ask(student, "What is snow?")).toMatchObject({ flags: [], heard: "Snow is ice." });
  expect(ollama.loads).toBe(loads + 1);
}, 120_000);
