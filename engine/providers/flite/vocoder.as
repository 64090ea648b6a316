// AssemblyScript: from a voice's parameters to its sound, as Flite's `mlsa_resynthesis` (src/cg/cst_mlsa.c, after the HTS
// Working Group) makes it, in a quarter of its time. `bun engine/assembly/compile-assembly.ts` makes vocoder.wasm of it,
// and flite-parts.ts puts that in Flite's place. Nothing may lie in static memory: all memory is Flite's.
//
// Every 5 ms brings a pitch, the strength of pulses against noise in five bands, and a mel-cepstrum (Imai et al., "Mel log
// spectrum approximation (MLSA) filter for speech synthesis", 1983; Yoshimura et al., "Mixed excitation for HMM-based
// speech synthesis", 2001). Sums go in Flite's order, each in a lane of its own, so that they are rounded as there, except those of
// the energies.

// @ts-ignore: decorator
@external("env", "cst_safe_alloc") declare function allocateZeros(bytes: usize): usize;
// @ts-ignore: decorator
@external("env", "cst_free") declare function free(at: usize): void;
// @ts-ignore: decorator
@external("env", "new_wave") declare function newWave(): usize;
// @ts-ignore: decorator
@external("env", "cst_wave_resize") declare function resizeWave(wave: usize, samples: i32, channels: i32): void;
/** From 0 to 2^31 - 1. */
// @ts-ignore: decorator
@external("env", "rand") declare function random(): i32;
// @ts-ignore: decorator
@external("env", "exp") declare function exp(x: f64): f64;
// @ts-ignore: decorator
@external("env", "log") declare function log(x: f64): f64;

/** Where Flite's structures hold what is used of them, in bytes. */
const trackFrames = 4;
const trackChannels = 8;
const trackTimes = 12;
const trackValues = 16;
const waveRate = 4;
const waveLength = 8;
const waveSamples = 16;
const voiceRate = 12;
const voiceAlpha = 120;
const voiceBeta = 124;
const voiceBands = 136;
const voiceTaps = 140;
const voiceBandFilters = 144;
const voiceGain = 152;

/** More than any voice has of each; numbers are of 8 bytes. */
const orderMax = 32;
const tapsMax = 64;
const frameSamplesMax = 320;
const listBytes = 8 * orderMax;
/** Length of the impulse response whose energy is measured. */
const responseLength = 64;
const responseBytes = 8 * responseLength;
const signalBytes = 8 * (tapsMax + frameSamplesMax);

/** What lies where in the memory that one call works on. */
const coefficients = 0;
const goals = coefficients + listBytes;
const steps = goals + listBytes;
/** For each coefficient, what it adds to the cepstrum. */
const unwarped = steps + listBytes;
/** Pairs: before the formants are sharpened, and after. */
const cepstra = unwarped + responseBytes * orderMax;
const responses = cepstra + 2 * responseBytes;
const pulseFilter = responses + 2 * responseBytes;
const noiseFilter = pulseFilter + 8 * tapsMax;
/** As many samples as filters look back on, and those of a frame. */
const pulses = noiseFilter + 8 * tapsMax;
const noises = pulses + signalBytes;
const excitation = noises + signalBytes;
/** Of each of five stages, and a sixth that counts for nothing, so that they fill three vectors. */
const stagesBytes = 48;
const firstDelays = excitation + 8 * frameSamplesMax;
const firstInputs = firstDelays + stagesBytes;
const secondInputs = firstInputs + stagesBytes;
const secondDelays = secondInputs + stagesBytes;
const workBytes = secondDelays + stagesBytes * (orderMax + 2);

/** The Padé approximation of the exponential function, of fifth order. */
const pade1: f64 = 0.4999391;
const pade2: f64 = 0.1107098;
const pade3: f64 = 0.01369984;
const pade4: f64 = 0.0009564853;
const pade5: f64 = 0.00003041721;

/** The place in a period and the length of the periods, in samples; 0 where the voice has no pitch. */
@unmanaged
class Pitch {
  place: f64;
  period: f64;
  step: f64;
}
const pitch = workBytes;
const allBytes = workBytes + 24;

