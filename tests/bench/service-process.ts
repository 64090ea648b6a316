import { projectFolder } from "../../deploy/installation.ts";
import { runtimeEnvironment } from "../../deploy/kept-service.ts";
import { childrenOf } from "../_support/child-processes.ts";
import { cpuSecondsOf } from "../_support/cpu-seconds.ts";

/** A service in a process of its own, so that its start and its CPU time can be measured. */
export interface ServiceUnderTest extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** From the process's start until it said that it is ready, in ms. */
  readonly readyMs: number;
  /** CPU seconds, user and system, of all its threads and of the processes that it has started. */
  cpuSeconds(): number;
  /** The same of the processes that it has started with `word` in their command line. */
  cpuSecondsOf(word: string): number;
  /** Ends it without a warning. */
  kill(): void;
}

export async function openService(
  entry: string,
  environment: Record<string, string>,
): Promise<ServiceUnderTest> {
  const ready = Promise.withResolvers<{ url: string }>();
  const startedAtMs = performance.now();
  const child = Bun.spawn([process.execPath, entry], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...runtimeEnvironment, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message) => ready.resolve(message as { url: string }),
  });
  void child.exited.then((code) => ready.reject(new Error(`${entry} ended with ${code}`)));
  const { url } = await ready.promise;
  const readyMs = performance.now() - startedAtMs;
  return {
    url,
    pid: child.pid,
    readyMs,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    cpuSecondsOf: (word) => childrenOf(child.pid, word).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
    kill: () => child.kill("SIGKILL"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await child.exited;
    },
  };
}
