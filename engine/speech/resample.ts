/** Input samples on which each output sample depends. */
const taps = 32;
/** Kaiser window parameter for about 80 dB of stop-band attenuation. */
const kaiserBeta = 8;
/** Share of the input's band that passes untouched; the rest is the filter's slope. */
const passband = 0.92;

/**
 * Raises the sample rate of mono PCM by a whole factor with a windowed-sinc polyphase filter
 * (Crochiere and Rabiner, Multirate Digital Signal Processing, 1983). No delay: output sample
 * `factor × i` lies on input sample i.
 */
export function upsample(pcm: Float32Array, factor: number): Float32Array {
  const phases = polyphase(factor);
  const out = new Float32Array(pcm.length * factor);
  const padded = new Float32Array(pcm.length + taps);
  padded.set(pcm, taps / 2);
  for (let i = 0; i < pcm.length; i++) {
    for (let phase = 0; phase < factor; phase++) {
      const weights = phases[phase]!;
      let sum = 0;
      for (let tap = 0; tap < taps; tap++) sum += padded[i + tap + 1]! * weights[tap]!;
      out[i * factor + phase] = sum;
    }
  }
  return out;
}

const polyphaseOf = new Map<number, readonly Float32Array[]>();

function polyphase(factor: number): readonly Float32Array[] {
  const known = polyphaseOf.get(factor);
  if (known) return known;
  const phases = Array.from({ length: factor }, (_, phase) => {
    const weights = Float32Array.from({ length: taps }, (_, tap) => {
      const distance = tap + 1 - taps / 2 - phase / factor;
      return sinc(distance * passband) * kaiser(distance / (taps / 2));
    });
    // Each phase passes a constant unchanged, so that no tone appears at the input's sample rate.
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => weight / sum);
  });
  polyphaseOf.set(factor, phases);
  return phases;
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
