import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { eq } from "drizzle-orm";
import { openDatabase } from "../../backend/database/open-database.ts";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const dayMs = 24 * 3600 * 1000;

describe.each(databases)("how long sessions are kept, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  beforeAll(async () => {
    backend = await startTestBackend({ database, demoTutor: false });
    admin = await backend.signIn();
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function createTutor(retentionDays: number | null): Promise<string> {
    const { data } = await admin.POST("/api/tutors", {
      body: { name: "Bo", access: "public", retentionDays },
    });
    return data!.id;
  }

  /** A session that began so many days ago and, where `saidDays` is given, in which something was said later. */
  async function openSession(tutorId: string, days: number, saidDays?: number): Promise<string> {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: {},
    });
    const { id } = data!.session;
    await using db = await openDatabase(backend.place);
    const { sessions } = db.tables;
    await db.write(async (transaction) => {
      const startedAt = new Date(Date.now() - days * dayMs);
      await transaction.update(sessions).set({ startedAt }).where(eq(sessions.id, id));
    });
    const turn = {
      sequence: 0,
      revision: 0,
      question: null,
      answer: "",
      heard: "",
      outcome: "complete",
      source: "greeting",
      flags: [],
      endedAt: null,
    } as const;
    const startedAt = new Date(Date.now() - (saidDays ?? days) * dayMs).toISOString();
    await backend.engine.POST("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId: id } },
      body: { turns: [{ ...turn, flags: [], startedAt }] },
    });
    return id;
  }

  async function statusOf(tutorId: string, sessionId: string): Promise<number> {
    const { response } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId, sessionId } },
    });
    return response.status;
  }

  test("what nobody spoke in for longer than the tutor says is deleted, and nothing else", async () => {
    const [month, forever] = [await createTutor(30), await createTutor(null)];
    const old = await openSession(month, 31);
    const kept = [
      [month, await openSession(month, 29)],
      [month, await openSession(month, 400, 1)],
      [forever, await openSession(forever, 4000)],
    ] as const;
    // A service looks when it starts.
    await using _replica = await startTestBackend({ database: backend.place });
    await until("the old session is gone", async () => (await statusOf(month, old)) === 404);
    for (const [tutorId, sessionId] of kept) expect(await statusOf(tutorId, sessionId)).toBe(200);
    const { data } = await admin.GET("/api/audit-logs", {
      params: { query: { action: "tutor.expire-sessions" } },
    });
    expect(data!.items).toMatchObject([{ actorKind: "service", objectId: month, outcome: "done" }]);
  });

  test("a number of days that is none is refused", async () => {
    for (const retentionDays of [0, 1.5, 4000]) {
      const { response } = await admin.POST("/api/tutors", { body: { name: "Bo", retentionDays } });
      expect(response.status).toBe(422);
    }
  });
});
