import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Schemas } from "../../backend/backend-handlers.ts";
import {
  type BackendClient,
  databases,
  serviceTestTimeoutMs,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const unknownId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";

function makeTurn(
  sequence: number,
  revision: number,
  fields: Partial<Schemas["Turn"]> = {},
): Schemas["Turn"] {
  return {
    sequence,
    revision,
    question: `Question ${sequence}`,
    answer: `Answer ${sequence}, revision ${revision}`,
    heard: "",
    outcome: "open",
    source: "model",
    flags: [],
    rating: null,
    citations: [],
    answerWhole: true,
    startedAt: `2026-11-22T09:30:0${sequence}.125Z`,
    endedAt: null,
    ...fields,
  };
}

describe.each(databases)("what the engine asks and delivers, on %s", (database) => {
  let backend: TestBackend;
  let admin: BackendClient;
  let tutorId: string;
  beforeAll(async () => {
    backend = await startTestBackend({ database });
    admin = await backend.signIn();
    tutorId = backend.demoTutorId!;
  });
  afterAll(() => backend[Symbol.asyncDispose]());

  async function openSession(): Promise<string> {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: { name: "Kim" },
    });
    return data!.session.id;
  }

  const deliver = (sessionId: string, turns: Schemas["Turn"][]) =>
    backend.engine.POST("/internal/sessions/{sessionId}/turns", {
      params: { path: { sessionId } },
      body: { turns },
    });

  async function readTranscript(sessionId: string) {
    const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId, sessionId } },
    });
    if (typeof data !== "object") throw new Error("the transcript is no JSON");
    return data;
  }

  const getProfile = (ifNoneMatch?: string) =>
    backend.engine.GET("/internal/tutors/{tutorId}/profile", {
      params: { path: { tutorId }, header: { "If-None-Match": ifNoneMatch } },
    });

  test("the profile comes once and is not sent again until the tutor changes", async () => {
    const first = await getProfile();
    const tag = first.response.headers.get("etag")!;
    expect(first.data).toMatchObject({ id: tutorId, name: "Ada", avatar: "ada" });
    for (const header of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await getProfile(header);
      expect(again.response.status).toBe(304);
      expect(again.response.headers.get("etag")).toBe(tag);
    }
    await admin.PATCH("/api/tutors/{tutorId}", {
      params: { path: { tutorId } },
      body: { subject: "Botany" },
    });
    const changed = await getProfile(tag);
    expect(changed.response.status).toBe(200);
    expect(changed.data).toMatchObject({ subject: "Botany" });
    expect(changed.response.headers.get("etag")).not.toBe(tag);
  });

  test("nobody but the engine reads a profile or delivers turns", async () => {
    const sessionId = await openSession();
    for (const client of [backend.guest, admin]) {
      const profile = await client.GET("/internal/tutors/{tutorId}/profile", {
        params: { path: { tutorId } },
      });
      expect(profile.response.status).toBe(401);
      const delivery = await client.POST("/internal/sessions/{sessionId}/turns", {
        params: { path: { sessionId } },
        body: { turns: [makeTurn(0, 0)] },
      });
      expect(delivery.response.status).toBe(401);
    }
    expect((await readTranscript(sessionId)).turns).toEqual([]);
  });

  test("a turn is kept in its highest revision, in whatever order revisions arrive", async () => {
    const sessionId = await openSession();
    const final = makeTurn(1, 2, {
      heard: "Answer 1",
      outcome: "interrupted",
      endedAt: "2026-11-22T09:30:09.000Z",
    });
    for (const turn of [makeTurn(1, 1), final, makeTurn(1, 0), makeTurn(1, 2, { heard: "something else" })]) {
      expect((await deliver(sessionId, [turn])).response.status).toBe(204);
    }
    expect((await readTranscript(sessionId)).turns).toEqual([final]);
  });

  test("a delivery may hold several revisions of a turn, and many deliveries may come at once", async () => {
    const sessionId = await openSession();
    await deliver(sessionId, [makeTurn(0, 3), makeTurn(0, 1), makeTurn(0, 2)]);
    expect((await readTranscript(sessionId)).turns).toMatchObject([{ sequence: 0, revision: 3 }]);
    await Promise.all(
      Array.from({ length: 12 }, (_, revision) => deliver(sessionId, [makeTurn(1, revision)])),
    );
    expect((await readTranscript(sessionId)).turns).toMatchObject([
      { sequence: 0, revision: 3 },
      { sequence: 1, revision: 11 },
    ]);
  });

  test("a transcript has the turns in order, with what was asked and heard", async () => {
    const sessionId = await openSession();
    const greeting = makeTurn(0, 1, { question: null, source: "greeting", outcome: "complete" });
    await deliver(sessionId, [makeTurn(2, 0), makeTurn(1, 0)]);
    await deliver(sessionId, [greeting]);
    const { session, turns } = await readTranscript(sessionId);
    expect(turns).toEqual([greeting, makeTurn(1, 0), makeTurn(2, 0)]);
    expect(session).toMatchObject({
      id: sessionId,
      guestName: "Kim",
      turnCount: 3,
      lastTurnAt: "2026-11-22T09:30:02.125Z",
    });
  });

  test("a delivery with one turn that cannot be kept stores none of them", async () => {
    const sessionId = await openSession();
    const { response, error } = await deliver(sessionId, [
      makeTurn(0, 0),
      makeTurn(1, 0, { startedAt: "2016-12-31T23:59:60Z" }),
    ]);
    expect(response.status).toBe(422);
    expect(error).toMatchObject({ errors: [{ in: "body", pointer: "/turns/1/startedAt" }] });
    expect((await readTranscript(sessionId)).turns).toEqual([]);
  });

  test("turns of an unknown session are not taken", async () => {
    expect((await deliver(unknownId, [makeTurn(0, 0)])).response.status).toBe(404);
  });

  test("sessions are listed newest first, with the number of their turns", async () => {
    const { data: tutor } = await admin.POST("/api/tutors", { body: { name: "Listed", access: "public" } });
    const params = { path: { tutorId: tutor!.id } };
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) {
      const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", { params, body: {} });
      ids.push(data!.session.id);
    }
    await deliver(ids[4]!, [makeTurn(0, 0), makeTurn(1, 0)]);
    const first = await admin.GET("/api/tutors/{tutorId}/sessions", {
      params: { ...params, query: { limit: 3 } },
    });
    expect(first.data!.items.map(({ id, turnCount }) => [id, turnCount])).toEqual([
      [ids[4]!, 2],
      [ids[3]!, 0],
      [ids[2]!, 0],
    ]);
    const cursor = first.data!.nextCursor!;
    const second = await admin.GET("/api/tutors/{tutorId}/sessions", {
      params: { ...params, query: { cursor } },
    });
    expect(second.data!.items.map(({ id }) => id)).toEqual([ids[1]!, ids[0]!]);
    expect(second.data!.nextCursor).toBeNull();
  });

  test("a session is found under its own tutor only, and goes with it", async () => {
    const { data: tutor } = await admin.POST("/api/tutors", { body: { name: "Other", access: "public" } });
    const sessionId = await openSession();
    const elsewhere = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
      params: { path: { tutorId: tutor!.id, sessionId } },
    });
    expect(elsewhere.response.status).toBe(404);

    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId: tutor!.id } },
      body: {},
    });
    await deliver(data!.session.id, [makeTurn(0, 0)]);
    await admin.DELETE("/api/tutors/{tutorId}", { params: { path: { tutorId: tutor!.id } } });
    expect((await deliver(data!.session.id, [makeTurn(1, 0)])).response.status).toBe(404);
  });
});
