import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { backendSettings, readBackendConfig } from "../backend/config.ts";
import { engineSettings, readEngineConfig } from "../engine/config.ts";
import { KeptService } from "./kept-service.ts";
import { ollamaAdvice } from "./ollama-advice.ts";
import { type Environment, readSettings, SettingError } from "./settings.ts";

interface BackendReady {
  url: string;
  demoTutorId?: string;
  firstAdmin?: { email: string; password: string };
}

interface EngineReady {
  url: string;
}

const readyPollMs = 100;
const readyMaxMs = 30_000;

/** Runs both services on this machine until they are told to stop. */
export async function startOnThisMachine(environment: Environment): Promise<void> {
  const dataDir = resolve(environment.DATA_DIR || "data");
  const serviceTokenFile = prepareDataFolder(dataDir);
  const settings = settingsFor(environment, { dataDir, serviceTokenFile });
  const services: { stop(): Promise<void> }[] = [];
  const stopping = new AbortController();
  const stop = async (exitCode: number): Promise<never> => {
    stopping.abort();
    // The engine first: its last transcripts go to the backend.
    for (const service of services) await service.stop();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => void stop(0));
  const start = async <Ready>(name: string, entry: string): Promise<Ready> => {
    const service = new KeptService<Ready>({ name, entry, environment: settings }, stopping.signal);
    services.push(service);
    const ready = await service.ready;
    void service.over.then(() => (stopping.signal.aborted ? undefined : stop(1)));
    return ready;
  };
  try {
    // The backend second: the password that its first start makes must not be lost to an engine that cannot start.
    const engine = await start<EngineReady>("engine", "engine/main.ts");
    const backend = await start<BackendReady>("backend", "backend/main.ts");
    printAddresses(backend, engine);
    await untilReady(`${backend.url}/readyz`);
    await untilReady(`${engine.url}/readyz`);
    console.log(await ollamaAdvice(environment.OLLAMA_BASE_URL || "http://localhost:11434"));
    console.log("Virtual Tutor is ready. Ctrl-C stops both services.");
  } catch (error) {
    // A service that ended has said why.
    if (!stopping.signal.aborted && error instanceof NotReady) console.error(error.message);
    if (!stopping.signal.aborted) await stop(1);
  }
}

/** What both services are started with. Ends the process with one sentence when a setting is wrong. */
function settingsFor(
  environment: Environment,
  { dataDir, serviceTokenFile }: { dataDir: string; serviceTokenFile: string },
): Environment {
  try {
    const { BACKEND_PORT, ENGINE_PORT } = { ...backendSettings, ...engineSettings };
    const ports = readSettings({ BACKEND_PORT, ENGINE_PORT }, environment);
    const settings: Environment = {
      ...environment,
      DATA_DIR: dataDir,
      ...(environment.SERVICE_TOKEN || environment.SERVICE_TOKEN_FILE
        ? {}
        : { SERVICE_TOKEN_FILE: serviceTokenFile }),
      LOG_LEVEL: environment.LOG_LEVEL || "warn",
      AVATAR_SERVICE_URL: environment.AVATAR_SERVICE_URL || `http://localhost:${ports.ENGINE_PORT}`,
      BACKEND_URL: environment.BACKEND_URL || `http://localhost:${ports.BACKEND_PORT}`,
    };
    readBackendConfig(settings);
    readEngineConfig(settings);
    return settings;
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Makes the folder and the secret that both services share. Ends the process with one sentence when it cannot. */
function prepareDataFolder(dataDir: string): string {
  const tokenFile = join(dataDir, "service-token");
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.W_OK);
    if (!existsSync(tokenFile))
      writeFileSync(tokenFile, randomBytes(32).toString("base64url"), { mode: 0o600 });
    return tokenFile;
  } catch {
    console.error(
      `The folder ${dataDir} cannot be written: give it to yourself, or set DATA_DIR to one that you own.`,
    );
    process.exit(1);
  }
}

class NotReady extends Error {}

async function untilReady(url: string): Promise<void> {
  const deadline = Date.now() + readyMaxMs;
  while (true) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > deadline) {
      throw new NotReady(`${url} is not ready: ${(await response?.text()) ?? "it does not answer"}`);
    }
    await Bun.sleep(readyPollMs);
  }
}

function printAddresses(backend: BackendReady, engine: EngineReady): void {
  const lines = [
    "",
    ...(backend.demoTutorId ? [`  Student's page   ${engine.url}/tutors/${backend.demoTutorId}`] : []),
    `  Console          ${backend.url}/console`,
    `  Backend API      ${backend.url}/docs`,
    `  Engine API       ${engine.url}/docs`,
    "",
  ];
  if (backend.firstAdmin) {
    const { email, password } = backend.firstAdmin;
    lines.push(
      `  First admin      ${email}`,
      `  Password         ${password}   (shown only now: keep it)`,
      "",
    );
  }
  console.log(lines.join("\n"));
}
