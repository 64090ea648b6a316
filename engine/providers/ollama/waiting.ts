/** What `orLate` resolves to when the time is over. */
export const late = Symbol("late");

/**
 * Waits for `work` for at most `ms` milliseconds. Rejects with the signal's reason on abort. `work`
 * may be waited for again; its rejection is never left unhandled.
 */
export async function orLate<T>(work: Promise<T>, ms: number, signal: AbortSignal): Promise<T | typeof late> {
  work.catch(() => {});
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<typeof late>();
  const onAbort = () => reject(signal.reason);
  const timer = setTimeout(() => resolve(late), Math.max(0, ms));
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** Resolves after `ms` milliseconds; rejects with the signal's reason on abort. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await orLate(new Promise<never>(() => {}), ms, signal);
}
