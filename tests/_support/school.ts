import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabasePlace } from "../../backend/database/open-database.ts";
import { readEngineConfig } from "../../engine/config.ts";
import type { OwnPod } from "../../engine/providers/kubernetes/pod-deletion-cost.ts";
import { type RunningEngine, startEngine } from "../../engine/server.ts";
import type { SpeechSettings } from "../../engine/speech/speech-settings.ts";
import { serviceToken, startTestBackend, type TestBackend } from "./backend.ts";
import { faceCacheDir } from "./face-cache.ts";
import { type FakeOllama, startFakeOllama } from "./fake-ollama.ts";
import type { FakeModel } from "./fake-ollama-runner.ts";
import type { LaterPeer } from "./later-peer.ts";
import { freePort } from "./product.ts";
import { Student } from "./student.ts";

export interface SchoolOptions {
  /** Default: SQLite. */
  database?: DatabasePlace;
  /** False: nobody answers where Ollama should be. */
  ollama?: boolean;
  /** Default: one that converses. */
  models?: readonly FakeModel[];
  lessonsMax?: number;
  /** Lessons beyond those, in text. */
  waitingMax?: number;
  /** Of one student in ten minutes. */
  questionsMax?: number;
  /** How long the model takes to load. */
  loadMs?: number;
  /** Answers that the model writes at the same time. */
  ollamaParallel?: number;
  /** Where OpenAI's /v1/audio/transcriptions answers. */
  transcriberUrl?: string;
  /** Further settings of the engine, as its environment has them. */
  settings?: Readonly<Record<string, string>>;
  /** An avatar server. */
  mageurite?: { url: string; managerUrl: string | undefined };
  /** Voices beside the built-in ones. */
  speech?: SpeechSettings;
  /** The engine's own pod, where there is a cluster. */
  pod?: OwnPod;
  /** Stand between both services, and between students and the engine. */
  laterPeers?: { readonly toEngine: LaterPeer; readonly toBackend: LaterPeer };
}

/** Both services, for real, with a faithful stand-in for Ollama. */
export interface School extends AsyncDisposable {
  readonly backend: TestBackend;
  readonly engine: RunningEngine;
  readonly ollama: FakeOllama;
  /** The demo tutor, who greets. */
  readonly demoTutorId: string;
  /** A public tutor who waits for a question, with notes on leaves. */
  readonly tutorId: string;
  /** Visits a tutor: a session and its ticket. */
  visit(tutorId?: string): Promise<{ sessionId: string; ticket: string; secret: string }>;
  /** Another ticket for a visit's session. */
  resume(visit: { sessionId: string; secret: string }, tutorId?: string): Promise<string>;
  /** Another engine of the same school; whoever opens it closes it. */
  openEngine(): Promise<RunningEngine>;
  /** What an engine of this school reads from its environment. */
  readonly engineEnvironment: Readonly<Record<string, string>>;
  /** Visits and joins. */
  join(tutorId?: string): Promise<{ student: Student; sessionId: string; secret: string }>;
}

/** Disposing of it throws when any reply of either service broke the contract. */
export async function startSchool({
  database,
  ollama: withOllama = true,
  models,
  transcriberUrl,
  settings = {},
  lessonsMax = 10,
  waitingMax = 10,
  questionsMax = 1_000,
  loadMs = 0,
  ollamaParallel,
  mageurite,
  speech = {},
  pod,
  laterPeers,
}: SchoolOptions = {}): Promise<School> {
  await using opened = new AsyncDisposableStack();
  const violations: string[] = [];
  opened.defer(() => {
    if (violations.length > 0) throw new Error(`replies broke the contract:\n${violations.join("\n")}`);
  });
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-engine-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const ollama = opened.use(
    await startFakeOllama({ ...(models && { models }), loadMs, parallel: ollamaParallel ?? 1 }),
  );
  if (!withOllama) ollama.stop();
  const enginePort = await freePort();
  const engineUrl = laterPeers?.toEngine.url ?? `http://localhost:${enginePort}`;
  const backend = opened.use(
    await startTestBackend({ database: database ?? "sqlite", engineUrl, enginePublicUrl: engineUrl }),
  );
  laterPeers?.toBackend.serve(backend.url);
  const engineEnvironment = {
    ENGINE_PORT: "0",
    MEDIA_PORT: "0",
    MEDIA_ADDRESSES: "127.0.0.1",
    BACKEND_URL: laterPeers?.toBackend.url ?? backend.url,
    SERVICE_TOKEN: serviceToken,
    OLLAMA_BASE_URL: ollama.url,
    OLLAMA_NUM_PARALLEL: String(ollamaParallel ?? 4),
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
    ...(transcriberUrl && { TRANSCRIBER_URL: transcriberUrl }),
    ...settings,
  };
  const config = readEngineConfig(engineEnvironment);
  const openEngine = (port = 0) =>
    startEngine(
      {
        ...config,
        port,
        cacheDir: faceCacheDir,
        lessonsMax,
        waitingMax,
        questionsMax,
        mageurite,
        speech,
        pod,
        outboxPath: join(dataDir, `${crypto.randomUUID()}.jsonl`),
      },
      { onViolation: (operation, detail) => violations.push(`${operation}: ${detail}`) },
    );
  const engine = opened.use(await openEngine(enginePort));
  laterPeers?.toEngine.serve(engine.url);
  const demoTutorId = backend.demoTutorId!;
  const tutorId = await createQuietTutor(backend);
  const visit = async (id = tutorId) => {
    const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId: id } },
      body: { name: "Kim" },
    });
    return { sessionId: data!.session.id, ticket: data!.ticket, secret: data!.secret };
  };
  const stack = opened.move();
  return {
    backend,
    engine,
    ollama,
    demoTutorId,
    tutorId,
    visit,
    async resume({ sessionId, secret }, id = tutorId) {
      const { data } = await backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
        params: { path: { tutorId: id, sessionId } },
        body: { secret },
      });
      return data!.ticket;
    },
    openEngine: () => openEngine(),
    engineEnvironment,
    async join(id = tutorId) {
      const { sessionId, ticket, secret } = await visit(id);
      return { student: await Student.join(engine.url, id, ticket), sessionId, secret };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function createQuietTutor(backend: TestBackend): Promise<string> {
  const admin = await backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: {
      name: "Bo",
      subject: "Botany",
      access: "public",
      notes: "# Leaves\n\nLeaves are green because they reflect green light.",
    },
  });
  return data!.id;
}
