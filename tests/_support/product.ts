import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { until } from "./until.ts";

const startMaxMs = 60_000;
const stopMaxMs = 20_000;

/** The product as a newcomer starts it: `bun start` in a process of its own. */
export interface Product extends AsyncDisposable {
  /** Everything it has printed. */
  readonly output: () => string;
  readonly studentPage: string;
  readonly console: string;
  readonly backendUrl: string;
  readonly engineUrl: string;
  /** Sends SIGINT, as Ctrl-C does, and gives the exit code. */
  interrupt(): Promise<number>;
  /** Ends `bun start` itself at once, without a chance to end its services. */
  kill(): Promise<void>;
}

/** Runs `bun start` with these settings on free ports and a folder of its own. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-product-"));
  const [backendPort, enginePort] = [await freePort(), await freePort()];
  const { child, output } = spawnStart({
    DATA_DIR: dataDir,
    BACKEND_PORT: String(backendPort),
    ENGINE_PORT: String(enginePort),
    MEDIA_TCP_PORT: "0",
    ...settings,
  });
  const address = (label: string) => new RegExp(`${label}\\s+(http\\S+)`).exec(output())?.[1] ?? "";
  const interrupt = async () => {
    child.kill("SIGINT");
    const timer = setTimeout(() => child.kill("SIGKILL"), stopMaxMs);
    const code = await child.exited;
    clearTimeout(timer);
    return code;
  };
  const ended = () => {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}:\n${output()}`);
    return output().includes("Ctrl-C stops");
  };
  try {
    await until("the product's start", ended, { withinMs: startMaxMs });
  } catch (error) {
    await interrupt();
    throw error;
  }
  return {
    output,
    studentPage: address("Student's page"),
    console: address("Console"),
    backendUrl: address("Backend API").replace(/\/docs$/, ""),
    engineUrl: address("Engine API").replace(/\/docs$/, ""),
    interrupt,
    async kill() {
      child.kill("SIGKILL");
      await child.exited;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) await interrupt();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs `bun start` with settings that it should refuse; gives what it printed and its exit code. */
export async function startRefused(
  settings: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const { child, output } = spawnStart(settings);
  const timer = setTimeout(() => child.kill("SIGKILL"), startMaxMs);
  const code = await child.exited;
  clearTimeout(timer);
  return { code, output: output() };
}

function spawnStart(settings: Record<string, string>) {
  // The kernel asks it to end with the process that runs the test, however that ends (setpriv(1), Debian: util-linux).
  const tied = ["setpriv", "--pdeathsig", "TERM"];
  const child = Bun.spawn([...tied, process.execPath, "deploy/start.ts"], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) printed += decoder.decode(bytes, { stream: true });
  };
  void collect(child.stdout);
  void collect(child.stderr);
  return { child, output: () => printed };
}

/** Below the ports that systems give to whoever asks for any: nobody else takes one of these between the look and the use. */
const portsFrom = 20_000;
/** Of each process that runs tests beside others, so that no two look at the same port. */
const portsOfWorker = 1_000;
const workersMax = 10;
const portTriesMax = 50;
const worker = Number(process.env.BUN_TEST_WORKER_ID ?? 0) % workersMax;

/** A port that is free for TCP and for UDP, which the engine uses by one number. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < portTriesMax; tries++) {
    const port = portsFrom + worker * portsOfWorker + Math.floor(Math.random() * portsOfWorker);
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
  throw new Error("there is no free port");
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  const outcome = Promise.withResolvers<boolean>();
  server.once("error", () => outcome.resolve(false));
  server.listen(port, () => server.close(() => outcome.resolve(true)));
  return outcome.promise;
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  const outcome = Promise.withResolvers<boolean>();
  socket.once("error", () => socket.close(() => outcome.resolve(false)));
  socket.bind(port, () => socket.close(() => outcome.resolve(true)));
  return outcome.promise;
}
