import { setTimeout } from "node:timers/promises";

/** Between two questions. The server's flag changes with each batch of pictures, every 0.64 s at most. */
const askIntervalMs = 150;
/** Not composing for this long after it was told to speak: it is not asked any more. */
const quietMaxMs = 3_000;
/** A server that does not answer is not asked on behalf of this sentence any more. */
const failuresMax = 5;

/**
 * Whether a server without events composes speech, which it says when it is asked. What it composes is sent up to two
 * seconds later, and between two sentences it may say no for a moment.
 */
export class Composing implements AsyncDisposable {
  readonly #stop = new AbortController();
  #asking: Promise<void> = Promise.resolve();
  #isAsking = false;
  #quietSinceMs = 0;
  #now: boolean | undefined;

  constructor(private readonly ask: (signal: AbortSignal) => Promise<boolean>) {}

  /** What it said last; undefined while it is not asked or does not answer. */
  get now(): boolean | undefined {
    return this.#now;
  }

  /** It was told to speak: from now on it is asked, until it has been quiet for a while. */
  watch(): void {
    this.#quietSinceMs = performance.now();
    if (this.#isAsking || this.#stop.signal.aborted) return;
    this.#isAsking = true;
    this.#asking = this.#keepAsking().finally(() => {
      this.#isAsking = false;
      this.#now = undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#asking;
  }

  async #keepAsking(): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted && failures < failuresMax) {
      try {
        this.#now = await this.ask(signal);
        failures = 0;
      } catch {
        this.#now = undefined;
        failures++;
      }
      const nowMs = performance.now();
      if (this.#now) this.#quietSinceMs = nowMs;
      else if (nowMs - this.#quietSinceMs > quietMaxMs) return;
      await setTimeout(askIntervalMs, undefined, { signal }).catch(() => {});
    }
  }
}
