import { afterAll, beforeAll, expect, test } from "bun:test";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool({ ollamaParallel: 1, loadMs: 1_000, settings: { OLLAMA_NUM_CTX: "4096" } });
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

test("students who have to wait for the model, or for others, are told so, and are answered in their order", async () => {
  await using opened = new AsyncDisposableStack();
  const students = [];
  for (let number = 0; number < 3; number++) students.push(opened.use((await school.join()).student));
  const [first, second, third] = students;
  // The first answer sets the pace that the others' waits are told from.
  school.ollama.unload();
  school.ollama.next({ tokens: ["Light is energy."], firstTokenMs: 400 });
  first!.say("What is light?");
  await first!.message("turn-end", { withinMs: 20_000 });
  const states = first!.messages.flatMap((message) => (message.type === "state" ? [message.state] : []));
  expect(states.filter((state, index) => state !== states[index - 1])).toEqual([
    ...["idle", "thinking", "waking", "speaking", "idle"],
  ] as typeof states);

  school.ollama.next({ tokens: ["One."], firstTokenMs: 2_500 }, { tokens: ["Two."] }, { tokens: ["Three."] });
  const from = first!.messages.length;
  first!.say("Question one?");
  await until("the first question at the model", () => school.ollama.chats.length === 2);
  second!.say("Question two?");
  const placesOf = (student: typeof first) =>
    student!.messages.flatMap((message) =>
      message.type === "state" && message.queue ? [message.queue.place] : [],
    );
  await until("the second in the queue", () => placesOf(second).length > 0);
  third!.say("Question three?");
  await until("the third in the queue", () => placesOf(third).length > 0);
  expect(placesOf(second)[0]).toBe(1);
  expect(placesOf(third)[0]).toBe(2);
  const told = third!.messages.find((message) => message.type === "state" && message.queue);
  expect(told?.type === "state" && told.queue!.expectedMs! > 0).toBe(true);

  const ends = await Promise.all([
    first!.message("turn-end", { from, withinMs: 30_000 }),
    second!.message("turn-end", { withinMs: 30_000 }),
    third!.message("turn-end", { withinMs: 30_000 }),
  ]);
  expect(ends.map(({ heard }) => heard)).toEqual(["One.", "Two.", "Three."]);
  expect(placesOf(second).at(-1)).toBe(0);
  expect(placesOf(third)).toEqual([2, 1, 0]);
}, 90_000);

test("a student who stops waiting leaves the queue", async () => {
  await using opened = new AsyncDisposableStack();
  const first = opened.use((await school.join()).student);
  const second = opened.use((await school.join()).student);
  school.ollama.next({ tokens: ["One."], firstTokenMs: 2_000 });
  const asked = school.ollama.chats.length;
  first.say("Question one?");
  await until("the first question at the model", () => school.ollama.chats.length > asked);
  second.say("Question two?");
  await until("the queue", () =>
    second.messages.some((message) => message.type === "state" && message.queue),
  );
  second.interrupt();
  expect(await second.message("turn-end")).toMatchObject({ outcome: "interrupted", heard: "" });
  expect(await first.message("turn-end", { withinMs: 20_000 })).toMatchObject({ heard: "One." });
  expect(school.ollama.chats.length).toBe(asked + 1);
}, 60_000);

test("two engines together ask Ollama for no more than it writes, so that whoever waits is told", async () => {
  await using school = await startSchool({ ollamaParallel: 2, settings: { OLLAMA_SHARED_BY: "2" } });
  await using other = await school.openEngine();
  await using opened = new AsyncDisposableStack();
  const join = async (engineUrl: string) => {
    const { ticket } = await school.visit();
    const student = opened.use(await Student.join(engineUrl, school.tutorId, ticket));
    student.send({ type: "settings", media: "text" });
    return student;
  };
  const [first, second] = [await join(school.engine.url), await join(school.engine.url)];
  const third = await join(other.url);
  const slow = { tokens: ["One."], firstTokenMs: 2_500 };
  school.ollama.next(slow, slow, slow);
  first.say("Question one?");
  await until("the first question at the model", () => school.ollama.chats.length === 1);
  second.say("Question two?");
  await until("the second in the queue", () =>
    second.messages.some((message) => message.type === "state" && message.queue?.place === 1),
  );
  third.say("Question three?");
  await until("the third question at the model", () => school.ollama.chats.length === 2);
  expect(school.ollama.waiting).toBe(0);
  const ends = [first, second, third].map((student) => student.message("turn-end", { withinMs: 30_000 }));
  expect((await Promise.all(ends)).map(({ source }) => source)).toEqual(["model", "model", "model"]);
  expect(third.messages.some((message) => message.type === "state" && message.queue)).toBe(false);
}, 90_000);
