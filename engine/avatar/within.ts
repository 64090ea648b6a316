import { setTimeout } from "node:timers/promises";

/** Resolves with the work, or after so long without it; the work goes on. Rejects when the work does in time. */
export async function within(work: Promise<void>, ms: number): Promise<void> {
  const done = new AbortController();
  const late = setTimeout(ms, undefined, { signal: done.signal }).catch(() => {});
  try {
    await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
