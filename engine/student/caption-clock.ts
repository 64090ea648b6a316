const offsetsKept = 16;

/**
 * Maps the lesson's media clock to the page's. A caption is sent when its sound is sent, so the page's time of arrival
 * less the caption's media time is the offset of the clocks plus the delay of the message. A message may be late but
 * never early: the smallest of the last offsets is the best one.
 */
export class CaptionClock {
  readonly #offsetsMs: number[] = [];

  observe(mediaMs: number, arrivedAtMs: number): void {
    this.#offsetsMs.push(arrivedAtMs - mediaMs);
    if (this.#offsetsMs.length > offsetsKept) this.#offsetsMs.shift();
  }

  /** When the sound of `mediaMs` reaches the page, in page time; playing it takes the jitter buffer's delay more. */
  toPageMs(mediaMs: number): number {
    return mediaMs + Math.min(...this.#offsetsMs);
  }
}
