import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../backend/database/open-database.ts";
import { RunningLessons } from "../../backend/sessions/running-lessons.ts";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const password = "three blue kites at noon";

describe.each(databases)("lessons that go on, on %s", (database) => {
  let backend: TestBackend;
  let owner: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database });
    owner = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  /** Why the last report's lessons are to end. */
  let ended = new Map<string, string>();
  /** What the backend wants ended of these. */
  async function report(running: string[], over: string[] = []): Promise<string[]> {
    const { data } = await backend.engine.POST("/internal/lessons", { body: { running, over } });
    ended = new Map(data!.end.map(({ session, reason }) => [session, reason]));
    return [...ended.keys()];
  }

  async function createTutor(fields: { access?: "public"; lessonsPerStudent?: number } = {}, admin = owner) {
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo", ...fields } });
    return data!.id;
  }

  async function enroll(tutorId: string, admin = owner) {
    const email = `${crypto.randomUUID()}@school.example`;
    const { data } = await admin.POST("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId } },
      body: { email, name: "Kim", password },
    });
    const credentials = { tutorId, email, password };
    const student = await backend.signInAsStudent(credentials);
    return { student, credentials, params: { path: { tutorId, studentId: data!.student.id } } };
  }

  async function begin(student: BackendClient): Promise<string> {
    const { data, response } = await student.POST("/api/student/sessions");
    if (!data) throw new Error(`the session was answered with ${response.status}`);
    return data.session.id;
  }

  async function visit(tutorId: string): Promise<string> {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: {},
    });
    return data!.session.id;
  }

  test("what an engine reports is live until it says otherwise", async () => {
    const tutorId = await createTutor({ access: "public" });
    const [one, two] = [await visit(tutorId), await visit(tutorId)];
    const list = async (live?: boolean) => {
      const query = live === undefined ? {} : { live };
      const { data } = await owner.GET("/api/tutors/{tutorId}/sessions", {
        params: { path: { tutorId }, query },
      });
      return data!.items.map((session) => [session.id, session.live]);
    };
    const listAll = async (live?: boolean) => {
      const query = live === undefined ? {} : { live };
      const { data } = await owner.GET("/api/sessions", { params: { query } });
      return data!.items.map(({ id }) => id);
    };
    expect(await report([one])).toEqual([]);
    expect(await list()).toEqual([
      [two, false],
      [one, true],
    ]);
    expect(await list(true)).toEqual([[one, true]]);
    expect(await list(false)).toEqual([[two, false]]);
    expect(await report([two], [one])).toEqual([]);
    expect(await list(true)).toEqual([[two, true]]);
    expect(await listAll(true)).toEqual([two]);
    expect(await report([], [two])).toEqual([]);
    expect(await list(true)).toEqual([]);
    expect(await listAll(true)).toEqual([]);
    expect((await listAll()).slice(0, 2)).toEqual([two, one]);
    const stranger = await backend.signInAsSecondAdmin();
    expect((await stranger.GET("/api/sessions")).data!.items).toEqual([]);
  });

  test("an engine that says no more is believed for half a minute", async () => {
    const tutorId = await createTutor({ access: "public" });
    const sessionId = await visit(tutorId);
    await using db = await openDatabase(backend.place);
    const earlier = new RunningLessons(db, () => Date.now() - 31_000);
    await earlier.report({ running: [sessionId], over: [] });
    const { data } = await owner.GET("/api/tutors/{tutorId}/sessions", { params: { path: { tutorId } } });
    expect(data!.items[0]).toMatchObject({ id: sessionId, live: false });
  });

  test("a word that is believed for long enough is not written anew, and never runs out between two reports", async () => {
    const tutorId = await createTutor({ access: "public" });
    const sessionId = await visit(tutorId);
    await using db = await openDatabase(backend.place);
    let now = Date.now();
    const lessons = new RunningLessons(db, () => now);
    const believedForMs = async () => {
      await lessons.report({ running: [sessionId], over: [] });
      const [row] = await db.select().from(db.tables.sessions).where(eq(db.tables.sessions.id, sessionId));
      return row!.liveUntil!.getTime() - now;
    };
    const believed: number[] = [];
    for (let report = 0; report < 6; report++, now += 5_000) believed.push(await believedForMs());
    expect(believed).toEqual([30_000, 25_000, 20_000, 15_000, 30_000, 25_000]);
  });

  test("lessons of a tutor or a student that was deleted are to end, and others go on", async () => {
    const [tutorId, other] = [
      await createTutor({ access: "public" }),
      await createTutor({ access: "public" }),
    ];
    const [gone, stays] = [await visit(tutorId), await visit(other)];
    const { student, params } = await enroll(other);
    const ofStudent = await begin(student);
    expect(await report([gone, stays, ofStudent])).toEqual([]);
    await owner.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId } } });
    expect(await report([gone, stays, ofStudent])).toEqual([gone]);
    await owner.DELETE("/api/tutors/{tutorId}/students/{studentId}", { params });
    expect(await report([stays, ofStudent])).toEqual([ofStudent]);
    const unknown = Bun.randomUUIDv7();
    expect(await report([unknown, stays], [Bun.randomUUIDv7()])).toEqual([unknown]);
    expect(ended.get(unknown)).toBe("gone");
  });

  test("the lesson of a student who was disabled is to end", async () => {
    const { student, params } = await enroll(await createTutor());
    const sessionId = await begin(student);
    const setStatus = (status: "active" | "disabled") =>
      owner.PATCH("/api/tutors/{tutorId}/students/{studentId}", { params, body: { status } });
    await setStatus("disabled");
    expect(await report([sessionId])).toEqual([sessionId]);
    expect(ended.get(sessionId)).toBe("disabled");
    await setStatus("active");
    expect(await report([sessionId])).toEqual([]);
  });

  test("a student has as many lessons at once as the tutor allows, and may always go on with a running one", async () => {
    const { student } = await enroll(await createTutor({ lessonsPerStudent: 2 }));
    const [one, two] = [await begin(student), await begin(student)];
    await report([one, two]);
    const third = await student.POST("/api/student/sessions");
    expect(third.response.status).toBe(429);
    expect(third.response.headers.get("retry-after")).toBe("30");
    const goOn = (sessionId: string) =>
      student.POST("/api/student/sessions/{sessionId}/tickets", { params: { path: { sessionId } } });
    expect((await goOn(two)).response.status).toBe(200);
    await report([two], [one]);
    const next = await begin(student);
    await report([two, next]);
    expect((await goOn(one)).response.status).toBe(429);
  });

  test("tickets that were kept for later do not get around that: the lessons that came last are to end", async () => {
    const { student } = await enroll(await createTutor({ lessonsPerStudent: 1 }));
    const sessions = [await begin(student), await begin(student), await begin(student)];
    const elsewhere = await report([sessions[1]!]);
    expect(elsewhere).toEqual([]);
    expect(await report([sessions[0]!])).toEqual([]);
    expect(await report([sessions[1]!, sessions[2]!])).toEqual([sessions[1]!, sessions[2]!]);
    expect([...ended.values()]).toEqual(["replaced", "replaced"]);
  });

  test("of a disabled admin's school nothing works, and all of it again when the admin is back", async () => {
    const email = `${crypto.randomUUID()}@school.example`;
    const { data: added } = await owner.POST("/api/admins", { body: { email, password } });
    const admin = await backend.signIn(email, password);
    const tutorId = await createTutor({ access: "public" }, admin);
    const { student, credentials } = await enroll(tutorId, admin);
    const running = await begin(student);
    const login = () => backend.guest.POST("/api/student/auth/login", { body: credentials });
    const [unseen, kept] = [(await login()).data!, (await login()).data!];
    const setStatus = (status: "active" | "disabled") =>
      owner.PATCH("/api/admins/{adminId}", {
        params: { path: { adminId: added!.admin.id } },
        body: { status },
      });
    const path = { params: { path: { tutorId } } };
    const refresh = (token: string) =>
      backend.guest.POST("/api/student/auth/refresh", { body: { refresh_token: token } });
    const me = (token: string) =>
      fetch(`${backend.url}/api/student/auth/me`, { headers: { authorization: `Bearer ${token}` } });

    await setStatus("disabled");
    expect((await login()).response.status).toBe(401);
    expect((await refresh(kept.refresh_token)).response.status).toBe(401);
    expect((await me(unseen.access_token)).status).toBe(401);
    // This token was looked at seconds ago and is still believed; a lesson is not begun on that.
    expect((await student.POST("/api/student/sessions")).response.status).toBe(401);
    expect((await backend.guest.GET("/api/tutors/{tutorId}/info", path)).response.status).toBe(404);
    expect(
      (await backend.guest.POST("/api/tutors/{tutorId}/visits", { ...path, body: {} })).response.status,
    ).toBe(404);
    expect((await backend.engine.GET("/internal/tutors/{tutorId}/profile", path)).response.status).toBe(404);
    expect(await report([running])).toEqual([running]);

    await setStatus("active");
    expect((await login()).response.status).toBe(200);
    expect((await backend.guest.GET("/api/tutors/{tutorId}/info", path)).response.status).toBe(200);
    expect(await report([running])).toEqual([]);
  });
});
