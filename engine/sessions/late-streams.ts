/** Private streams in a row that all came too late: the machine has too much to do. After a rest one is enough. */
const lateMax = 3;
/** The first rest is short, since a face may only have been opening; each after it is twice as long. */
const restMinMs = 1_000;
const restMaxMs = 8_000;

/** Decides when a lesson shows the shared pictures for a while, which are made already, because private ones come too late. */
export class LateStreams {
  #late = 0;
  #restMs = restMinMs;
  #untilMs: number | undefined;

  /** The shared pictures are shown, and no private ones are to be asked for. */
  get rests(): boolean {
    return this.#untilMs !== undefined;
  }

  /** A private picture was there in time. */
  wasInTime(): void {
    this.#late = 0;
    this.#restMs = restMinMs;
  }

  /** A stream came too late. True when the next one should not be tried before a rest, which begins now. */
  wasLate(mediaMs: number): boolean {
    if (++this.#late < lateMax) return false;
    this.#untilMs = mediaMs + this.#restMs;
    this.#restMs = Math.min(restMaxMs, 2 * this.#restMs);
    return true;
  }

  /** True once, when a rest is over. */
  hasRested(mediaMs: number): boolean {
    if (this.#untilMs === undefined || mediaMs < this.#untilMs) return false;
    this.#untilMs = undefined;
    return true;
  }
}
