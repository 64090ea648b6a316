import { setTimeout } from "node:timers/promises";
import pTimeout from "p-timeout";
import { AssetsRefused, AssetsUnreachable } from "./asset-store.ts";

const firstWaitMs = 1_000;
const waitMaxMs = 30_000;
/** A night: what was made is kept until somebody can look after the store. */
const awayMaxMs = 12 * 60 * 60_000;

export interface Patience {
  readonly signal: AbortSignal;
  /** Told once, why the store cannot be reached. */
  onAway(error: AssetsUnreachable): void;
}

/**
 * Does something with the store, again and again while it cannot be reached. Rejects as `call` does, with AssetsUnreachable after
 * twelve hours, or with the signal's reason, also while a call goes on.
 */
export async function whenReached<Answer>(call: () => Promise<Answer>, patience: Patience): Promise<Answer> {
  const { signal, onAway } = patience;
  const sinceMs = performance.now();
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, waitMaxMs)) {
    signal.throwIfAborted();
    try {
      return await pTimeout(call(), { milliseconds: Number.POSITIVE_INFINITY, signal });
    } catch (error) {
      const isAway = error instanceof AssetsUnreachable && !(error instanceof AssetsRefused);
      if (!isAway || performance.now() - sinceMs >= awayMaxMs) throw error;
      if (waitMs === firstWaitMs) onAway(error);
    }
    await setTimeout(waitMs, undefined, { signal }).catch(() => {});
  }
}
