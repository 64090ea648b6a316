import { projectFolder } from "../../deploy/installation.ts";
import { runtimeEnvironment } from "../../deploy/kept-service.ts";

/** An engine in a process of its own. */
export interface EngineProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM: it ends as it does at an update. Resolves with the exit code. */
  terminate(): Promise<number>;
  /** Ends it without a warning; resolves when it has ended. */
  kill(): Promise<void>;
}

/** Resolves when it is ready. */
export async function spawnEngine(environment: Readonly<Record<string, string>>): Promise<EngineProcess> {
  const ready = Promise.withResolvers<{ url: string }>();
  const child = Bun.spawn([process.execPath, "engine/main.ts"], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, ...runtimeEnvironment, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
    ipc: (message) => ready.resolve(message as { url: string }),
    onExit: () => ready.reject(new Error("the engine did not start")),
  });
  const { url } = await ready.promise;
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    child.kill(signal);
    return await child.exited;
  };
  const kill = async () => void (await end("SIGKILL"));
  return { url, pid: child.pid, terminate: () => end("SIGTERM"), kill, [Symbol.asyncDispose]: kill };
}
