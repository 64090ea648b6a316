const pollMs = 20;

/** Waits until the condition gives something other than undefined or false; fails with its description after `withinMs`. */
export async function until<T>(
  description: string,
  condition: () => T | undefined | false | Promise<T | undefined | false>,
  { withinMs = 30_000 } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  while (true) {
    const value = await condition();
    if (value !== undefined && value !== false) return value as T;
    if (performance.now() > deadline) throw new Error(`${description}: not within ${withinMs} ms`);
    await Bun.sleep(pollMs);
  }
}
