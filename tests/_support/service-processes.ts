import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { runtimeEnvironment } from "../../deploy/kept-service.ts";
import { ownerEmail, ownerPassword, serviceToken } from "./backend.ts";
import { lendFaces } from "./face-cache.ts";
import { type FakeOllama, startFakeOllama } from "./fake-ollama.ts";
import type { Namespace } from "./namespaces.ts";
import { until } from "./until.ts";

type LogLine = Readonly<Record<string, unknown>>;

/** A service in a process of its own, and everything that it writes. */
export interface LoggingService {
  readonly pid: number;
  readonly url: string;
  readonly metricsUrl: string;
  readonly demoTutorId: string;
  /** Its DATA_DIR; it goes with the service. */
  readonly dataDir: string;
  /** Stdout and stderr so far. */
  readonly output: string;
  /** Stdout so far, read as JSON lines; throws on a line that is none. */
  lines(): LogLine[];
}

export interface ServiceProcesses extends AsyncDisposable {
  readonly backend: LoggingService;
  readonly engine: LoggingService;
  readonly ollama: FakeOllama;
}

/** Both services as they run in a container: settings from the environment, logs on stdout, figures on their ports. */
export async function startServiceProcesses({
  ollama = undefined as FakeOllama | undefined,
  environment = {} as Record<string, string>,
  /** Where both run; this machine's network unless given. */
  namespace = undefined as Namespace | undefined,
} = {}): Promise<ServiceProcesses> {
  await using opened = new AsyncDisposableStack();
  const model = ollama ?? opened.use(await startFakeOllama());
  const shared = {
    SERVICE_TOKEN: serviceToken,
    LOG_LEVEL: "debug",
    BACKEND_PORT: "0",
    BACKEND_METRICS_PORT: "0",
    ENGINE_PORT: "0",
    ENGINE_METRICS_PORT: "0",
    MEDIA_PORT: "0",
    // This machine's network is nobody's business; one of the test's own is.
    ...(namespace ? {} : { MEDIA_ADDRESSES: "127.0.0.1" }),
    OLLAMA_BASE_URL: model.url,
    ...environment,
  };
  const backend = opened.use(
    await startService(
      "backend",
      { ...shared, ADMIN_EMAIL: ownerEmail, ADMIN_PASSWORD: ownerPassword },
      namespace,
    ),
  );
  const engine = opened.use(await startService("engine", { ...shared, BACKEND_URL: backend.url }, namespace));
  const stack = opened.move();
  return { backend, engine, ollama: model, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** One of them alone. */
export async function startService(
  name: "backend" | "engine",
  environment: Record<string, string>,
  namespace?: Namespace,
): Promise<LoggingService & AsyncDisposable> {
  const dataDir = mkdtempSync(join(tmpdir(), `virtual-tutor-${name}-`));
  if (name === "engine") lendFaces(dataDir);
  const ready = Promise.withResolvers<{ url: string; demoTutorId?: string }>();
  const command = [process.execPath, `${name}/main.ts`];
  const child = Bun.spawn(namespace ? namespace.command(...command) : command, {
    cwd: projectFolder,
    env: { PATH: process.env.PATH ?? "", ...runtimeEnvironment, ...environment, DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "pipe"],
    ipc: (message) => ready.resolve(message as { url: string; demoTutorId?: string }),
  });
  const written = { out: "", error: "" };
  const reading = Promise.all([
    read(child.stdout, (text) => {
      written.out += text;
    }),
    read(child.stderr, (text) => {
      written.error += text;
    }),
  ]);
  void child.exited.then(() => ready.reject(new Error(`the ${name} ended: ${written.error}${written.out}`)));
  const lines = () =>
    written.out
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);
  const { url, demoTutorId = "" } = await ready.promise;
  const metricsUrl = await until("the address of the figures", () =>
    lines()
      .map((line) => line.metricsUrl)
      .find((found) => typeof found === "string"),
  );
  return {
    pid: child.pid,
    url,
    metricsUrl,
    demoTutorId,
    dataDir,
    get output() {
      return written.out + written.error;
    },
    lines,
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await child.exited;
      await reading;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function read(stream: ReadableStream<Uint8Array>, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const part of stream) onText(decoder.decode(part, { stream: true }));
}
