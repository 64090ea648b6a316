import { availableParallelism, loadavg } from "node:os";

const pollMs = 20;
const patienceMax = 4;

/** How many times longer than on a quiet machine things may take: as many as there is more to do than processors. */
export function patience(): number {
  return Math.min(Math.max(1, loadavg()[0]! / availableParallelism()), patienceMax);
}

/**
 * Waits until the condition gives something other than undefined or false; fails with its description after `withinMs`, later on a
 * machine that is busy.
 */
export async function until<T>(
  description: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = 20_000 } = {},
): Promise<T> {
  const startMs = performance.now();
  while (true) {
    const value = await condition();
    if (value !== undefined && value !== false) return value as T;
    const waitedMs = performance.now() - startMs;
    if (waitedMs > withinMs * patience())
      throw new Error(`${description}: not within ${Math.round(waitedMs)} ms`);
    await Bun.sleep(pollMs);
  }
}
