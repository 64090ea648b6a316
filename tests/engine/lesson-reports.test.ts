import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { BackendClient } from "../_support/backend.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let admin: BackendClient;
beforeAll(async () => {
  school = await startSchool();
  admin = await school.backend.signIn();
});
afterAll(() => school[Symbol.asyncDispose]());

async function liveSessions(tutorId: string): Promise<string[]> {
  const { data } = await admin.GET("/api/tutors/{tutorId}/sessions", {
    params: { path: { tutorId }, query: { live: true } },
  });
  return data!.items.map(({ id }) => id);
}

test("the record says which lessons go on", async () => {
  const { student, sessionId } = await school.join();
  await until("it is live", async () => (await liveSessions(school.tutorId)).includes(sessionId));
  await student[Symbol.asyncDispose]();
  await until("it is over", async () => (await liveSessions(school.tutorId)).length === 0, {
    withinMs: 30_000,
  });
});

test("deleting a tutor ends its running lessons and no others", async () => {
  const { data } = await admin.POST("/api/tutors", { body: { name: "Short", access: "public" } });
  const { student: there } = await school.join(data!.id);
  await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: data!.id } } });
  // A lesson that begins is reported at once, so nobody waits for the next report.
  const { student: elsewhere } = await school.join();
  expect(await there.message("bye", { withinMs: 30_000 })).toMatchObject({ reason: "gone" });
  expect(elsewhere.messages.some(({ type }) => type === "bye")).toBe(false);
  await Promise.all([there, elsewhere].map((student) => student[Symbol.asyncDispose]()));
});
