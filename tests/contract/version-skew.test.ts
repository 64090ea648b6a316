import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type BackendClient, serviceTestTimeoutMs } from "../_support/backend.ts";
import { toForm } from "../_support/forms.ts";
import { startLaterPeer } from "../_support/later-peer.ts";
import { type School, startSchool } from "../_support/school.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

/** While an installation is updated, backend, engines and pages of two releases talk to each other. */
describe("services and pages, each of which takes the others for ones of a later release,", () => {
  const opened = new AsyncDisposableStack();
  const toEngine = opened.use(startLaterPeer());
  const toBackend = opened.use(startLaterPeer());
  let school: School;
  let admin: BackendClient;
  let tutorId: string;

  beforeAll(async () => {
    school = opened.use(await startSchool({ laterPeers: { toEngine, toBackend } }));
    admin = await school.backend.signIn();
    tutorId = school.tutorId;
    await admin.POST("/api/tutors/{tutorId}/documents", {
      params: { path: { tutorId }, query: { title: "Leaves" } },
      body: new Blob(["Leaves are green because they reflect green light."]),
      bodySerializer: (body) => body,
      headers: { "content-type": "text/markdown" },
    });
  });
  afterAll(() => opened.disposeAsync());

  test("have a lesson, keep its transcript, and go on with it", async () => {
    const visit = await school.visit();
    const path = { tutorId, sessionId: visit.sessionId };
    {
      await using student = await Student.join(toEngine.url, tutorId, visit.ticket);
      student.send({ type: "settings", media: "text" });
      // What a page of a later release may say besides.
      const later = { parts: [{ depth: 1 }] };
      student.send(Object.assign({ type: "say" as const, text: "Why are leaves green?" }, later));
      student.channel.send(JSON.stringify({ type: "drawing", ...later }));
      expect(await student.message("turn-end", { withinMs: 60_000 })).toMatchObject({ outcome: "complete" });
      expect(student.messages.filter(({ type }) => type === "problem")).toEqual([]);
      await until("the turn in the transcript", async () => {
        const { data } = await admin.GET("/api/tutors/{tutorId}/sessions/{sessionId}/transcript", {
          params: { path },
          headers: { accept: "application/json" },
        });
        return typeof data === "object" && data.turns[0]?.outcome === "complete";
      });
    }
    await using student = await Student.join(toEngine.url, tutorId, await school.resume(visit));
    expect(await student.message("past")).toMatchObject({ question: "Why are leaves green?" });
    for (const operation of [
      "GET /.well-known/jwks.json",
      "GET /internal/tutors/{id}/profile",
      "POST /internal/tutors/{id}/passages",
      "POST /internal/lessons",
      "POST /internal/sessions/{id}/turns",
      "GET /internal/sessions/{id}/turns",
    ])
      expect(toBackend.changed).toContain(operation);
    expect(toEngine.changed).toContain("POST /api/tutors/{id}/webrtc");
  });

  test("answer in text", async () => {
    const { ticket } = await school.visit();
    const response = await fetch(`${toEngine.url}/api/tutors/${tutorId}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${ticket}` },
      body: JSON.stringify({ message: "Why are leaves green?" }),
    });
    expect([response.status, await response.json()]).toMatchObject([200, { source: "model" }]);
  });

  test("show each other's state, voices and faces, and make a face", async () => {
    const { data: health } = await admin.GET("/api/system/health");
    expect(health!.parts).toContainEqual({ name: "engine", state: "ok", detail: "ready" });
    expect(health!.parts).toContainEqual(expect.objectContaining({ name: "ollama", state: "ok" }));
    const { data: choices } = await admin.GET("/api/system/choices");
    for (const list of [choices!.voices, choices!.models, choices!.faces, choices!.kinds])
      expect(list?.length).toBeGreaterThan(0);
    const { data: avatar, error } = await admin.POST("/api/avatars/create", {
      body: { name: "face", kind: "drawn", preset: "ada" },
      bodySerializer: toForm,
    });
    expect(error).toBeUndefined();
    await until(
      "the face",
      async () => {
        const { data } = await admin.GET("/api/avatars/{avatarId}", {
          params: { path: { avatarId: avatar!.id } },
        });
        return data?.status === "ready";
      },
      { withinMs: 50_000 },
    );
    expect(toEngine.changed).toContain("POST /api/avatar/create");
    expect(toBackend.changed).toContain("POST /internal/avatars/{id}/status");
  });
});
