import { setTimeout } from "node:timers/promises";
import pTimeout from "p-timeout";
import type { components } from "../../../generated/backend.types.ts";
import type { AvatarJob } from "./avatar-jobs.ts";

export type AvatarReported = components["schemas"]["AvatarReported"];

/** What becomes of a report: `unwanted` says that nobody knows the avatar any more, `later` that it is to be told again. */
export type ReportOutcome = "taken" | "unwanted" | "later";

/** Progress is told this often at most. */
const tellEveryMs = 500;
/** Without a sign of life the backend gives an avatar up after 45 seconds. */
const signOfLifeMs = 5_000;
const errorCharsMax = 500;
const notesMax = 20;
const followedMax = 100;

const idPattern = /^(?:mageurite_)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export interface ReporterParts {
  /** Never fails. */
  readonly tell: (avatarId: string, report: AvatarReported) => Promise<ReportOutcome>;
  /** The hash of a face's file, where it has one. */
  readonly packOf: (name: string) => string | undefined;
  /** Nobody wants the face: it is not to be made, and to be deleted where it was. */
  readonly drop: (name: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

interface Followed {
  job: AvatarJob;
  wake: PromiseWithResolvers<void>;
}

/**
 * Tells the backend how its avatars are being made: faces whose name is the id of one. Whatever the backend missed while it was away
 * it hears when it is back.
 */
export class AvatarReporter implements AsyncDisposable {
  readonly #followed = new Map<string, Followed>();
  readonly #following = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(private readonly parts: ReporterParts) {}

  /** A job has begun, has come further, or has ended. */
  changed(job: AvatarJob): void {
    const avatarId = idPattern.exec(job.name)?.[1];
    if (!avatarId || this.#stop.signal.aborted) return;
    const followed = this.#followed.get(avatarId);
    if (followed) {
      followed.job = job;
      followed.wake.resolve();
      return;
    }
    if (this.#followed.size >= followedMax) return;
    const begun = { job, wake: Promise.withResolvers<void>() };
    this.#followed.set(avatarId, begun);
    const following = this.#follow(avatarId, begun)
      .catch(this.parts.onError)
      .finally(() => this.#following.delete(following));
    this.#following.add(following);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#following);
  }

  async #follow(avatarId: string, followed: Followed): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const { job } = followed;
      const outcome = await this.parts.tell(avatarId, this.#toReport(job));
      const isOver = outcome === "unwanted" || (outcome === "taken" && job.state !== "running");
      if (isOver && (followed.job === job || outcome === "unwanted")) {
        this.#followed.delete(avatarId);
        if (outcome === "unwanted") await this.parts.drop(job.name);
        return;
      }
      await this.#sleep(tellEveryMs);
      if (outcome === "taken" && followed.job === job) {
        followed.wake = Promise.withResolvers();
        const { signal } = this.#stop;
        const until = { milliseconds: signOfLifeMs, message: false, signal } as const;
        await pTimeout(followed.wake.promise, until).catch(() => {});
      }
    }
  }

  #sleep(ms: number): Promise<void> {
    return setTimeout(ms, undefined, { signal: this.#stop.signal }).catch(() => {});
  }

  #toReport({ name, state, stage, fraction, detail, report }: AvatarJob): AvatarReported {
    const notes = (report?.notes ?? []).slice(0, notesMax).map(({ text }) => text);
    return {
      ...{ state, stage, notes },
      progress: fraction,
      error: detail?.slice(0, errorCharsMax) ?? null,
      pack: this.parts.packOf(name) ?? null,
    };
  }
}
