import { ModelUnavailable } from "../../chat/language-model.ts";

interface Waiting {
  readonly admit: () => void;
}

/**
 * Bounds the replies written at once and the questions waiting for their turn, first come, first
 * served. Ollama's own queue has no bound and says nothing while a request waits in it.
 */
export class Admission {
  #running = 0;
  readonly #waiting: Waiting[] = [];

  constructor(private readonly limits: { repliesMax: number; waitingMax: number; waitTimeoutMs: number }) {}

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Resolves to a place, to be disposed. Rejects with ModelUnavailable("busy") or with the signal's reason. */
  async enter(signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    if (this.#running < this.limits.repliesMax) {
      this.#running += 1;
    } else if (this.#waiting.length >= this.limits.waitingMax) {
      throw new ModelUnavailable("busy", "Too many questions are waiting for the model");
    } else {
      await this.#turn(signal);
    }
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (held) this.#leave();
        held = false;
      },
    };
  }

  /** Waits for a place that somebody else gives up; `#running` stays as it is when a place is handed over. */
  #turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const stop = (reason: unknown) => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      settle();
      reject(reason);
    };
    const onAbort = () => stop(signal.reason);
    const timer = setTimeout(
      () => stop(new ModelUnavailable("busy", "The model stayed busy with other questions")),
      this.limits.waitTimeoutMs,
    );
    const settle = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    };
    const waiting: Waiting = {
      admit: () => {
        settle();
        resolve();
      },
    };
    this.#waiting.push(waiting);
    signal.addEventListener("abort", onAbort, { once: true });
    return promise;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next.admit();
    else this.#running -= 1;
  }
}
