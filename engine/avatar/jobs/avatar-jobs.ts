import type { components } from "../../../generated/engine.types.ts";
import { AvatarServerError } from "../avatar-server.ts";
import type { AssetStore } from "../store/asset-store.ts";
import { Rounds } from "../store/rounds.ts";
import type { BuildReport } from "../video/build-report.ts";
import { buildNotes } from "../video/build-report.ts";
import { JobRecords } from "./avatar-job-records.ts";
import { explainFailure, failed, JobCancelled } from "./job-failure.ts";

export type AvatarJob = components["schemas"]["AvatarJob"];
/** What a job may tell while it works. */
export type JobProgress = Pick<AvatarJob, "stage" | "fraction">;

const keptMax = 100;
const keptMs = 60 * 60_000;
/** Other engines hear so often that a job goes on which has nothing to tell. */
const signOfLifeMs = 60_000;

/** What a job is asked to do; resolves with a report where there is one. */
export type JobWork = (
  signal: AbortSignal,
  tell: (progress: JobProgress) => void,
) => Promise<BuildReport | undefined>;

interface RunningJob {
  job: AvatarJob;
  readonly cancel: AbortController;
  readonly working: Promise<void>;
  endedAtMs: number | undefined;
  readonly changed: Set<() => void>;
}

/** The engine stops; the job goes on when it starts again. */
export class JobSuspended extends Error {
  override readonly name = "JobSuspended";
}

/**
 * Work on avatars that takes longer than a request. Every engine that shares the store answers for every job. What has ended
 * is kept for an hour.
 */
export class AvatarJobs implements AsyncDisposable {
  readonly #jobs = new Map<string, RunningJob>();
  readonly #working = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  readonly #records: JobRecords;
  readonly #signsOfLife: Rounds;
  /** Called with each job as it begins and after each change. */
  onChange: (job: AvatarJob) => void = () => {};

  constructor(
    assets: AssetStore,
    private readonly onError: (error: unknown) => void,
    limits = { signOfLifeMs },
  ) {
    this.#records = new JobRecords(assets, onError);
    const work = async () => {
      const running = [...this.#jobs.values()].filter(({ job }) => job.state === "running");
      await Promise.all(running.map(({ job }) => this.#records.save(job)));
    };
    this.#signsOfLife = new Rounds({ everyMs: limits.signOfLifeMs, work, onError });
  }

  /** Begins; the job ends when `work` does. `id` is that of a job that an earlier process began. */
  async start(
    { kind, name, id = Bun.randomUUIDv7() }: Pick<AvatarJob, "kind" | "name"> & { id?: string },
    work: JobWork,
  ): Promise<{ job: AvatarJob; ended: Promise<AvatarJob> }> {
    this.#forget();
    const job: AvatarJob = {
      ...{ id, kind, name, state: "running" },
      ...{ stage: null, fraction: null, reason: null, detail: null, report: null },
    };
    const { promise: working, resolve: done } = Promise.withResolvers<void>();
    const cancel = new AbortController();
    const running: RunningJob = { job, cancel, working, endedAtMs: undefined, changed: new Set() };
    this.#jobs.set(id, running);
    this.#working.add(working);
    await this.#records.save(job);
    this.onChange(job);
    void this.#work(running, work).finally(() => {
      this.#working.delete(working);
      done();
    });
    return { job, ended: working.then(() => running.job) };
  }

  /** Removes what engines left in the store that never came back. Rejects when the store cannot be reached. */
  async sweep(): Promise<void> {
    await this.#records.sweep();
  }

  /** Undefined when there is none, here or elsewhere. */
  async find(id: string): Promise<AvatarJob | undefined> {
    return this.#jobs.get(id)?.job ?? (await this.#records.find(id));
  }

  /** The job now and after each change; ends with the job. Undefined when there is none. */
  async watch(id: string, signal: AbortSignal): Promise<AsyncIterable<{ data: AvatarJob }> | undefined> {
    const running = this.#jobs.get(id);
    if (running) return changesOf(running);
    return (await this.#records.find(id)) && this.#records.changesOf(id, signal);
  }

  /** Ends what this engine is at with a face, and resolves when it has let go. False where it was at nothing. */
  async cancel(name: string): Promise<boolean> {
    const running = [...this.#jobs.values()].filter(
      ({ job }) => job.name === name && job.state === "running",
    );
    for (const { cancel } of running) cancel.abort(new JobCancelled());
    await Promise.all(running.map(({ working }) => working));
    return running.length > 0;
  }

  /** Says of a job that an earlier process began why it will not end. */
  async giveUp(begun: Pick<AvatarJob, "id" | "kind" | "name">, detail: string): Promise<void> {
    const job: AvatarJob = { ...begun, ...failed(detail), stage: null, fraction: null };
    await this.#records.save(job);
    this.onChange(job);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new JobSuspended("the engine stops"));
    await this.#signsOfLife[Symbol.asyncDispose]();
    await Promise.all(this.#working);
  }

  async #work(running: RunningJob, work: JobWork): Promise<void> {
    const change = (part: Partial<AvatarJob>) => {
      running.job = { ...running.job, ...part };
      for (const tell of running.changed) tell();
      this.onChange(running.job);
    };
    const signal = AbortSignal.any([this.#stop.signal, running.cancel.signal]);
    try {
      const report = await work(signal, (progress) => {
        change(progress);
        this.#records.saveNowAndThen(running.job);
      });
      change({ state: "done", fraction: 1, report: report ? toReport(report) : null });
    } catch (error) {
      // The record says that it goes on, and so it will.
      if (error instanceof JobSuspended) return;
      change(this.#explain(error));
    }
    running.endedAtMs = performance.now();
    await this.#records.save(running.job);
  }

  #explain(error: unknown): ReturnType<typeof failed> {
    const explained = explainFailure(error);
    if (!explained && !this.#stop.signal.aborted) this.onError(error);
    return explained ?? failed("something went wrong on our side");
  }

  #forget(): void {
    const nowMs = performance.now();
    for (const [id, { endedAtMs }] of this.#jobs) {
      const isOver = endedAtMs !== undefined;
      if (!isOver || (nowMs - endedAtMs <= keptMs && this.#jobs.size < keptMax)) continue;
      this.#jobs.delete(id);
      this.#records.forget(id);
    }
    if (this.#jobs.size >= keptMax) throw new AvatarServerError("full", "too many jobs are running");
  }
}

function toReport({ kind: _kind, seamPx: _seam, notes, ...report }: BuildReport): AvatarJob["report"] {
  return { ...report, notes: notes.map((id) => ({ id, text: buildNotes[id] })) };
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
