import { setTimeout } from "node:timers/promises";
import { AssetsUnreachable } from "./asset-store.ts";

const firstWaitMs = 1_000;
const waitMaxMs = 30_000;
/** A night: what was made is kept until somebody can look after the store. */
const awayMaxMs = 12 * 60 * 60_000;

/**
 * Does something with the store, again and again while it cannot be reached. Rejects as `call` does, with AssetsUnreachable after
 * twelve hours, or with the signal's reason.
 */
export async function whenReached<Answer>(call: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const sinceMs = performance.now();
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, waitMaxMs)) {
    signal.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      const isAway = error instanceof AssetsUnreachable && performance.now() - sinceMs < awayMaxMs;
      if (!isAway) throw error;
    }
    await setTimeout(waitMs, undefined, { signal }).catch(() => {});
  }
}
