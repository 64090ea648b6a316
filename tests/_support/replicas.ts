import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceToken, startTestBackend, type TestBackend } from "./backend.ts";
import { type EngineProcess, spawnEngine } from "./engine-process.ts";
import { startEntrance } from "./entrance.ts";
import { lendFaces } from "./face-cache.ts";
import { type FakeOllama, startFakeOllama } from "./fake-ollama.ts";
import { freePort } from "./product.ts";

/** Questions that the model answers at the same time: these tests are not about its queue. */
const answersAtOnce = 32;

/** One engine of several: a process that may end and be started anew at the same address. */
export interface Replica extends Pick<EngineProcess, "url" | "terminate" | "kill"> {
  /** Where its pictures and sound come from. */
  readonly mediaPort: number;
  /** Resolves when it says that it is ready. */
  start(): Promise<void>;
}

/** Engines in processes of their own behind the real entrance, with one backend and one model. */
export interface Replicas extends AsyncDisposable {
  /** The one address that students know. */
  readonly url: string;
  readonly engines: readonly Replica[];
  readonly backend: TestBackend;
  readonly ollama: FakeOllama;
  /** A public tutor who waits for a question. */
  readonly tutorId: string;
}

export async function startReplicas(count = 3): Promise<Replicas> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-replicas-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  lendFaces(dataDir);
  const ollama = opened.use(await startFakeOllama({ parallel: answersAtOnce * count }));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const backend = opened.use(
    await startTestBackend({ database: "sqlite", enginePublicUrl: url, engineUrl: url, proxyHops: 1 }),
  );
  const environment = {
    BACKEND_URL: backend.url,
    BACKEND_PUBLIC_URL: url,
    SERVICE_TOKEN: serviceToken,
    OLLAMA_BASE_URL: ollama.url,
    OLLAMA_NUM_PARALLEL: String(answersAtOnce * count),
    OLLAMA_SHARED_BY: String(count),
    // Students of the tests ask more than any student.
    QUESTIONS_MAX: "10000",
    DATA_DIR: dataDir,
    LOG_LEVEL: "error",
  };
  const engines: Replica[] = [];
  for (let i = 0; i < count; i++) engines.push(opened.use(await openReplica(environment)));
  await Promise.all(engines.map((engine) => engine.start()));
  const upstreams = { engines: engines.map((engine) => engine.url), backend: backend.url };
  opened.use(await startEntrance(port, upstreams));
  const admin = await backend.signIn();
  const { data } = await admin.POST("/api/tutors", {
    body: { name: "Bo", subject: "Botany", access: "public" },
  });
  const stack = opened.move();
  return {
    url,
    engines,
    backend,
    ollama,
    tutorId: data!.id,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function openReplica(environment: Record<string, string>): Promise<Replica & AsyncDisposable> {
  const port = await freePort();
  let engine: Promise<EngineProcess> | undefined;
  // One that did not start has ended.
  const running = async () => await engine?.catch(() => undefined);
  const kill = async () => await (await running())?.kill();
  return {
    url: `http://127.0.0.1:${port}`,
    mediaPort: port,
    terminate: async () => (await (await running())?.terminate()) ?? 0,
    kill,
    async start() {
      engine = spawnEngine({ ...environment, ENGINE_PORT: String(port) });
      await engine;
    },
    [Symbol.asyncDispose]: kill,
  };
}
