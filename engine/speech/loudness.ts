/** Level that speech is brought to: RMS over its 20 ms frames within 25 dB of the loudest one. */
export const speechLevelDbfs = -20;
/** No sample exceeds this level, so that Opus's own overshoot does not clip. */
export const peakLevelDbfs = -1.5;

const framesPerSecond = 50;
const activeWithinDb = 25;
const lookaheadMs = 3;
const releaseMs = 60;

/** Level of the spoken parts of mono PCM (±1 is full scale), in dB below full scale; -Infinity for silence. */
export function measureSpeechLevel(pcm: Float32Array, sampleRateHz: number): number {
  const frame = Math.floor(sampleRateHz / framesPerSecond);
  const powers: number[] = [];
  for (let from = 0; from + frame <= pcm.length; from += frame) {
    let sum = 0;
    for (let i = from; i < from + frame; i++) sum += pcm[i]! ** 2;
    powers.push(sum / frame);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  const active = powers.filter((power) => power > loudest * 10 ** (-activeWithinDb / 10));
  const mean = active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length);
  return 10 * Math.log10(mean);
}

/**
 * Applies a gain and turns peaks above `peakLevelDbfs` down smoothly: the gain falls over the 3 ms
 * before a peak and recovers over 60 ms, so that the wave is not cut off. Returns 16-bit samples.
 */
export function amplify(pcm: Float32Array, gainDb: number, sampleRateHz: number): Int16Array {
  const gain = 10 ** (gainDb / 20);
  const ceiling = 10 ** (peakLevelDbfs / 20);
  const lookahead = Math.round((lookaheadMs / 1000) * sampleRateHz);
  const release = Math.exp(-1 / ((releaseMs / 1000) * sampleRateHz));
  const limit = new Float32Array(pcm.length).fill(1);
  for (let i = 0; i < pcm.length; i++) {
    const wanted = ceiling / Math.max(ceiling, Math.abs(pcm[i]! * gain));
    if (wanted === 1) continue;
    for (let back = 0; back <= lookahead && back <= i; back++) {
      const ramp = wanted + (1 - wanted) * (back / (lookahead + 1));
      if (ramp < limit[i - back]!) limit[i - back] = ramp;
    }
  }
  const out = new Int16Array(pcm.length);
  let held = 1;
  for (let i = 0; i < pcm.length; i++) {
    held = Math.min(limit[i]!, 1 - (1 - held) * release);
    out[i] = Math.round(pcm[i]! * gain * held * 32767);
  }
  return out;
}
