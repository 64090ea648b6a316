import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { Schemas } from "../../backend/backend-handlers.ts";
import { TicketClaims } from "../../generated/engine.bodies.js";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const password = "three blue kites at noon";

const makeTurn = (sequence: number, question: string | null, heard: string): Schemas["Turn"] => ({
  sequence,
  revision: 0,
  question,
  answer: `${heard} and more that nobody heard`,
  heard,
  outcome: "interrupted",
  source: question === null ? "greeting" : "model",
  flags: [],
  startedAt: `2026-11-22T09:30:0${sequence}.125Z`,
  endedAt: null,
});

describe.each(databases)("lessons of enrolled students, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  let kim: BackendClient;
  let mo: BackendClient;
  let tutorId: string;
  const ids: Record<string, string> = {};
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo", access: "enrolled" } });
    tutorId = data!.id;
    [kim, mo] = [await enroll("Kim"), await enroll("Mo")];
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function enroll(name: string): Promise<BackendClient> {
    const email = `${name}@school.example`;
    const { data } = await admin.POST("/api/tutors/{tutorId}/students", {
      params: { path: { tutorId } },
      body: { email, name, password },
    });
    ids[name] = data!.student.id;
    return backend.signInAsStudent({ tutorId, email, password });
  }

  async function begin(student: BackendClient) {
    const { data } = await student.POST("/api/student/sessions");
    return data!;
  }

  const at = (sessionId: string) => ({ params: { path: { sessionId } } });

  test("a guest is sent away, and a student gets a session and a ticket under a published key", async () => {
    const visit = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: {},
    });
    expect(visit.response.status).toBe(403);
    const { data, response } = await kim.POST("/api/student/sessions");
    expect(response.status).toBe(201);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("location")).toBe(`/api/student/sessions/${data!.session.id}`);
    expect(data!.session).toMatchObject({ tutorId, studentId: ids.Kim, studentName: "Kim", guestName: null });
    const keySet = await backend.guest.GET("/.well-known/jwks.json");
    const { payload } = await jwtVerify(data!.ticket, createLocalJWKSet(keySet.data!));
    expect(TicketClaims(payload)).toBe(true);
    expect(payload).toMatchObject({
      sub: data!.session.id,
      tutor: tutorId,
      student: "Kim",
      studentId: ids.Kim,
      resumed: false,
    });
  });

  test("a session goes on with another ticket", async () => {
    const { session } = await begin(kim);
    const { data } = await kim.POST("/api/student/sessions/{sessionId}/tickets", at(session.id));
    const keySet = await backend.guest.GET("/.well-known/jwks.json");
    const { payload } = await jwtVerify(data!.ticket, createLocalJWKSet(keySet.data!));
    expect(payload).toMatchObject({ sub: session.id, student: "Kim", resumed: true });
  });

  test("messages and transcripts say what was heard, in order, in both formats", async () => {
    const { session } = await begin(kim);
    const turns = [makeTurn(0, null, "Hello Kim"), makeTurn(1, "Why?", "Because"), makeTurn(2, "How?", "So")];
    await backend.engine.POST("/internal/sessions/{sessionId}/turns", { ...at(session.id), body: { turns } });
    const list = async (query: { cursor?: string; limit: number }) => {
      const params = { path: { sessionId: session.id }, query };
      const { data } = await kim.GET("/api/student/sessions/{sessionId}/messages", { params });
      return data!;
    };
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map(({ role, text }) => [role, text])).toEqual([
      ["tutor", "Hello Kim"],
      ["student", "Why?"],
      ["tutor", "Because"],
      ["student", "How?"],
      ["tutor", "So"],
    ]);
    expect(second.nextCursor).toBeNull();
    const json = await kim.GET("/api/student/sessions/{sessionId}/transcript", at(session.id));
    expect(json.data).toMatchObject({ session: { turnCount: 3, studentName: "Kim" }, turns });
    const params = { path: { sessionId: session.id }, query: { format: "markdown" as const } };
    const own = await kim.GET("/api/student/sessions/{sessionId}/transcript", { params, parseAs: "text" });
    expect(own.response.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(own.data).toContain("**Kim** (09:30 UTC)\n\n> Why?\n\n**Tutor** (interrupted)\n\n> Because\n");
    const admins = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId, sessionId: session.id }, query: { format: "markdown" } },
      parseAs: "text",
    });
    expect(admins.data).toBe(own.data!);
  });

  test("students and admin see the sessions that are theirs, with the names", async () => {
    const mine = (await begin(mo)).session.id;
    const listed = await mo.GET("/api/student/sessions");
    expect(listed.data!.items.map(({ id }) => id)).toEqual([mine]);
    const ofStudent = await admin.GET("/api/tutors/{tutorId}/students/{studentId}/sessions", {
      params: { path: { tutorId, studentId: ids.Mo! } },
    });
    expect(ofStudent.data).toEqual(listed.data!);
    const all = await admin.GET("/api/tutors/{tutorId}/sessions", { params: { path: { tutorId } } });
    expect(all.data!.items[0]).toMatchObject({ id: mine, studentName: "Mo" });
    expect(new Set(all.data!.items.map(({ studentName }) => studentName))).toEqual(new Set(["Kim", "Mo"]));
  });

  test("everything that is kept of a student is exported, and nothing of anybody else", async () => {
    const { session } = await begin(kim);
    const turns = [makeTurn(0, "Where?", "Here")];
    await backend.engine.POST("/internal/sessions/{sessionId}/turns", { ...at(session.id), body: { turns } });
    const { data, response } = await admin.GET("/api/tutors/{tutorId}/students/{studentId}/export", {
      params: { path: { tutorId, studentId: ids.Kim! } },
      parseAs: "text",
    });
    expect(response.headers.get("content-disposition")).toContain(`student-${ids.Kim}.jsonl`);
    const text: unknown = data;
    if (typeof text !== "string") throw new Error("the export is no text");
    const [student, ...transcripts] = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(student).toMatchObject({ id: ids.Kim, email: "kim@school.example" });
    expect(transcripts[0]).toMatchObject({ session: { id: session.id, studentId: ids.Kim }, turns });
    const own = await kim.GET("/api/student/sessions", { params: { query: { limit: 100 } } });
    expect(transcripts.map((transcript) => transcript.session.id)).toEqual(
      own.data!.items.map(({ id }) => id),
    );
  });

  test("another student's session is answered like one that does not exist", async () => {
    const { session } = await begin(kim);
    const answers = await Promise.all([
      mo.GET("/api/student/sessions/{sessionId}", at(session.id)),
      mo.GET("/api/student/sessions/{sessionId}/messages", at(session.id)),
      mo.GET("/api/student/sessions/{sessionId}/transcript", at(session.id)),
      mo.POST("/api/student/sessions/{sessionId}/tickets", at(session.id)),
    ]);
    expect(answers.map(({ response }) => response.status)).toEqual([404, 404, 404, 404]);
    expect((await kim.GET("/api/student/sessions/{sessionId}", at(session.id))).response.status).toBe(200);
  });

  test("an admin's token opens nothing of a student's, and a student's nothing of an admin's", async () => {
    expect((await admin.GET("/api/student/sessions")).response.status).toBe(401);
    expect((await kim.GET("/api/tutors")).response.status).toBe(401);
    const refresh = async (path: "/api/auth" | "/api/student/auth", refresh_token: string) => {
      const { response } = await backend.guest.POST(`${path}/refresh`, { body: { refresh_token } });
      return response.status;
    };
    const body = { tutorId, email: "kim@school.example", password };
    const { data } = await backend.guest.POST("/api/student/auth/login", { body });
    expect(await refresh("/api/auth", data!.refresh_token)).toBe(401);
  });

  test("a student renews the sign-in, changes the password and signs out", async () => {
    await enroll("Eve");
    const login = (secret: string) =>
      backend.guest.POST("/api/student/auth/login", {
        body: { tutorId, email: "eve@school.example", password: secret },
      });
    const refresh = (refresh_token: string) =>
      backend.guest.POST("/api/student/auth/refresh", { body: { refresh_token } });
    const first = (await login(password)).data!;
    const lost = await refresh(first.refresh_token);
    const renewed = await refresh(first.refresh_token);
    expect([lost.response.status, renewed.response.status]).toEqual([200, 200]);
    const third = await refresh(renewed.data!.refresh_token);
    expect(third.response.status).toBe(200);
    expect((await refresh(first.refresh_token)).response.status).toBe(401);
    expect((await refresh(third.data!.refresh_token)).response.status).toBe(401);
    const eve = await backend.signInAsStudent({ tutorId, email: "eve@school.example", password });
    const other = (await login(password)).data!;
    const change = (currentPassword: string) =>
      eve.POST("/api/student/auth/password", { body: { currentPassword, newPassword: "another long one" } });
    expect((await change("not the password")).response.status).toBe(403);
    const changed = await change(password);
    expect(changed.response.status).toBe(200);
    expect((await refresh(other.refresh_token)).response.status).toBe(401);
    expect((await login(password)).response.status).toBe(401);
    expect((await login("another long one")).response.status).toBe(200);
    const body = { refresh_token: changed.data!.refresh_token };
    expect((await backend.guest.POST("/api/student/auth/logout", { body })).response.status).toBe(204);
    expect((await refresh(body.refresh_token)).response.status).toBe(401);
  });

  test("a wrong password, an unknown account and another tutor's are answered alike", async () => {
    const { data: other } = await admin.POST("/api/tutors", { body: { name: "Other" } });
    const email = "kim@school.example";
    const tries = await Promise.all([
      backend.guest.POST("/api/student/auth/login", { body: { tutorId, email, password: "guessed" } }),
      backend.guest.POST("/api/student/auth/login", { body: { tutorId, email: "x@y", password } }),
      backend.guest.POST("/api/student/auth/login", { body: { tutorId: other!.id, email, password } }),
    ]);
    expect(tries.map(({ response }) => response.status)).toEqual([401, 401, 401]);
    expect(new Set(tries.map(({ error }) => JSON.stringify(error))).size).toBe(1);
  });

  test("the engine's page may send a student's token to the backend", async () => {
    const response = await fetch(`${backend.url}/api/student/sessions`, {
      method: "OPTIONS",
      headers: {
        origin: "http://localhost:8001",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization",
      },
    });
    expect(response.headers.get("access-control-allow-headers")?.toLowerCase()).toContain("authorization");
  });

  test("a session is deleted with its transcript by its student, by its tutor's admin, and by nobody else", async () => {
    const [{ session: own }, { session: other }] = [await begin(kim), await begin(kim)];
    const remove = (student: BackendClient, sessionId: string) =>
      student.DELETE("/api/student/sessions/{sessionId}", at(sessionId));
    expect((await remove(mo, own.id)).response.status).toBe(404);
    expect((await remove(kim, own.id)).response.status).toBe(204);
    expect((await remove(kim, own.id)).response.status).toBe(404);
    expect((await kim.GET("/api/student/sessions/{sessionId}", at(own.id))).response.status).toBe(404);
    const params = { path: { tutorId, sessionId: other.id } };
    expect(
      (await admin.DELETE("/api/tutors/{tutorId}/sessions/{sessionId}", { params })).response.status,
    ).toBe(204);
    const verdict = await backend.engine.POST("/internal/lessons", {
      body: { running: [other.id], over: [] },
    });
    expect(JSON.stringify(verdict.data)).toContain(other.id);
  });

  test("a student who was deleted a moment ago is told to sign in, whatever was asked", async () => {
    const gone = await enroll("Gone");
    const { session } = await begin(gone);
    await admin.DELETE("/api/tutors/{tutorId}/students/{studentId}", {
      params: { path: { tutorId, studentId: ids.Gone! } },
    });
    const answers = await Promise.all([
      gone.GET("/api/student/auth/me"),
      gone.GET("/api/student/sessions"),
      gone.POST("/api/student/sessions"),
    ]);
    expect(answers.map(({ response }) => response.status)).toEqual([401, 401, 401]);
    expect((await gone.GET("/api/student/sessions/{sessionId}", at(session.id))).response.status).toBe(404);
  });
});