/**
 * `track`: pitch and cepstrum of each frame; `strengths`: of the pulses in each band. Flite's last two are for sound that is
 * played as it is made, and for filters of a lower order. Traps where a voice is larger or simpler than both of ours.
 */
export function resynthesize(track: usize, strengths: usize, voice: usize, stream: usize, speed: i32): usize {
  const frames = load<i32>(track, trackFrames);
  const order = load<i32>(track, trackChannels) - 1;
  const taps = load<i32>(voice, voiceTaps);
  const rateHz = load<i32>(voice, voiceRate);
  const length = frameLength(track, rateHz);
  if (!strengths || order < 3 || order >= orderMax || taps < 1 || taps >= tapsMax) unreachable();
  if (length > frameSamplesMax || length % 4) unreachable();
  const wave = newWave();
  resizeWave(wave, frames * length, 1);
  store<i32>(wave, rateHz, waveRate);
  const work = allocateZeros(allBytes);
  unwarp(work, order, <f64>load<f32>(voice, voiceAlpha));
  let samples = load<usize>(wave, waveSamples);
  for (let frame = 0; frame < frames; frame++) {
    const values = load<usize>(load<usize>(track, trackValues) + 4 * frame);
    const period = toPeriod(load<f32>(values), rateHz);
    readGoals(work, values, order, voice);
    if (frame) {
      excite(work, load<usize>(load<usize>(strengths, trackValues) + 4 * frame), voice, length, period);
      speak(work, voice, order, length, samples);
      samples += 2 * length;
    }
    changetype<Pitch>(work + pitch).period = period;
    if (!frame) changetype<Pitch>(work + pitch).place = period;
    memory.copy(work + coefficients, work + goals, listBytes);
  }
  store<i32>(wave, max(0, frames - 1) * length, waveLength);
  free(work);
  return wave;
}

/** Samples from one frame to the next. */
function frameLength(track: usize, rateHz: i32): i32 {
  const times = load<usize>(track, trackTimes);
  const shiftMs = load<i32>(track, trackFrames) > 1 ? 1000 * <f64>(load<f32>(times, 4) - load<f32>(times)) : 5;
  return <i32>(0.5 + (shiftMs * <f64>rateHz) / 1000);
}

function toPeriod(pitchHz: f32, rateHz: i32): f64 {
  return pitchHz == 0 ? 0 : <f64>rateHz / <f64>pitchHz;
}

/**
 * What the cepstrum is of a filter that has a single coefficient, for each of them: the frequency transformation (Oppenheim
 * and Johnson 1972), which costs as much as one of a filter with all of them.
 */
function unwarp(work: usize, order: i32, alpha: f64): void {
  const first = work + unwarped;
  store<f64>(first, 1);
  for (let i = 1; i < order; i++) {
    const before = first + (i - 1) * responseBytes;
    const row = before + responseBytes;
    store<f64>(row, -alpha * load<f64>(before));
    store<f64>(row, (1 - alpha * alpha) * load<f64>(before) - alpha * load<f64>(before, 8), 8);
    for (let at = 16; at < responseBytes; at += 8) {
      const value = load<f64>(before + at - 8) - alpha * (load<f64>(before + at) - load<f64>(row + at - 8));
      store<f64>(row + at, value);
    }
  }
  // A coefficient of the filter adds alpha of itself to the one before it in the cepstrum.
  for (let i = order - 1; i > 0; i--) {
    const row = first + i * responseBytes;
    for (let at = 0; at < responseBytes; at += 8)
      store<f64>(row + at, load<f64>(row + at) + alpha * load<f64>(row + at - responseBytes));
  }
}

