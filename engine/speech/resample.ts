/** Input samples on which each output sample depends. */
const taps = 32;
/** Kaiser window parameter for about 80 dB of stop-band attenuation. */
const kaiserBeta = 8;
/** Share of the narrower band that passes untouched; the rest is the filter's slope. */
const passband = 0.92;
/** Filters are kept for each pair of rates; 22.05 kHz to 48 kHz takes 320 phases. */
const phasesMax = 1_000;

export interface Rates {
  readonly fromHz: number;
  readonly toHz: number;
}

/** Changes the sample rate of a whole piece of mono PCM; throws RangeError for rates without a small common ratio. */
export function resample(pcm: Float32Array, rates: Rates): Float32Array {
  if (rates.fromHz === rates.toHz) return pcm;
  const resampler = new Resampler(rates);
  const [most, rest] = [resampler.push(pcm), resampler.end()];
  const whole = new Float32Array(most.length + rest.length);
  whole.set(most);
  whole.set(rest, most.length);
  return whole;
}

/**
 * Changes the sample rate of mono PCM as it arrives, with a windowed-sinc polyphase filter (Crochiere and Rabiner,
 * Multirate Digital Signal Processing, 1983). What comes out has no delay against what went in; its last
 * `taps / 2` input samples wait for those that follow.
 */
export class Resampler {
  readonly #phases: readonly Float32Array[];
  readonly #up: number;
  readonly #down: number;
  /** Input from `#from` on, as silence around it reads. */
  #pending: Float32Array = new Float32Array(taps / 2);
  #from = -taps / 2;
  #read = 0;
  #written = 0;

  constructor({ fromHz, toHz }: Rates) {
    if (!Number.isInteger(fromHz) || !Number.isInteger(toHz))
      throw new RangeError("a rate is a whole number");
    const common = gcd(fromHz, toHz);
    this.#up = toHz / common;
    this.#down = fromHz / common;
    if (!(this.#up <= phasesMax) || !(this.#down > 0)) throw new RangeError("rates without a common ratio");
    this.#phases = polyphase(this.#up, Math.min(1, this.#up / this.#down));
  }

  push(pcm: Float32Array): Float32Array {
    const joined = new Float32Array(this.#pending.length + pcm.length);
    joined.set(this.#pending);
    joined.set(pcm, this.#pending.length);
    this.#pending = joined;
    this.#read += pcm.length;
    return this.#write(Math.ceil(((this.#read - taps / 2) * this.#up) / this.#down));
  }

  /** The last samples; nothing may be pushed after them. */
  end(): Float32Array {
    const whole = Math.ceil((this.#read * this.#up) / this.#down);
    const silence = new Float32Array(this.#pending.length + taps);
    silence.set(this.#pending);
    this.#pending = silence;
    return this.#write(whole);
  }

  #write(until: number): Float32Array {
    const out = new Float32Array(Math.max(0, until - this.#written));
    const pending = this.#pending;
    for (let i = 0; i < out.length; i++) {
      const place = (this.#written + i) * this.#down;
      const at = Math.floor(place / this.#up);
      const weights = this.#phases[place - at * this.#up]!;
      const first = at - taps / 2 + 1 - this.#from;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += pending[first + tap]! * weights[tap]!;
      out[i] = sum;
    }
    this.#written += out.length;
    const needed = Math.floor((this.#written * this.#down) / this.#up) - taps / 2 + 1;
    if (needed > this.#from) {
      this.#pending = pending.slice(needed - this.#from);
      this.#from = needed;
    }
    return out;
  }
}

const polyphaseOf = new Map<string, readonly Float32Array[]>();

/** `band` is the share of the input's band that the output can carry. */
function polyphase(factor: number, band: number): readonly Float32Array[] {
  const name = `${factor}/${band}`;
  const known = polyphaseOf.get(name);
  if (known) return known;
  const phases = Array.from({ length: factor }, (_, phase) => {
    const weights = Float32Array.from({ length: taps }, (_, tap) => {
      const distance = tap + 1 - taps / 2 - phase / factor;
      return sinc(distance * passband * band) * kaiser(distance / (taps / 2));
    });
    // Each phase passes a constant unchanged, so that no tone appears at the input's sample rate.
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
  polyphaseOf.set(name, phases);
  return phases;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel0(kaiserBeta * Math.sqrt(1 - x * x)) / bessel0(kaiserBeta);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-9; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
