/** What is known of one link at one look. Rates in bit/s. */
export interface LinkLook {
  /** Monotonic, in ms. */
  readonly nowMs: number;
  /** Everything that was sent since the look before: pictures, sound, repairs, with their headers. */
  readonly sent: number;
  /** The sound's part of it, which shrinks with no rung. */
  readonly sound: number;
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
/** Of a link to a server of the school's own part of the world. */
const usualRoundTripMs = 100;
/** Loss beyond this is a queue that overflows; less is weather, which repairs and error correction see to. */
const overflowLossShare = 0.1;
/** Looks in a row that have to agree on bad news, unless it is this bad and a queue overflows. */
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
/** Of what gets through, sound and pictures may take this part: the rest is for repairs. */
const fillShare = 0.9;
/** The same where packets queue: the queue has to empty, or what it holds comes too late for ever. */
const drainShare = 0.6;
/** What an estimate has to be for a step up, as a share of what is sent: a step is at most half as much again, and mostly less. */
const roomShare = 1.2;

/**
 * Chooses how many bits pictures may take, from what the receiver reports. Steps down come fast, steps up reluctantly, since
 * a failed one is seen. What is sent is mostly well below a rung, which is a ceiling;
 * so the receiver's estimate is held against what is sent.
 */
export class RateLadder {
  readonly #rungs: readonly number[];
  #index = 0;
  #bad = 0;
  /** Of the looks that agree on bad news. */
  #leastLossShare = 0;
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
  look(link: LinkLook): boolean {
    const { nowMs, sent, estimate, lossShare, backedUpShare, roundTripMs = 0 } = link;
    if (roundTripMs > 0) this.#roundTripMinMs = Math.min(this.#roundTripMinMs, roundTripMs);
    const isSlow = roundTripMs > this.#roundTripMinMs + queueingMs;
    const isTight = isSlow && estimate !== undefined && estimate < sent * tightShare;
    const isFull = lossShare > overflowLossShare || backedUpShare > overflowBackedUpShare;
    this.#bad = isTight || isFull ? this.#bad + 1 : 0;
    this.#leastLossShare = this.#bad > 1 ? Math.min(this.#leastLossShare, lossShare) : lossShare;
    // Where no round trip is known nothing has come through soon enough to tell, and the first that is known may be that of a full queue.
    const usualMs = Math.min(this.#roundTripMinMs, usualRoundTripMs);
    const queues = roundTripMs === 0 || roundTripMs > usualMs + queueingMs;
    if (this.#bad > 0) this.#goodSinceMs = undefined;
    else this.#goodSinceMs ??= nowMs;
    if (nowMs - this.#steppedAtMs < settleMs) return false;
    // Of a link that loses by chance one look says little: what its looks agree on counts.
    if (queues && lossShare > severeLossShare) return this.#downTo(this.#rungs.length - 1, nowMs);
    if (this.#bad >= badLooks) {
      const wanted = queues ? (1 - lossShare) * drainShare : (1 - this.#leastLossShare) * fillShare;
      return this.#downTo(this.#fitting(link, sent * wanted), nowMs);
    }
    if (this.#steppedUp && nowMs - this.#steppedAtMs > trialMs) {
      this.#steppedUp = false;
      this.#calmMs = calmMs;
    }
    return this.#isCalm(nowMs, sent, estimate) && this.#up(nowMs);
  }

  /**
   * The best rung that brings what is sent, sound and pictures, to what it may be, bit/s; the next one at least. The receiver's estimate does not
   * count: it says that there is too much, and not how much. Nor do pictures that take less than the sound: no rung of theirs would help.
   */
  #fitting({ sent, sound }: LinkLook, wanted: number): number {
    const pictures = sent - sound;
    const next = this.#index + 1;
    if (pictures < sound) return next;
    const fitting = this.#rungs.findIndex((rung) => rung * pictures <= this.rate * (wanted - sound));
    return fitting < 0 ? this.#rungs.length - 1 : Math.max(next, fitting);
  }

  #isCalm(nowMs: number, sent: number, estimate = 0): boolean {
    if (this.#index === 0 || this.#goodSinceMs === undefined) return false;
    const isDoubtful = estimate < sent * roomShare;
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
