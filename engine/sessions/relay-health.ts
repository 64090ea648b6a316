/** No picture or no sound for this long: the stream has stopped. */
export const stalledMs = 800;
/** Pictures in a second below which a face is too slow to look at. */
const picturesPerSecondMin = 10;
/** Well for this long: it may be shown. */
const steadyMs = 400;
/** A look that comes this late was held up itself, and so was what it looks at. */
const heldUpMs = 250;
/** A process that is held up more often than this is no excuse for a slow face. */
const excuseIntervalMs = 1_000;
/** Sound in packets of at most this many bytes is digital silence: a variable-rate Opus frame of nothing. */
const silentBytesMax = 8;
/** A face whose rest is not silent is quiet in packets up to this many times its smallest of late. */
const floorFactor = 1.5;
const packetMs = 20;
/** Packets over which the smallest is looked for. */
const floorPackets = 250;

/** Watches the stream of a remote face. Times are monotonic, in ms. */
export class RelayHealth {
  #pictureTimes: number[] = [];
  #pictureAtMs = Number.NEGATIVE_INFINITY;
  #soundAtMs = Number.NEGATIVE_INFINITY;
  /** Quiet packets since the last loud one. What has not come in yet is not silence. */
  #quietPackets = 0;
  readonly #sizes = new Uint16Array(floorPackets);
  #sizeCount = 0;
  #wellSinceMs: number | undefined;
  #slowSinceMs: number | undefined;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #excusedAtMs = Number.NEGATIVE_INFINITY;

  sawPicture(nowMs: number): void {
    this.#pictureAtMs = nowMs;
    this.#pictureTimes.push(nowMs);
    if (this.#pictureTimes.length > 100) this.#pictureTimes.shift();
  }

  heardSound(bytes: number, nowMs: number): void {
    this.#soundAtMs = nowMs;
    this.#sizes[this.#sizeCount++ % floorPackets] = bytes;
    const floor = Math.min(...this.#sizes.subarray(0, Math.min(this.#sizeCount, floorPackets)));
    if (bytes > Math.max(silentBytesMax, floor * floorFactor)) this.#quietPackets = 0;
    else this.#quietPackets++;
  }

  /** A new stream: nothing is known of it. */
  reset(): void {
    this.#pictureTimes = [];
    this.#sizeCount = 0;
    this.#quietPackets = 0;
    this.#pictureAtMs = this.#soundAtMs = Number.NEGATIVE_INFINITY;
    this.#wellSinceMs = this.#slowSinceMs = undefined;
  }

  look(nowMs: number): void {
    const lateMs = nowMs - this.#lookedAtMs;
    this.#lookedAtMs = nowMs;
    if (lateMs > heldUpMs && nowMs - this.#excusedAtMs > excuseIntervalMs) {
      this.#excusedAtMs = nowMs;
      this.#pictureAtMs += lateMs;
      this.#soundAtMs += lateMs;
      this.#pictureTimes = this.#pictureTimes.map((time) => time + lateMs);
    }
    this.#pictureTimes = this.#pictureTimes.filter((time) => nowMs - time < 1_000);
    const isSlow = this.#pictureTimes.length < picturesPerSecondMin;
    this.#slowSinceMs = isSlow ? (this.#slowSinceMs ?? nowMs) : undefined;
    const isWell = !this.#hasStalled(nowMs) && !isSlow;
    this.#wellSinceMs = isWell ? (this.#wellSinceMs ?? nowMs) : undefined;
  }

  /** It may be shown. */
  isSteady(nowMs: number): boolean {
    return this.#wellSinceMs !== undefined && nowMs - this.#wellSinceMs >= steadyMs;
  }

  /** It may not be shown any longer. */
  hasFailed(nowMs: number): boolean {
    return (
      this.#hasStalled(nowMs) ||
      (this.#slowSinceMs !== undefined && nowMs - this.#slowSinceMs > stalledMs / 2)
    );
  }

  /** Neither pictures nor sound have come for this long. */
  isSilent(nowMs: number, forMs: number): boolean {
    return nowMs - Math.max(this.#pictureAtMs, this.#soundAtMs) > forMs;
  }

  /** Pictures or sound have not come for this long. */
  isStalled(nowMs: number, forMs: number): boolean {
    return nowMs - Math.min(this.#pictureAtMs, this.#soundAtMs) > forMs;
  }

  /** How long the sound has been silent, by the packets that have come. */
  get quietMs(): number {
    return this.#quietPackets * packetMs;
  }

  #hasStalled(nowMs: number): boolean {
    return this.isStalled(nowMs, stalledMs);
  }
}
