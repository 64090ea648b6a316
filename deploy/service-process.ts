import { projectFolder } from "./installation.ts";

/**
 * Of the runtime. Its allocator looks ten times a second for parts of pages that can be given back to the system; once in 10 s
 * (here in ms) gives back as much, and takes a thirtieth less CPU.
 */
export const runtimeEnvironment = { MIMALLOC_PURGE_HOLES_MIN_INTERVAL: "10000" } as const;

/** A service has this long to end after it was asked to. */
const stopMs = 15_000;

/** One service in a process of its own. It says that it is ready over the channel that Bun opens for its children. */
export class ServiceProcess<Ready> {
  /** What the service said when it was ready; rejects when it ends before. */
  readonly ready: Promise<Ready>;
  readonly exited: Promise<number>;
  readonly #process: Bun.Subprocess<"ignore", "inherit", "inherit">;

  constructor(name: string, entry: string, environment: Record<string, string | undefined>) {
    const ready = Promise.withResolvers<Ready>();
    this.#process = Bun.spawn([process.execPath, entry], {
      cwd: projectFolder,
      env: { ...runtimeEnvironment, ...environment },
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message) => ready.resolve(message as Ready),
    });
    this.exited = this.#process.exited;
    void this.exited.then((code) => ready.reject(new Error(`the ${name} ended with exit code ${code}`)));
    // Whoever waits for `ready` gets the rejection; nobody may be waiting when the service ends later.
    ready.promise.catch(() => {});
    this.ready = ready.promise;
  }

  async stop(): Promise<void> {
    // Not by a signal: Ctrl-C has reached the service itself, and a second one would end it at once.
    this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), stopMs);
    await this.exited;
    clearTimeout(timer);
  }
}
