/** What sound is analysed at. */
export const analysisRateHz = 16_000;
/** One frame every 10 ms, each 25 ms long, as speech recognition has it. */
export const frameMs = 10;
export const windowMs = 25;
export const melBands = 26;

const hop = (analysisRateHz * frameMs) / 1000;
const windowSamples = (analysisRateHz * windowMs) / 1000;
const fftSize = 512;
const lowestHz = 80;
const highestHz = 7_600;
const preEmphasis = 0.97;

const hann = Float32Array.from(
  { length: windowSamples },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (windowSamples - 1)),
);
const cosines = Float32Array.from({ length: fftSize / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / fftSize));
const sines = Float32Array.from({ length: fftSize / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / fftSize));
const bits = Math.log2(fftSize);
const reversed = Uint16Array.from({ length: fftSize }, (_, i) => {
  let out = 0;
  for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) out |= 1 << (bits - 1 - bit);
  return out;
});
const filters = melFilters();

/** The sound of an utterance in frames of 10 ms. */
export interface MelSpectrum {
  readonly frames: number;
  /** Natural logarithm of the power in each band, `melBands` for each frame. */
  readonly mel: Float32Array;
  /** Level of each frame, in dB below full scale. */
  readonly levelDb: Float32Array;
}

/** Analyses mono PCM at `analysisRateHz`; ±1 is full scale. About 1 ms for a second of sound. */
export function melSpectrum(pcm: Float32Array): MelSpectrum {
  const frames = Math.max(1, Math.floor((pcm.length - windowSamples) / hop) + 1);
  const mel = new Float32Array(frames * melBands);
  const levelDb = new Float32Array(frames);
  const real = new Float32Array(fftSize);
  const imaginary = new Float32Array(fftSize);
  for (let frame = 0; frame < frames; frame++) {
    levelDb[frame] = loadFrame(pcm, frame * hop, { real, imaginary });
    transform(real, imaginary);
    for (let band = 0; band < melBands; band++) {
      const { first, weights } = filters[band]!;
      let power = 0;
      for (let k = 0; k < weights.length; k++) {
        const [re, im] = [real[first + k]!, imaginary[first + k]!];
        power += weights[k]! * (re * re + im * im);
      }
      mel[frame * melBands + band] = Math.log(power + 1e-8);
    }
  }
  return { frames, mel, levelDb };
}

interface Complex {
  readonly real: Float32Array;
  readonly imaginary: Float32Array;
}

/** Puts one frame in bit-reversed order; returns its level in dB. */
function loadFrame(pcm: Float32Array, start: number, { real, imaginary }: Complex): number {
  real.fill(0);
  imaginary.fill(0);
  let energy = 0;
  for (let i = 0; i < windowSamples; i++) {
    const sample = pcm[start + i] ?? 0;
    energy += sample * sample;
    const emphasised = sample - preEmphasis * (pcm[start + i - 1] ?? 0);
    real[reversed[i]!] = emphasised * hann[i]!;
  }
  return 10 * Math.log10(energy / windowSamples + 1e-10);
}

/** Radix-2 decimation in time (Cooley and Tukey, 1965), in place. */
function transform(real: Float32Array, imaginary: Float32Array): void {
  for (let half = 1; half < fftSize; half <<= 1) {
    const step = fftSize / (2 * half);
    for (let k = 0; k < half; k++) {
      const cosine = cosines[k * step]!;
      const sine = sines[k * step]!;
      for (let top = k; top < fftSize; top += 2 * half) {
        const bottom = top + half;
        const re = real[bottom]! * cosine - imaginary[bottom]! * sine;
        const im = real[bottom]! * sine + imaginary[bottom]! * cosine;
        real[bottom] = real[top]! - re;
        imaginary[bottom] = imaginary[top]! - im;
        real[top] = real[top]! + re;
        imaginary[top] = imaginary[top]! + im;
      }
    }
  }
}

/** Triangles that overlap by half, evenly spaced on the mel scale (O'Shaughnessy, Speech Communication, 1987). */
function melFilters(): { first: number; weights: Float32Array }[] {
  const toMel = (hz: number) => 2595 * Math.log10(1 + hz / 700);
  const toHz = (mel: number) => 700 * (10 ** (mel / 2595) - 1);
  const [low, high] = [toMel(lowestHz), toMel(highestHz)];
  const edges = Array.from(
    { length: melBands + 2 },
    (_, i) => (toHz(low + ((high - low) * i) / (melBands + 1)) / analysisRateHz) * fftSize,
  );
  return Array.from({ length: melBands }, (_, band) => {
    const [from, middle, to] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = Math.max(1, Math.floor(from));
    const weights = Float32Array.from({ length: Math.ceil(to) - first + 1 }, (_, k) =>
      Math.max(0, Math.min((first + k - from) / (middle - from), (to - first - k) / (to - middle))),
    );
    return { first, weights };
  });
}
