import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

describe.each(databases)("importing students, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  let tutorId: string;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo" } });
    tutorId = data!.id;
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  const send = (csv: string, skipInvalid?: boolean) =>
    admin.POST("/api/tutors/{tutorId}/students/import", {
      params: { path: { tutorId }, query: { skipInvalid } },
      body: csv,
      bodySerializer: (body) => body,
      headers: { "content-type": "text/csv" },
    });

  async function emails(): Promise<string[]> {
    const { data } = await admin.GET("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId }, query: { limit: 100 } },
    });
    return data!.items.map(({ email }) => email).sort();
  }

  const mixed = `email,name,password
good@school.example,Good,long enough
bad,Bad,
good@school.example,Again,
`;

  test("one bad row keeps the whole file out, and every row is answered for", async () => {
    const { data, response } = await send(mixed);
    expect(response.status).toBe(200);
    expect(data).toMatchObject({ imported: 0, invalid: 2 });
    expect(data!.rows.map(({ line, outcome, faults }) => [line, outcome, faults])).toEqual([
      [2, "valid", []],
      [3, "invalid", ["email-invalid"]],
      [4, "invalid", ["email-repeated"]],
    ]);
    expect(await emails()).toEqual([]);
  });

  test("asked to skip bad rows it imports the good ones, who can sign in", async () => {
    const { data } = await send(mixed, true);
    expect(data).toMatchObject({ imported: 1, invalid: 2 });
    const [row] = data!.rows;
    expect(row).toMatchObject({ outcome: "imported", password: null });
    expect(await emails()).toEqual(["good@school.example"]);
    const student = await backend.signInAsStudent({
      tutorId,
      email: "good@school.example",
      password: "long enough",
    });
    expect((await student.GET("/api/student/auth/me")).data).toMatchObject({
      id: row!.studentId!,
      name: "Good",
    });
  });

  test("addresses that are there already are named, and passwords that were made up work", async () => {
    const csv = "name;email\nGood;GOOD@school.example\nNew;new@school.example\n";
    expect((await send(csv)).data!.rows.map(({ faults }) => faults)).toEqual([["email-taken"], []]);
    const { data } = await send("name;email\nNew;new@school.example\n");
    const [row] = data!.rows;
    expect(row!.password).toMatch(/^[a-z2-9-]{23}$/);
    await backend.signInAsStudent({ tutorId, email: "new@school.example", password: row!.password! });
  });

  test("of two imports of the same file at once each student is added once", async () => {
    const csv = `email,name\n${Array.from({ length: 10 }, (_, i) => `twin${i}@school.example,Twin ${i}`).join("\n")}`;
    const both = await Promise.all([send(csv, true), send(csv, true)]);
    const imported = both.map(({ data }) => data!.imported).sort((a, b) => a - b);
    expect(imported).toEqual([0, 10]);
    expect((await emails()).filter((email) => email.startsWith("twin")).length).toBe(10);
  });

  test("a file that is no table, too large or of another type is refused as a whole", async () => {
    for (const csv of ["name\nKim", 'email,name\na@b,"Kim', "email,name\n"]) {
      const { response, error } = await send(csv);
      expect(response.status).toBe(422);
      expect(error).toMatchObject({ type: "invalid-request", errors: [{ in: "body" }] });
    }
    const large = `email,name\n${"a@b,Kim\n".repeat(40_000)}`;
    expect((await send(large)).response.status).toBe(413);
    const json = await admin.POST("/api/tutors/{tutorId}/students/import", {
      params: { path: { tutorId } },
      body: "{}",
    });
    expect(json.response.status).toBe(415);
  });

  test("a file for somebody else's tutor is not read", async () => {
    const stranger = await backend.signInAsSecondAdmin();
    const { response } = await stranger.POST("/api/tutors/{tutorId}/students/import", {
      params: { path: { tutorId } },
      body: "no table at all",
      bodySerializer: (body) => body,
      headers: { "content-type": "text/csv" },
    });
    expect(response.status).toBe(404);
  });
});
