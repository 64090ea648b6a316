import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const unknownId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const password = "three blue kites at noon";

describe.each(databases)("students, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  let tutorId: string;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function createTutor(): Promise<string> {
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo" } });
    return data!.id;
  }
  beforeAll(async () => {
    tutorId = await createTutor();
  });

  const add = (email: string, name = "Kim", tutor = tutorId) =>
    admin.POST("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId: tutor } },
      body: { email, name, password },
    });
  const at = (studentId: string) => ({ params: { path: { tutorId, studentId } } });
  const login = (email: string, secret = password, tutor = tutorId) =>
    backend.guest.POST("/api/student/auth/login", { body: { tutorId: tutor, email, password: secret } });

  test("a student is added, read back and can sign in at once", async () => {
    const { data, response } = await add("Kim@School.example", " Kim ");
    expect(response.status).toBe(201);
    const { student } = data!;
    expect(response.headers.get("location")).toBe(`/api/tutors/${tutorId}/students/${student.id}`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(data!.password).toBeNull();
    expect(student).toMatchObject({ email: "kim@school.example", name: "Kim", status: "active", tutorId });
    const read = await admin.GET("/api/tutors/{tutorId}/students/{studentId}", at(student.id));
    expect(read.data).toEqual(student);
    expect((await login("KIM@school.example")).response.status).toBe(200);
  });

  test("without a password one is made up and told once", async () => {
    const { data } = await admin.POST("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId } },
      body: { email: "made-up@school.example", name: "Mo" },
    });
    expect(data!.password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect((await login("made-up@school.example", data!.password!)).response.status).toBe(200);
  });

  test("an address is taken once for each tutor", async () => {
    expect((await add("twice@school.example")).response.status).toBe(201);
    const again = await add("TWICE@school.example");
    expect(again.response.status).toBe(409);
    expect(again.error).toMatchObject({ type: "conflict" });
    const elsewhere = await createTutor();
    expect((await add("twice@school.example", "Kim", elsewhere)).response.status).toBe(201);
    const other = await add("other@school.example");
    const renamed = await admin.PATCH("/api/tutors/{tutorId}/students/{studentId}", {
      ...at(other.data!.student.id),
      body: { email: "twice@school.example" },
    });
    expect(renamed.response.status).toBe(409);
  });

  test("the list goes page by page, and is searched by name and address in any script and case", async () => {
    const tutor = await createTutor();
    const names = ["Łucja Żak", "李小龍", "Anne 100%", "Bo_b", "Bob!", "Infinity"];
    for (const [i, name] of names.entries()) await add(`s${i}@school.example`, name, tutor);
    const list = async (query: { search?: string; limit?: number; cursor?: string }) => {
      const { data } = await admin.GET("/api/tutors/{tutorId}/students", {
        params: { path: { tutorId: tutor }, query },
      });
      return data!;
    };
    const found = async (search: string) => (await list({ search })).items.map(({ name }) => name);
    expect(await found("łUCJA")).toEqual(["Łucja Żak"]);
    expect(await found("小")).toEqual(["李小龍"]);
    expect(await found("S2@SCHOOL")).toEqual(["Anne 100%"]);
    expect(await found("%")).toEqual(["Anne 100%"]);
    expect(await found("o_b")).toEqual(["Bo_b"]);
    expect(await found("!")).toEqual(["Bob!"]);
    expect(await found("Infinity")).toEqual(["Infinity"]);
    expect(await found("nobody")).toEqual([]);
    const first = await list({ limit: 3 });
    const second = await list({ limit: 3, cursor: first.nextCursor! });
    const listed = [...first.items, ...second.items].map(({ name }) => name);
    expect(listed).toEqual([...names].reverse());
    expect(second.nextCursor).toBeNull();
  });

  test("a disabled student cannot sign in, go on or begin a lesson, until enabled again", async () => {
    const email = "disabled@school.example";
    const { data } = await add(email);
    const { id } = data!.student;
    const signedIn = (await login(email)).data!;
    const student = await backend.signInAsStudent({ tutorId, email, password });
    expect((await student.POST("/api/student/sessions")).response.status).toBe(201);
    const change = (status: "active" | "disabled") =>
      admin.PATCH("/api/tutors/{tutorId}/students/{studentId}", { ...at(id), body: { status } });
    expect((await change("disabled")).data).toMatchObject({ status: "disabled" });
    expect((await login(email)).response.status).toBe(401);
    // The access token was looked at a moment ago and may still be believed: a lesson is refused all the same.
    expect((await student.POST("/api/student/sessions")).response.status).toBe(401);
    const body = { refresh_token: signedIn.refresh_token };
    expect((await backend.guest.POST("/api/student/auth/refresh", { body })).response.status).toBe(401);
    const listed = await admin.GET("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId }, query: { status: "disabled" } },
    });
    expect(listed.data!.items.map((item) => item.id)).toEqual([id]);
    await change("active");
    expect((await login(email)).response.status).toBe(200);
  });

  test("a password that the admin resets replaces the old one and ends the sign-ins", async () => {
    const email = "forgetful@school.example";
    const { data } = await add(email);
    const { id } = data!.student;
    const before = (await login(email)).data!;
    const reset = (body: { password?: string }) =>
      admin.POST("/api/tutors/{tutorId}/students/{studentId}/password", { ...at(id), body });
    expect((await reset({ password: "another long one" })).data).toEqual({ password: null });
    expect((await login(email)).response.status).toBe(401);
    expect((await login(email, "another long one")).response.status).toBe(200);
    const body = { refresh_token: before.refresh_token };
    expect((await backend.guest.POST("/api/student/auth/refresh", { body })).response.status).toBe(401);
    const madeUp = (await reset({})).data!.password!;
    expect((await login(email, madeUp)).response.status).toBe(200);
    expect((await reset({ password: "short" })).response.status).toBe(422);
  });

  test("a deleted student is gone with the sessions, and nobody else's", async () => {
    const [gone, stays] = [await add("gone@school.example"), await add("stays@school.example")];
    const open = async (email: string) => {
      const student = await backend.signInAsStudent({ tutorId, email, password });
      const { data } = await student.POST("/api/student/sessions");
      return data!.session.id;
    };
    const sessions = [await open("gone@school.example"), await open("stays@school.example")];
    const { id } = gone.data!.student;
    const erase = () => admin.DELETE("/api/tutors/{tutorId}/students/{studentId}", at(id));
    expect((await erase()).response.status).toBe(204);
    expect((await erase()).response.status).toBe(404);
    const statuses = sessions.map(async (sessionId) => {
      const path = { tutorId, sessionId };
      const read = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
        params: { path },
      });
      return read.response.status;
    });
    expect(await Promise.all(statuses)).toEqual([404, 200]);
    const other = await admin.GET("/api/tutors/{tutorId}/students/{studentId}", at(stays.data!.student.id));
    expect(other.response.status).toBe(200);
    expect((await login("gone@school.example")).response.status).toBe(401);
  });

  test("a deleted tutor takes the students along", async () => {
    const tutor = await createTutor();
    await add("orphan@school.example", "Kim", tutor);
    await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: tutor } } });
    expect((await login("orphan@school.example", password, tutor)).response.status).toBe(401);
    expect((await add("late@school.example", "Kim", tutor)).response.status).toBe(404);
  });

  test("a student of another tutor of the same admin is not found under this one", async () => {
    const elsewhere = await createTutor();
    const { data } = await add("elsewhere@school.example", "Kim", elsewhere);
    const read = await admin.GET("/api/tutors/{tutorId}/students/{studentId}", at(data!.student.id));
    expect(read.response.status).toBe(404);
    expect((await admin.GET("/api/tutors/{tutorId}/students/{studentId}", at(unknownId))).error).toEqual(
      read.error!,
    );
  });

  test("fields that do not conform are named", async () => {
    const { response, error } = await admin.POST("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId } },
      body: { email: "nobody", name: " ", password: "short" },
    });
    expect(response.status).toBe(422);
    const pointers = (error as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);
    expect(pointers.sort()).toEqual(["/email", "/name", "/password"]);
  });
});
