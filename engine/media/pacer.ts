import { TokenBucket } from "./token-bucket.ts";

/** A picture ready to leave: its RTP payloads in order. */
export interface PacedPicture {
  payloads: readonly Buffer[];
  bytes: number;
  key: boolean;
  ptsMs: number;
}

/** What may wait, in ms of sending at the pace: more would be old when it arrives. */
export const queueMaxMs = 500;
export const queueMaxPictures = 32;
/** Sent at once: three packets, so that a small picture leaves whole and no timer runs for it. */
const burstMinBytes = 3 * 1200;
const burstMs = 10;
/** A link that takes nothing is asked again half a picture later. */
const backedUpWaitMs = 20;
/** RTP, SRTP, UDP and IPv4 headers of one packet. */
const overheadBytes = 12 + 16 + 8 + 20;

/**
 * Sends pictures no faster than a receiver's link takes them. When too much waits the oldest whole pictures are dropped;
 * a picture that has begun always leaves whole. After a drop nothing is sent until the next key picture, because the
 * receiver could not show it.
 */
export class Pacer {
  readonly #queue: PacedPicture[] = [];
  readonly #bucket: TokenBucket;
  /** Payloads of the first queued picture that have left. */
  #begun = 0;
  #queuedBytes = 0;
  #awaitsKey = true;
  dropped = 0;

  constructor(
    rate: number,
    nowMs: number,
    private readonly sendPayload: (picture: PacedPicture, index: number) => void,
  ) {
    this.#bucket = new TokenBucket(rate / 8, Math.max(burstMinBytes, (rate / 8000) * burstMs), nowMs);
  }

  /** Bit/s. */
  set rate(rate: number) {
    this.#bucket.perSecond = rate / 8;
    this.#bucket.burst = Math.max(burstMinBytes, (rate / 8000) * burstMs);
  }

  get rate(): number {
    return this.#bucket.perSecond * 8;
  }

  /** Nothing but a key picture will be sent. */
  get awaitsKey(): boolean {
    return this.#awaitsKey;
  }

  get queued(): number {
    return this.#queue.length;
  }

  offer(picture: PacedPicture): void {
    if (this.#awaitsKey && !picture.key) {
      this.dropped++;
      return;
    }
    this.#awaitsKey = false;
    this.#queue.push(picture);
    this.#queuedBytes += picture.bytes;
    while (this.#isOver()) if (!this.#dropOldest()) break;
  }

  /** Other traffic of the same link, such as sound, which is never held back. */
  charge(bytes: number): void {
    this.#bucket.spend(bytes + overheadBytes);
  }

  /**
   * Sends what the pace allows, and nothing while the link takes nothing. Returns the wait in ms until more may leave,
   * undefined when nothing waits.
   */
  release(nowMs: number, isBackedUp = () => false): number | undefined {
    while (this.#queue.length > 0) {
      if (isBackedUp()) return backedUpWaitMs;
      if (this.#bucket.tokens(nowMs) <= 0) return Math.max(1, this.#bucket.waitMs(nowMs));
      const picture = this.#queue[0]!;
      this.sendPayload(picture, this.#begun);
      const size = picture.payloads[this.#begun]!.length;
      this.#bucket.spend(size + overheadBytes);
      this.#queuedBytes -= size;
      this.#begun++;
      if (this.#begun === picture.payloads.length) {
        this.#queue.shift();
        this.#begun = 0;
      }
    }
    return undefined;
  }

  clear(): void {
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    this.#begun = 0;
    this.#awaitsKey = true;
  }

  #isOver(): boolean {
    return (
      this.#queue.length > queueMaxPictures ||
      this.#queuedBytes > (this.#bucket.perSecond * queueMaxMs) / 1000
    );
  }

  /** False when only the picture that must stay is left: the one being sent, or the only one. */
  #dropOldest(): boolean {
    const oldest = this.#begun > 0 ? 1 : 0;
    if (this.#queue.length <= oldest + (oldest === 0 ? 1 : 0)) return false;
    // Pictures build on those before them: with the oldest go all up to the next key picture.
    const nextKey = this.#queue.findIndex((picture, i) => i > oldest && picture.key);
    const end = nextKey < 0 ? this.#queue.length : nextKey;
    for (const picture of this.#queue.splice(oldest, end - oldest)) {
      this.dropped++;
      this.#queuedBytes -= picture.bytes;
    }
    if (nextKey < 0) this.#awaitsKey = true;
    return true;
  }
}
