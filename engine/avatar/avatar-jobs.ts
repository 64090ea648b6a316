import type { components } from "../../generated/engine.types.ts";
import { AvatarServerError } from "./avatar-server.ts";

export type AvatarJob = components["schemas"]["AvatarJob"];

const keptMax = 100;
const keptMs = 60 * 60_000;

interface RunningJob {
  job: AvatarJob;
  endedAtMs: number | undefined;
  readonly changed: Set<() => void>;
}

/** Work on avatars that takes longer than a request. What has ended is kept for an hour. */
export class AvatarJobs implements AsyncDisposable {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #working = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(private readonly onError: (error: unknown) => void) {}

  /** Begins; the job ends when `work` does. */
  start(
    kind: AvatarJob["kind"],
    name: string,
    work: (signal: AbortSignal) => Promise<void>,
  ): { job: AvatarJob; ended: Promise<AvatarJob> } {
    this.#forget();
    const id = Bun.randomUUIDv7();
    const running: RunningJob = {
      job: { id, kind, name, state: "running", detail: null },
      endedAtMs: undefined,
      changed: new Set(),
    };
    this.#jobs.set(id, running);
    const working = work(this.#stop.signal)
      .then(
        () => this.#end(running, "done", null),
        (error) => this.#end(running, "failed", this.#explain(error)),
      )
      .finally(() => this.#working.delete(working));
    this.#working.add(working);
    return { job: running.job, ended: working.then(() => running.job) };
  }

  find(id: string): AvatarJob | undefined {
    return this.#jobs.get(id)?.job;
  }

  /** The job now and after each change; ends with the job. Undefined when there is none. */
  watch(id: string): AsyncIterable<{ data: AvatarJob }> | undefined {
    const running = this.#jobs.get(id);
    return running && changesOf(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#working);
  }

  #end(running: RunningJob, state: "done" | "failed", detail: string | null): void {
    running.job = { ...running.job, state, detail };
    running.endedAtMs = performance.now();
    for (const tell of running.changed) tell();
  }

  #explain(error: unknown): string {
    if (error instanceof AvatarServerError) return error.message;
    if (!this.#stop.signal.aborted) this.onError(error);
    return "something went wrong on our side";
  }

  #forget(): void {
    const nowMs = performance.now();
    for (const [id, { endedAtMs }] of this.#jobs) {
      const isOver = endedAtMs !== undefined;
      if (isOver && (nowMs - endedAtMs > keptMs || this.#jobs.size >= keptMax)) this.#jobs.delete(id);
    }
    if (this.#jobs.size >= keptMax) throw new AvatarServerError("refused", "too many jobs are running");
  }
}

async function* changesOf(running: RunningJob): AsyncIterable<{ data: AvatarJob }> {
  let told: AvatarJob | undefined;
  while (told?.state !== "done" && told?.state !== "failed") {
    const changed = Promise.withResolvers<void>();
    running.changed.add(changed.resolve);
    try {
      if (running.job === told) await changed.promise;
      told = running.job;
      yield { data: told };
    } finally {
      running.changed.delete(changed.resolve);
    }
  }
}
