/**
 * The beat of everything that leaves in real time: one timer for the process, however many listen. Ticks lie on a grid of
 * `tickMs` on the monotonic clock, so lateness of one never moves the next.
 */
export const tickMs = 20;
/** Ticks that are late by this at most are caught up in one go. After the process was held up for longer only the newest is made. */
export const catchUpMaxMs = 40;

/** `nowMs` is the tick's place on the grid, in ms of `performance.now()`; consecutive calls differ by a multiple of `tickMs`. */
export type TickListener = (nowMs: number) => void;

/** A source of time and of one timer, so that tests can run without waiting. */
export interface TickerClock {
  now(): number;
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
}

const realClock: TickerClock = {
  now: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout>),
};

export class Ticker {
  readonly #listeners = new Set<{ call: TickListener }>();
  #timer: unknown;
  #nextMs = 0;
  #running = false;

  constructor(
    private readonly clock: TickerClock = realClock,
    private readonly onListenerError: (error: unknown) => void = reportError,
  ) {}

  /** Calls `listener` on every tick until the returned function is called. The timer runs while anyone listens. */
  start(listener: TickListener): () => void {
    const entry = { call: listener };
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) {
      // A listener that starts inside a tick begins with the next one.
      if (!this.#running) this.#nextMs = Math.ceil(this.clock.now() / tickMs) * tickMs;
      this.#arm();
    }
    return () => {
      if (!this.#listeners.delete(entry) || this.#listeners.size > 0) return;
      this.clock.clearTimer(this.#timer);
      this.#timer = undefined;
    };
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#running) return;
    this.#timer = this.clock.setTimer(() => this.#run(), Math.max(0, this.#nextMs - this.clock.now()));
  }

  #run(): void {
    this.#timer = undefined;
    this.#running = true;
    const nowMs = this.clock.now();
    if (nowMs - this.#nextMs > catchUpMaxMs) {
      this.#nextMs = Math.floor(nowMs / tickMs) * tickMs;
    }
    // Timers may fire a fraction of a millisecond early; then the rest is waited for.
    while (this.#nextMs <= nowMs && this.#listeners.size > 0) {
      this.#tick(this.#nextMs);
      this.#nextMs += tickMs;
    }
    this.#running = false;
    if (this.#listeners.size > 0) this.#arm();
  }

  #tick(atMs: number): void {
    for (const entry of [...this.#listeners]) {
      // One may end another's while the tick goes round.
      if (!this.#listeners.has(entry)) continue;
      try {
        entry.call(atMs);
      } catch (error) {
        // One lesson's mistake must not stop the others.
        this.onListenerError(error);
      }
    }
  }
}

const shared = new Ticker();

/** Listens to the process's ticker. Returns the way to stop; when nobody listens no timer runs. */
export function startTicker(listener: TickListener): () => void {
  return shared.start(listener);
}
