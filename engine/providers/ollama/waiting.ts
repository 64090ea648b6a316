import pTimeout from "p-timeout";

/** What `orLate` resolves to when the time is over. */
export const late = Symbol("late");

/**
 * Waits for `work` for at most `ms` milliseconds. Rejects with the signal's reason on abort. `work`
 * may be waited for again; its rejection is never left unhandled.
 */
export function orLate<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | typeof late> {
  return pTimeout<T, typeof late>(work, { milliseconds: Math.max(1, ms), signal, fallback: () => late });
}
