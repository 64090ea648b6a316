import pTimeout from "p-timeout";
import { ModelUnavailable } from "../../chat/language-model.ts";

export interface BreakerOptions {
  readonly failuresMax: number;
  readonly openForMs: number;
  readonly unreachableForMs: number;
  readonly probePatienceMs: number;
  /** Resolves when the server is there. Rejects, within its own bound, when it is not. */
  readonly probe: () => Promise<void>;
  /** Monotonic, in ms. */
  readonly now?: () => number;
}

/**
 * Remembers that a server is of no use, so that nobody waits for it again. Closed: questions go
 * through. Open, after `failuresMax` failures in a row or one "unreachable": questions fail at once.
 * When the time is over the next question starts one probe, which all share; a good answer lets
 * questions through again, but the first failure after it opens the circuit anew.
 */
export class CircuitBreaker {
  #failures = 0;
  #openUntilMs = 0;
  #open = false;
  #why: ModelUnavailable | undefined;
  #probing: Promise<boolean> | undefined;
  readonly #now: () => number;

  constructor(private readonly options: BreakerOptions) {
    this.#now = options.now ?? (() => performance.now());
  }

  get state(): "closed" | "open" {
    return this.#open ? "open" : "closed";
  }

  /** Resolves when a question may go through, else rejects with ModelUnavailable within `probePatienceMs`. */
  async admit(): Promise<void> {
    if (!this.#open) return;
    if (this.#now() < this.#openUntilMs) throw this.#refusal();
    this.#probing ??= this.#probe();
    const milliseconds = this.options.probePatienceMs;
    if (!(await pTimeout(this.#probing, { milliseconds, message: false }))) throw this.#refusal();
  }

  succeeded(): void {
    this.#failures = 0;
    this.#open = false;
  }

  failed(why: ModelUnavailable): void {
    this.#failures += 1;
    this.#why = why;
    if (why.code === "unreachable") this.#trip(this.options.unreachableForMs);
    else if (this.#failures >= this.options.failuresMax) this.#trip(this.options.openForMs);
  }

  #trip(forMs: number): void {
    this.#open = true;
    this.#openUntilMs = this.#now() + forMs;
  }

  async #probe(): Promise<boolean> {
    try {
      await this.options.probe();
      this.#open = false;
      this.#failures = this.options.failuresMax - 1;
      return true;
    } catch {
      this.#trip(this.options.unreachableForMs);
      return false;
    } finally {
      this.#probing = undefined;
    }
  }

  #refusal(): ModelUnavailable {
    return new ModelUnavailable(
      this.#why?.code ?? "unreachable",
      "The model failed a moment ago and is not asked again yet",
      { cause: this.#why },
    );
  }
}
