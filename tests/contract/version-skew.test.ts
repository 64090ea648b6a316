import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEngineConfig } from "../../engine/config.ts";
import { startEngine } from "../../engine/server.ts";
import {
  type BackendClient,
  serviceTestTimeoutMs,
  serviceToken,
  startTestBackend,
  type TestBackend,
} from "../_support/backend.ts";
import { faceCacheDir } from "../_support/face-cache.ts";
import { startFakeOllama } from "../_support/fake-ollama.ts";
import { toForm } from "../_support/forms.ts";
import { type LaterPeer, startLaterPeer } from "../_support/later-peer.ts";
import { Student } from "../_support/student.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

/** While an installation is updated, backend, engines and pages of two releases talk to each other. */
describe("services and pages, each of which takes the others for ones of a later release,", () => {
  const opened = new AsyncDisposableStack();
  let toEngine: LaterPeer;
  let toBackend: LaterPeer;
  let backend: TestBackend;
  let admin: BackendClient;
  let tutorId: string;
  const violations: string[] = [];

  beforeAll(async () => {
    toEngine = opened.use(startLaterPeer());
    toBackend = opened.use(startLaterPeer());
    const ollama = opened.use(await startFakeOllama({ parallel: 4 }));
    backend = opened.use(
      await startTestBackend({ database: "sqlite", engineUrl: toEngine.url, enginePublicUrl: toEngine.url }),
    );
    toBackend.serve(backend.url);
    const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-skew-"));
    opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const config = readEngineConfig({
      ENGINE_PORT: "0",
      MEDIA_PORT: "0",
      MEDIA_ADDRESSES: "127.0.0.1",
      BACKEND_URL: toBackend.url,
      SERVICE_TOKEN: serviceToken,
      OLLAMA_BASE_URL: ollama.url,
      OLLAMA_NUM_PARALLEL: "4",
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
    });
    const engine = opened.use(
      await startEngine(
        { ...config, cacheDir: faceCacheDir },
        { onViolation: (operation, detail) => violations.push(`${operation}: ${detail}`) },
      ),
    );
    toEngine.serve(engine.url);
    admin = await backend.signIn();
    const { data } = await admin.POST("/api/tutors", { body: { name: "Bo", access: "public" } });
    tutorId = data!.id;
    await admin.POST("/api/tutors/{tutorId}/documents", {
      params: { path: { tutorId }, query: { title: "Leaves" } },
      body: new Blob(["Leaves are green because they reflect green light."]),
      bodySerializer: (body) => body,
      headers: { "content-type": "text/markdown" },
    });
  });
  afterAll(async () => {
    await opened.disposeAsync();
    expect(violations).toEqual([]);
  });

  test("have a lesson, keep its transcript, and go on with it", async () => {
    const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: { name: "Kim" },
    });
    const sessionId = visit!.session.id;
    const path = { tutorId, sessionId };
    {
      await using student = await Student.join(toEngine.url, tutorId, visit!.ticket);
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
    const { data: again } = await backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
      params: { path },
      body: { secret: visit!.secret },
    });
    await using student = await Student.join(toEngine.url, tutorId, again!.ticket);
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
    const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId } },
      body: { name: "Kim" },
    });
    const response = await fetch(`${toEngine.url}/api/tutors/${tutorId}/chat`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${visit!.ticket}` },
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
