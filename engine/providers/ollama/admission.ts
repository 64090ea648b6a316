import { ModelUnavailable } from "../../chat/language-model.ts";

/** Where a question stands in the queue: 1 is the next one. */
export interface QueuePlace {
  readonly place: number;
  /** Undefined until the first reply has ended, in ms. */
  readonly expectedMs: number | undefined;
}

export interface AdmissionLimits {
  readonly repliesMax: number;
  readonly waitingMax: number;
  readonly waitTimeoutMs: number;
  /** Questions of one asker that run or wait. */
  readonly perAskerMax: number;
}

interface Waiting {
  readonly asker: string;
  readonly askedAtMs: number;
  admit(): void;
  /** The queue has moved. */
  move(): void;
}

/** Weight of the newest reply in the mean of their durations. */
const newestWeight = 0.3;

/**
 * Bounds the replies written at once and the questions waiting for their turn. Ollama's own queue has no bound, says
 * nothing while a request waits in it, and knows nobody. Whoever has no reply running goes first; then, who asked first.
 */
export class Admission {
  /** Askers of the replies that are being written. */
  readonly #running: string[] = [];
  #waiting: Waiting[] = [];
  #meanReplyMs: number | undefined;

  constructor(
    private readonly limits: AdmissionLimits,
    private readonly now: () => number = performance.now.bind(performance),
  ) {}

  get running(): number {
    return this.#running.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Yields the place in the queue whenever it changes, and returns the right to a reply, to be disposed. Fails with
   * ModelUnavailable("busy") or with the signal's reason. `asker`: who is asking, for a fair share. `askedAtMs`: since when
   * the question has been there.
   */
  async *enter(
    asker: string,
    signal: AbortSignal,
    askedAtMs = this.now(),
  ): AsyncGenerator<QueuePlace, Disposable> {
    signal.throwIfAborted();
    const theirs = [...this.#running, ...this.#waiting.map((waiting) => waiting.asker)];
    if (theirs.filter((name) => name === asker).length >= this.limits.perAskerMax)
      throw new ModelUnavailable("busy", "The same student has too many questions under way");
    if (this.#running.length < this.limits.repliesMax) this.#running.push(asker);
    else if (this.#waiting.length >= this.limits.waitingMax)
      throw new ModelUnavailable("busy", "Too many questions are waiting for the model");
    else yield* this.#queue(asker, signal, askedAtMs);
    return this.#place(asker);
  }

  async *#queue(asker: string, signal: AbortSignal, askedAtMs: number): AsyncGenerator<QueuePlace, void> {
    let wake = Promise.withResolvers<void>();
    let state: "waiting" | "admitted" | "late" = "waiting";
    const waiting: Waiting = {
      asker,
      askedAtMs,
      admit: () => {
        state = "admitted";
        wake.resolve();
      },
      move: () => wake.resolve(),
    };
    const timer = setTimeout(() => {
      if (state === "waiting") state = "late";
      wake.resolve();
    }, this.limits.waitTimeoutMs);
    const onAbort = () => wake.resolve();
    signal.addEventListener("abort", onAbort, { once: true });
    this.#waiting.push(waiting);
    for (const other of this.#waiting) other.move();
    let told = 0;
    let isTaken = false;
    // The state changes while the loop waits, which the compiler cannot see.
    const isStill = (wanted: typeof state) => state === wanted;
    try {
      while (isStill("waiting") && !signal.aborted) {
        wake = Promise.withResolvers();
        const place = this.#order().indexOf(waiting) + 1;
        if (place !== told) yield { place, expectedMs: this.#expectedMs(place) };
        told = place;
        if (isStill("waiting") && !signal.aborted) await wake.promise;
      }
      signal.throwIfAborted();
      if (isStill("late")) throw new ModelUnavailable("busy", "The model stayed busy with other questions");
      isTaken = true;
    } finally {
      // Nobody takes the place that was given: the student left at that moment.
      if (isStill("admitted") && !isTaken) this.#leave(asker);
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      if (this.#waiting.includes(waiting)) {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        for (const other of this.#waiting) other.move();
      }
    }
  }

  #place(asker: string): Disposable {
    const startedAtMs = this.now();
    let held = true;
    return {
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        const tookMs = this.now() - startedAtMs;
        const mean = this.#meanReplyMs ?? tookMs;
        this.#meanReplyMs = mean + (tookMs - mean) * newestWeight;
        this.#leave(asker);
      },
    };
  }

  #leave(asker: string): void {
    this.#running.splice(this.#running.indexOf(asker), 1);
    const [next] = this.#order();
    if (!next) return;
    this.#waiting = this.#waiting.filter((other) => other !== next);
    this.#running.push(next.asker);
    next.admit();
    for (const other of this.#waiting) other.move();
  }

  /** Who goes first. Sorting keeps the order of those that are equal. */
  #order(): Waiting[] {
    const runningOf = ({ asker }: Waiting) => this.#running.filter((name) => name === asker).length;
    return this.#waiting.toSorted((a, b) => runningOf(a) - runningOf(b) || a.askedAtMs - b.askedAtMs);
  }

  #expectedMs(place: number): number | undefined {
    const mean = this.#meanReplyMs;
    return mean === undefined ? undefined : Math.round((mean * place) / this.limits.repliesMax);
  }
}
