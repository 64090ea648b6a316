import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serviceToken, startTestBackend, type TestBackend } from "../_support/backend.ts";
import { type FakeOllama, startFakeOllama } from "../_support/fake-ollama.ts";
import { freePort } from "../_support/product.ts";
import { openService, type ServiceUnderTest } from "./service-process.ts";

/** The engine in a process of its own; backend and model beside the measurement. */
export interface BenchSchool extends AsyncDisposable {
  readonly engine: ServiceUnderTest;
  readonly backend: TestBackend;
  readonly ollama: FakeOllama;
  readonly tutorId: string;
  /** The engine's folder, for another engine beside it. */
  readonly dataDir: string;
  /** The ticket of another visit; of the bench's own tutor unless it is said. */
  visit(tutorId?: string): Promise<string>;
}

export interface BenchSchoolOptions {
  /** More settings of the engine. */
  settings?: Record<string, string>;
  /** The tutor's face. Default: the drawn one. */
  avatar?: string;
}

export async function openBenchSchool({
  settings = {},
  avatar = "ada",
}: BenchSchoolOptions = {}): Promise<BenchSchool> {
  await using opened = new AsyncDisposableStack();
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-bench-"));
  opened.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const ollama = opened.use(await startFakeOllama());
  const enginePort = await freePort();
  const engineUrl = `http://localhost:${enginePort}`;
  const backend = opened.use(
    await startTestBackend({ database: "sqlite", engineUrl, enginePublicUrl: engineUrl, proxyHops: 1 }),
  );
  const engine = opened.use(
    await openService("engine/main.ts", {
      ENGINE_PORT: String(enginePort),
      BACKEND_URL: backend.url,
      SERVICE_TOKEN: serviceToken,
      OLLAMA_BASE_URL: ollama.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      ...settings,
    }),
  );
  const admin = await backend.signIn();
  const { data } = await admin.POST("/api/tutors", { body: { name: "Bo", access: "public", avatar } });
  const tutorId = data!.id;
  let visits = 0;
  const stack = opened.move();
  return {
    engine,
    backend,
    ollama,
    tutorId,
    dataDir,
    async visit(visited = tutorId) {
      visits++;
      const { data: visit } = await backend.guest.POST("/api/tutors/{tutorId}/visits", {
        params: { path: { tutorId: visited } },
        // Few visits come from one address in a while, so each comes from another.
        headers: { "x-forwarded-for": `10.${visits >> 16}.${(visits >> 8) & 255}.${visits & 255}` },
        body: {},
      });
      return visit!.ticket;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
