/** Pieces that are laid over one another, in ms: two periods of a deep voice. */
const windowMs = 25;
/** How far around its place a piece is looked for that fits the one before. */
const searchMs = 8;
/** Every so many samples are compared; neighbours say nearly the same. */
const compareEvery = 2;

/**
 * Speaks faster or slower without changing the pitch: pieces of the sound are laid over one another where their waves fit
 * (WSOLA: Verhelst and Roelands, 1993). For voices that know one speed only. Works on sound as it arrives.
 */
export class TimeStretch {
  readonly #half: number;
  readonly #search: number;
  readonly #fade: Float32Array;
  #pending = new Float32Array();
  /** Where `#pending` begins in the input, and where the next piece would be taken from. */
  #from = 0;
  #next = 0;
  /** What follows the last piece in the input: the next one has to look like it. */
  #follow: Float32Array | undefined;

  /** `rate` 2 is twice as fast. */
  constructor(
    private readonly rate: number,
    sampleRateHz: number,
  ) {
    this.#half = Math.round((windowMs / 2000) * sampleRateHz);
    this.#search = Math.round((searchMs / 1000) * sampleRateHz);
    this.#fade = Float32Array.from(
      { length: this.#half },
      (_, i) => 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / this.#half),
    );
  }

  push(pcm: Int16Array): Int16Array {
    const joined = new Float32Array(this.#pending.length + pcm.length);
    joined.set(this.#pending);
    joined.set(pcm, this.#pending.length);
    this.#pending = joined;
    return this.#write(false);
  }

  /** The rest; nothing may be pushed after it. */
  end(): Int16Array {
    return this.#write(true);
  }

  #write(isLast: boolean): Int16Array {
    const pieces: Float32Array[] = [];
    const end = this.#from + this.#pending.length;
    const reach = this.#search + 2 * this.#half;
    while (Math.round(this.#next) + reach <= end) {
      const at = this.#follow ? this.#findFitting(Math.round(this.#next)) : Math.round(this.#next);
      pieces.push(this.#join(at));
      this.#follow = this.#read(at + this.#half, this.#half);
      this.#next += this.#half * this.rate;
    }
    if (isLast && this.#follow) pieces.push(this.#follow);
    const kept = Math.max(this.#from, Math.round(this.#next) - this.#search);
    this.#pending = this.#pending.slice(kept - this.#from);
    this.#from = kept;
    return toSamples(pieces);
  }

  /** The piece at a place in the input, faded in over what follows the one before. */
  #join(at: number): Float32Array {
    const piece = this.#read(at, this.#half);
    const follow = this.#follow;
    if (!follow) return piece;
    return piece.map((sample, i) => sample * this.#fade[i]! + follow[i]! * (1 - this.#fade[i]!));
  }

  /** The place near `around` whose wave is most like what follows the last piece. */
  #findFitting(around: number): number {
    const follow = this.#follow!;
    let best = around;
    let bestLikeness = Number.NEGATIVE_INFINITY;
    const lowest = Math.max(this.#from, around - this.#search);
    for (let at = lowest; at <= around + this.#search; at++) {
      let product = 0;
      let energy = 1;
      for (let i = 0; i < follow.length; i += compareEvery) {
        const sample = this.#pending[at - this.#from + i]!;
        product += sample * follow[i]!;
        energy += sample * sample;
      }
      const likeness = product / Math.sqrt(energy);
      if (likeness > bestLikeness) [best, bestLikeness] = [at, likeness];
    }
    return best;
  }

  #read(at: number, length: number): Float32Array {
    return this.#pending.slice(at - this.#from, at - this.#from + length);
  }
}

function toSamples(pieces: readonly Float32Array[]): Int16Array {
  const out = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    for (const sample of piece) out[at++] = Math.max(-32_768, Math.min(32_767, Math.round(sample)));
  }
  return out;
}