/** The filter's coefficients at the end of the frame: of its cepstrum, with sharper formants of the same energy. */
function readGoals(work: usize, values: usize, order: i32, voice: usize): void {
  const alpha = <f64>load<f32>(voice, voiceAlpha);
  const beta = <f64>load<f32>(voice, voiceBeta);
  const b = work + goals;
  // The last one is always 0.
  let value: f64 = 0;
  for (let i = order - 1; i >= 0; i--) {
    value = <f64>load<f32>(values + 4 * i, 4) - alpha * value;
    store<f64>(b + 8 * i, value);
  }
  // As Flite does it: rounded to 32 bits.
  const sharpened = <f64>(load<f32>(voice, voiceBeta) * load<f32>(voice, voiceAlpha)) * <f64>load<f32>(values, 12);
  const second = load<f64>(b, 8) - sharpened;
  toCepstra(work, order, 1 + beta, second);
  store<f64>(b, second, 8);
  for (let i = 2; i < order; i++) store<f64>(b + 8 * i, load<f64>(b + 8 * i) * (1 + beta));
  const energies = measureEnergies(work);
  const ratio = f64x2.extract_lane(energies, 0) / f64x2.extract_lane(energies, 1);
  store<f64>(b, load<f64>(b) + log(ratio) / 2);
}

/**
 * The cepstra of the filter before and after it is sharpened, in pairs. All of its coefficients grow alike, but the first,
 * which stays, and the second.
 */
function toCepstra(work: usize, order: i32, growth: f64, second: f64): void {
  const b = work + goals;
  const table = work + unwarped;
  const first0 = f64x2.splat(load<f64>(b) - growth * load<f64>(b));
  const first1 = f64x2.splat(second - growth * load<f64>(b, 8));
  const grown = f64x2.splat(growth);
  for (let at = 0; at < responseBytes; at += 16) {
    let before = f64x2.splat(0);
    for (let i = 0; i < order; i++)
      before = f64x2.add(
        before,
        f64x2.mul(v128.load64_splat(b + 8 * i), v128.load(table + i * responseBytes + at)),
      );
    let after = f64x2.add(f64x2.mul(before, grown), f64x2.mul(first0, v128.load(table + at)));
    after = f64x2.add(after, f64x2.mul(first1, v128.load(table + responseBytes + at)));
    const to = work + cepstra + 2 * at;
    v128.store(to, v128.shuffle<f64>(before, after, 0, 2));
    v128.store(to, v128.shuffle<f64>(before, after, 1, 3), 16);
  }
}

/** Energies of the impulse responses (minimum phase) of both cepstra, which are multiplied by their place. */
function measureEnergies(work: usize): v128 {
  const c = work + cepstra;
  const h = work + responses;
  const gains = v128.load(c);
  const start = f64x2(exp(f64x2.extract_lane(gains, 0)), exp(f64x2.extract_lane(gains, 1)));
  v128.store(h, start);
  let energies = f64x2.mul(start, start);
  for (let n = 1; n < responseLength; n++) {
    const last = c + 16 * n;
    v128.store(last, f64x2.mul(v128.load(last), f64x2.splat(<f64>n)));
    let even = f64x2.splat(0);
    let odd = f64x2.splat(0);
    let from = c + 16;
    let by = h + 16 * (n - 1);
    for (; by > h; by -= 32) {
      even = f64x2.add(even, f64x2.mul(v128.load(from), v128.load(by)));
      odd = f64x2.add(odd, f64x2.mul(v128.load(from, 16), v128.load(by - 16)));
      from += 32;
    }
    if (by == h) even = f64x2.add(even, f64x2.mul(v128.load(from), v128.load(by)));
    const value = f64x2.div(f64x2.add(even, odd), f64x2.splat(<f64>n));
    v128.store(h + 16 * n, value);
    energies = f64x2.add(energies, f64x2.mul(value, value));
  }
  return energies;
}

