import { projectFolder } from "./installation.ts";

/**
 * Of the runtime. Its allocator looks ten times a second for parts of pages that can be given back to the system; once in 10 s
 * (here in ms) gives back as much, and takes a thirtieth less CPU.
 * Its heap may grow by 0.7 of what is alive in it before the whole of it is collected, not by 2 or, on machines below 16 GB (the
 * second setting), by 1: less memory at the same CPU, and shorter collections (docs/capacity.md).
 */
export const runtimeEnvironment = {
  MIMALLOC_PURGE_HOLES_MIN_INTERVAL: "10000",
  BUN_JSC_heapGrowthMaxIncrease: "0.7",
  BUN_JSC_smallHeapGrowthFactor: "1.7",
} as const;

/** A service has this long to end after it was asked to. */
const stopMs = 15_000;
/** A service that ends so often in this time would do so again. */
const endsMax = 5;
const endsWindowMs = 60_000;
const restartPauseMs = 500;

/** What a service is started from. */
export interface ServiceStart {
  /** As messages name it. */
  readonly name: string;
  readonly entry: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One service in a process of its own, which is started again when it ends by itself. */
export class KeptService<Ready> {
  /** What the service said when it was first ready over the channel that Bun opens for its children; rejects when it ends before. */
  readonly ready: Promise<Ready>;
  /** Resolves when it is started no more: it was stopped, ended before it was ready, or ended again and again. */
  readonly over: Promise<void>;
  #process: Bun.Subprocess<"ignore", "inherit", "inherit">;

  /** `stopping`: from then on an end is what was wanted. */
  constructor(
    private readonly start: ServiceStart,
    private readonly stopping: AbortSignal,
  ) {
    const ready = Promise.withResolvers<Ready>();
    this.ready = ready.promise;
    this.#process = this.#spawn(ready.resolve);
    void this.#process.exited.then((code) =>
      ready.reject(new Error(`the ${start.name} ended with exit code ${code}`)),
    );
    this.over = this.#keep();
  }

  async stop(): Promise<void> {
    // Not by a signal: Ctrl-C has reached the service itself, and a second one would end it at once.
    this.#process.disconnect();
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), stopMs);
    await this.#process.exited;
    clearTimeout(timer);
  }

  async #keep(): Promise<void> {
    const isReady = await this.ready.then(
      () => true,
      () => false,
    );
    const ends: number[] = [];
    while (isReady) {
      const code = await this.#process.exited;
      if (this.stopping.aborted) return;
      const ended = `The ${this.start.name} ended (${this.#process.signalCode ?? `exit code ${code}`})`;
      ends.push(Date.now());
      if (ends.filter((end) => end > Date.now() - endsWindowMs).length > endsMax) {
        console.error(`${ended} again and again: see above why.`);
        return;
      }
      console.error(`${ended} and is started again.`);
      await Bun.sleep(restartPauseMs);
      if (this.stopping.aborted) return;
      this.#process = this.#spawn(() => {});
    }
  }

  #spawn(onReady: (message: Ready) => void) {
    return Bun.spawn([process.execPath, this.start.entry], {
      cwd: projectFolder,
      env: { ...runtimeEnvironment, ...this.start.environment },
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message) => onReady(message as Ready),
    });
  }
}
