/** Brows rise so long before the last word of a question ends. */
const riseMs = 400;
/** Questions that are still to be asked, at most; the earliest are dropped beyond it. */
const questionsMax = 16;

/** The questions of one lesson on the media clock, for brows that rise at their ends. */
export class QuestionTrack {
  /** When their last words end, in ms. */
  readonly #ends = new Set<number>();

  ask(endMs: number): void {
    this.#ends.add(endMs);
    for (const end of this.#ends) {
      if (this.#ends.size <= questionsMax) break;
      this.#ends.delete(end);
    }
  }

  /** What was to be asked from `atMs` on is not asked. */
  hush(atMs: number): void {
    for (const end of this.#ends) if (end > atMs) this.#ends.delete(end);
  }

  /** A question comes to its end at this time. */
  endsAt(timeMs: number): boolean {
    for (const end of this.#ends) if (timeMs >= end - riseMs && timeMs < end) return true;
    return false;
  }
}