/** Pulses at the pitch and noise, each where it is strong, for a frame at whose end a period is `goal` samples long. */
function excite(work: usize, strengths: usize, voice: usize, length: i32, goal: f64): void {
  const taps = load<i32>(voice, voiceTaps);
  readBands(work, strengths, voice, taps);
  const state = changetype<Pitch>(work + pitch);
  const isVoiced = state.period != 0 && goal != 0;
  state.step = isVoiced ? (goal - state.period) / <f64>length : 0;
  if (!isVoiced) {
    state.place = goal;
    state.period = 0;
  }
  const pulse = work + pulses + 8 * (tapsMax - 1);
  const noise = work + noises + 8 * (tapsMax - 1);
  for (let n = 0; n < length; n++) {
    store<f64>(noise + 8 * n, random() > 0x3fff_ffff ? 1 : -1);
    store<f64>(pulse + 8 * n, state.period ? beat(state) : 0);
    state.period += state.step;
  }
  for (let n = 0; n < length; n += 4) {
    let pulseA = f64x2.splat(0);
    let pulseB = f64x2.splat(0);
    let noiseA = f64x2.splat(0);
    let noiseB = f64x2.splat(0);
    for (let k = taps; k >= 0; k--) {
      const pulseTap = v128.load64_splat(work + pulseFilter + 8 * k);
      const noiseTap = v128.load64_splat(work + noiseFilter + 8 * k);
      const from = 8 * (n - k);
      pulseA = f64x2.add(pulseA, f64x2.mul(pulseTap, v128.load(pulse + from)));
      pulseB = f64x2.add(pulseB, f64x2.mul(pulseTap, v128.load(pulse + from, 16)));
      noiseA = f64x2.add(noiseA, f64x2.mul(noiseTap, v128.load(noise + from)));
      noiseB = f64x2.add(noiseB, f64x2.mul(noiseTap, v128.load(noise + from, 16)));
    }
    v128.store(work + excitation + 8 * n, f64x2.add(pulseA, noiseA));
    v128.store(work + excitation + 8 * n, f64x2.add(pulseB, noiseB), 16);
  }
  memory.copy(work + pulses, work + pulses + 8 * length, 8 * (tapsMax - 1));
  memory.copy(work + noises, work + noises + 8 * length, 8 * (tapsMax - 1));
}

/** The pulse of the next sample, of the power of its whole period, or 0. */
function beat(state: Pitch): f64 {
  state.place += 1;
  if (state.place < state.period) return 0;
  state.place -= state.period;
  return sqrt(state.period);
}

/** The filters of pulses and noise: those of all bands, each as strong as it is to be. */
function readBands(work: usize, strengths: usize, voice: usize, taps: i32): void {
  memory.fill(work + pulseFilter, 0, 16 * tapsMax);
  for (let band = 0; band < load<i32>(voice, voiceBands); band++) {
    const strength = load<f32>(strengths + 4 * band);
    const filter = load<usize>(load<usize>(voice, voiceBandFilters) + 4 * band);
    for (let tap = 0; tap < taps; tap++) {
      const value = load<f64>(filter + 8 * tap);
      // As Flite has it: all but the first look one sample further back.
      const at = tap ? 8 * tap + 8 : 0;
      const pulse = work + pulseFilter + at;
      const noise = work + noiseFilter + at;
      store<f64>(pulse, load<f64>(pulse) + <f64>strength * value);
      store<f64>(noise, load<f64>(noise) + <f64>(1 - strength) * value);
    }
  }
}

/** Filters the excitation of a frame, on whose way the coefficients become their goals. */
function speak(work: usize, voice: usize, order: i32, length: i32, samples: usize): void {
  const alpha = <f64>load<f32>(voice, voiceAlpha);
  const voiceLoudness = <f64>load<f32>(voice, voiceGain);
  const gain: f64 = load<i32>(voice, voiceRate) == 8000 ? 2 : voiceLoudness ? voiceLoudness : 1;
  const c = work + coefficients;
  for (let at = 0; at < listBytes; at += 16) {
    const way = f64x2.sub(v128.load(work + goals + at), v128.load(c + at));
    v128.store(work + steps + at, f64x2.div(way, f64x2.splat(<f64>length)));
  }
  for (let n = 0; n < length; n++) {
    const excited = load<f64>(work + excitation + 8 * n) * (exp(load<f64>(c)) * gain);
    const value = filterSecond(work, alpha, order, filterFirst(work, alpha, excited));
    store<i16>(samples + 2 * n, <i16>(<i32>value));
    for (let at = 0; at < 8 * order; at += 16)
      v128.store(c + at, f64x2.add(v128.load(c + at), v128.load(work + steps + at)));
  }
}

