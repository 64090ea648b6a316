import { setTimeout } from "node:timers/promises";
import pTimeout from "p-timeout";

/** Work that is at somebody else's mercy is not waited for any longer than this when it is to end. */
const closeMaxMs = 1_000;

export interface RoundsPlan {
  /** Between the end of one round and the begin of the next. */
  readonly everyMs: number;
  /** One round. What it does after the signal is nobody's business any longer. */
  work(signal: AbortSignal): Promise<void>;
  /** Told once, however many rounds fail after each other. */
  onError(error: unknown): void;
}

/** Work that is done at once, and again and again until it is disposed of. */
export class Rounds implements AsyncDisposable {
  readonly #plan: RoundsPlan;
  readonly #stop = new AbortController();
  readonly #first: Promise<void>;
  readonly #going: Promise<void>;
  #isFailing = false;

  constructor(plan: RoundsPlan) {
    this.#plan = plan;
    this.#first = this.#once();
    this.#going = this.#goOn();
  }

  /** Resolves after the first round, or after `withinMs`. */
  async first(withinMs: number): Promise<void> {
    await pTimeout(this.#first, { milliseconds: withinMs, message: false });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await pTimeout(this.#going, { milliseconds: closeMaxMs, message: false });
  }

  async #goOn(): Promise<void> {
    const { signal } = this.#stop;
    await this.#first;
    while (!signal.aborted) {
      await setTimeout(this.#plan.everyMs, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await this.#once();
    }
  }

  async #once(): Promise<void> {
    const { signal } = this.#stop;
    try {
      await this.#plan.work(signal);
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing && !signal.aborted) this.#plan.onError(error);
      this.#isFailing = true;
    }
  }
}
