/** What is known of one link at one look. Rates in bit/s. */
export interface LinkLook {
  /** Monotonic, in ms. */
  readonly nowMs: number;
  /** Everything that was sent since the look before: pictures, sound, repairs, with their headers. */
  readonly sent: number;
  /** The receiver's own estimate of what it can take (REMB), where it has one. */
  readonly estimate: number | undefined;
  /** Part of the packets that was lost, 0..1, by the receiver's reports or by what it asks for again. */
  readonly lossShare: number;
  /** Part of the time that the link took nothing, 0..1: what a path that loses nothing does instead. */
  readonly backedUpShare: number;
  readonly roundTripMs: number | undefined;
}

/** A receiver that estimates less than this share of what is sent may be falling behind. */
const tightShare = 0.95;
/** It does when packets take this much longer than they can, as well: an estimate alone is often too low. */
const queueingMs = 100;
/** Loss beyond this is a queue that overflows; less is weather, which repairs and error correction see to. */
const overflowLossShare = 0.1;
/** Looks in a row that have to agree on bad news, unless it is this bad. */
const badLooks = 2;
const severeLossShare = 0.3;
/** TCP fills a queue and waits for it by turns even where the rate is nearly right. */
const overflowBackedUpShare = 0.2;
/** A step needs this long to show in what the receiver reports. */
const settleMs = 2_000;
/** Good news has to last this long before a step up; longer where the receiver does not estimate as much; twice as long after each step up that failed. */
const calmMs = 4_000;
const doubtFactor = 4;
const calmMaxMs = 64_000;
/** A step up that is taken back within this time has failed. */
const trialMs = 8_000;
/** What an estimate has to be for a step up, as a share of the next rung, which is a ceiling that is seldom reached. */
const rungShare = 0.6;

/**
 * Chooses how many bits pictures may take, from what the receiver reports. Steps down come fast, steps up reluctantly, since
 * a failed one is seen. What is sent is mostly well below a rung, which is a ceiling;
 * so the receiver's estimate is held against what is sent.
 */
export class RateLadder {
  readonly #rungs: readonly number[];
  #index = 0;
  #bad = 0;
  #roundTripMinMs = Number.POSITIVE_INFINITY;
  #goodSinceMs: number | undefined;
  #steppedAtMs = Number.NEGATIVE_INFINITY;
  #steppedUp = false;
  #calmMs = calmMs;

  /** `rungs`: ceilings in bit/s, the highest first. It begins at the highest. */
  constructor(rungs: readonly number[]) {
    if (rungs.length === 0) throw new RangeError("A ladder needs a rung.");
    this.#rungs = rungs;
  }

  get rate(): number {
    return this.#rungs[this.#index]!;
  }

  get isNarrow(): boolean {
    return this.#index > 0;
  }

  /** To be called about once a second. True when the rate has changed. */
  look({ nowMs, sent, estimate, lossShare, backedUpShare, roundTripMs = 0 }: LinkLook): boolean {
    if (roundTripMs > 0) this.#roundTripMinMs = Math.min(this.#roundTripMinMs, roundTripMs);
    const isSlow = roundTripMs > this.#roundTripMinMs + queueingMs;
    const isTight = isSlow && estimate !== undefined && estimate < sent * tightShare;
    const isFull = lossShare > overflowLossShare || backedUpShare > overflowBackedUpShare;
    this.#bad = isTight || isFull ? this.#bad + 1 : 0;
    if (this.#bad > 0) this.#goodSinceMs = undefined;
    else this.#goodSinceMs ??= nowMs;
    if (nowMs - this.#steppedAtMs < settleMs) return false;
    if (lossShare > severeLossShare) return this.#downTo(this.#rungs.length - 1, nowMs);
    if (this.#bad >= badLooks) return this.#downTo(this.#index + 1, nowMs);
    if (this.#steppedUp && nowMs - this.#steppedAtMs > trialMs) {
      this.#steppedUp = false;
      this.#calmMs = calmMs;
    }
    return this.#isCalm(nowMs, estimate) && this.#up(nowMs);
  }

  #isCalm(nowMs: number, estimate: number | undefined): boolean {
    const next = this.#rungs[this.#index - 1];
    if (next === undefined || this.#goodSinceMs === undefined) return false;
    const isDoubtful = estimate === undefined || estimate < next * rungShare;
    return nowMs - this.#goodSinceMs >= this.#calmMs * (isDoubtful ? doubtFactor : 1);
  }

  #downTo(index: number, nowMs: number): boolean {
    if (index >= this.#rungs.length || index === this.#index) return false;
    if (this.#steppedUp) this.#calmMs = Math.min(calmMaxMs, 2 * this.#calmMs);
    this.#index = index;
    return this.#stepped(nowMs, false);
  }

  #up(nowMs: number): boolean {
    this.#index--;
    return this.#stepped(nowMs, true);
  }

  #stepped(nowMs: number, up: boolean): boolean {
    this.#steppedAtMs = nowMs;
    this.#steppedUp = up;
    this.#bad = 0;
    this.#goodSinceMs = undefined;
    return true;
  }
}