/** The exponential of what the second coefficient stands for; the first is the gain. */
function filterFirst(work: usize, alpha: f64, x: f64): f64 {
  const a = f64x2.splat(alpha);
  const rest = f64x2.splat(1 - alpha * alpha);
  const b = v128.load64_splat(work + coefficients, 8);
  const inputs = work + firstInputs;
  const delays = work + firstDelays;
  const a0 = f64x2.add(f64x2.mul(rest, v128.load(inputs)), f64x2.mul(a, v128.load(delays)));
  const a1 = f64x2.add(f64x2.mul(rest, v128.load(inputs, 16)), f64x2.mul(a, v128.load(delays, 16)));
  const a2 = f64x2.add(f64x2.mul(rest, v128.load(inputs, 32)), f64x2.mul(a, v128.load(delays, 32)));
  v128.store(delays, a0);
  v128.store(delays, a1, 16);
  v128.store(delays, a2, 32);
  return sumStages(inputs, x, f64x2.mul(a0, b), f64x2.mul(a1, b), f64x2.mul(a2, b));
}

/** The exponential of all further coefficients. The stages take what others gave a sample ago, so none waits for another. */
function filterSecond(work: usize, alpha: f64, order: i32, x: f64): f64 {
  const a = f64x2.splat(alpha);
  const rest = f64x2.splat(1 - alpha * alpha);
  const inputs = work + secondInputs;
  let at = work + secondDelays;
  let old0 = v128.load(at);
  let old1 = v128.load(at, 16);
  let old2 = v128.load(at, 32);
  let a0 = f64x2.add(f64x2.mul(rest, v128.load(inputs)), f64x2.mul(a, old0));
  let a1 = f64x2.add(f64x2.mul(rest, v128.load(inputs, 16)), f64x2.mul(a, old1));
  let a2 = f64x2.add(f64x2.mul(rest, v128.load(inputs, 32)), f64x2.mul(a, old2));
  let y0 = f64x2.splat(0);
  let y1 = f64x2.splat(0);
  let y2 = f64x2.splat(0);
  v128.store(at, a0);
  v128.store(at, a1, 16);
  v128.store(at, a2, 32);
  at += stagesBytes;
  let b = work + coefficients + 16;
  for (const end = work + coefficients + 8 * order; b < end; b += 8) {
    const factor = v128.load64_splat(b);
    const next0 = v128.load(at);
    const next1 = v128.load(at, 16);
    const next2 = v128.load(at, 32);
    a0 = f64x2.add(old0, f64x2.mul(a, f64x2.sub(next0, a0)));
    a1 = f64x2.add(old1, f64x2.mul(a, f64x2.sub(next1, a1)));
    a2 = f64x2.add(old2, f64x2.mul(a, f64x2.sub(next2, a2)));
    v128.store(at, a0);
    v128.store(at, a1, 16);
    v128.store(at, a2, 32);
    y0 = f64x2.add(y0, f64x2.mul(a0, factor));
    y1 = f64x2.add(y1, f64x2.mul(a1, factor));
    y2 = f64x2.add(y2, f64x2.mul(a2, factor));
    old0 = next0;
    old1 = next1;
    old2 = next2;
    at += stagesBytes;
  }
  return sumStages(inputs, x, y0, y1, y2);
}

/** Adds the stages up as the Padé approximation has them, and hands each its next input. */
// @ts-ignore: decorator
@inline
function sumStages(inputs: usize, x: f64, y0: v128, y1: v128, y2: v128): f64 {
  const p0 = f64x2.mul(y0, f64x2(pade1, pade2));
  const p1 = f64x2.mul(y1, f64x2(pade3, pade4));
  const fifth = f64x2.extract_lane(y2, 0) * pade5;
  const fourth = f64x2.extract_lane(p1, 1);
  const third = f64x2.extract_lane(p1, 0);
  const second = f64x2.extract_lane(p0, 1);
  const first = f64x2.extract_lane(p0, 0);
  const fed = x + fifth - fourth + third - second + first;
  v128.store(inputs, v128.shuffle<f64>(f64x2.splat(fed), y0, 0, 2));
  v128.store(inputs, v128.shuffle<f64>(y0, y1, 1, 2), 16);
  v128.store(inputs, v128.shuffle<f64>(y1, y2, 1, 2), 32);
  return fifth + fourth + third + second + first + fed;
}
