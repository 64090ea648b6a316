import { afterAll, beforeAll, expect, test } from "bun:test";
import { credentials, enrolKim } from "../_support/enrolled-student.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";

let school: School;
beforeAll(async () => {
  school = await startSchool({ questionsMax: 2 });
}, 60_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
});

const chat = (tutorId: string, ticket: string) =>
  fetch(`${school.engine.url}/api/tutors/${tutorId}/chat`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ticket}` },
    body: JSON.stringify({ message: "What is light?" }),
  });

/** Lessons of one enrolled student. */
async function enrol() {
  const tutorId = await enrolKim(school);
  const student = await school.backend.signInAsStudent({ tutorId, ...credentials });
  const ticket = async () => (await student.POST("/api/student/sessions")).data!.ticket;
  return { tutorId, ticket };
}

test("a student who asks too much in a lesson is told when to ask again, and what is being said goes on", async () => {
  await using opened = new AsyncDisposableStack();
  const { student, ...visit } = await school.join();
  opened.use(student);
  school.ollama.next({ tokens: ["One."] }, { tokens: ["Two is a number, ", "and more than one."] });
  student.say("One?");
  await student.message("turn-end", { withinMs: 20_000 });
  const from = student.messages.length;
  student.say("Two?");
  await student.message("caption", { from, withinMs: 20_000 });
  student.say("Three?");
  const { problem, retryAfterMs } = await student.message("problem");
  expect(problem).toMatchObject({ type: "too-many-requests", status: 429 });
  expect(retryAfterMs).toBeGreaterThan(200_000);
  expect(retryAfterMs).toBeLessThanOrEqual(300_000);
  expect(await student.message("turn-end", { from, withinMs: 20_000 })).toMatchObject({
    outcome: "complete",
    heard: "Two is a number, and more than one.",
  });
  expect((await chat(school.tutorId, await school.resume(visit))).status).toBe(429);

  // Others are not concerned.
  const { ticket } = await school.visit();
  expect((await chat(school.tutorId, ticket)).status).toBe(200);
}, 60_000);

test("an enrolled student's questions count together in all lessons and chats", async () => {
  const { tutorId, ticket } = await enrol();
  for (let question = 0; question < 2; question++)
    expect((await chat(tutorId, await ticket())).status).toBe(200);
  const refused = await chat(tutorId, await ticket());
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(200);
  expect(await refused.json()).toMatchObject({ type: "too-many-requests" });
  await using student = await Student.join(school.engine.url, tutorId, await ticket());
  student.say("One more?");
  expect((await student.message("problem")).retryAfterMs).toBeGreaterThan(0);
}, 60_000);
