import { readFileSync } from "node:fs";
import { type Viseme, type VisemeName, visemeNames } from "../viseme.ts";
import { frameMs, type MelSpectrum, melBands, windowMs } from "./mel-spectrum.ts";

/** Frames around the one that is judged, in frames of 10 ms. */
const context = [-12, -9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 12];
const frameFeatures = melBands + 1;
export const inputSize = context.length * frameFeatures;
export const hiddenSize = 64;
export const outputSize = visemeNames.length;
/** A negative input of a hidden unit counts a little, so that it goes on learning (Maas et al., 2013). */
export const leak = 0.1;

/** Frames this far below the loudest are silence, and do not shape the voice's mean. */
const silenceBelowDb = 40;
const speechWithinDb = 35;
/** What an aligned reference counts, in the net's scores (natural logarithms of odds). */
const voteWeight = 3;
/** Where nobody says what is expected, lips are closed rather at a dip of the level than elsewhere. */
const dipWeight = 4;
const dipDb = 3;
/** In frames. */
const dipReach = 10;
const closed: VisemeName = "PP";
/** Weights of the frames around one, itself in the middle. */
const neighbours = [1, 2, 3, 2, 1];
/** Shapes shorter than this are doubts of the net; closures may be. */
const shapeMinFrames = 3;

/** Two layers: `hiddenSize` units with a leaky ramp, then one score for each mouth shape. */
export interface MouthNet {
  readonly hidden: Float32Array;
  readonly hiddenBias: Float32Array;
  readonly output: Float32Array;
  readonly outputBias: Float32Array;
}

let loaded: MouthNet | undefined;

/** The net that `train-mouth-net.ts` has made. */
export function loadMouthNet(): MouthNet {
  loaded ??= fromBytes(readFileSync(new URL("mouth-net.weights", import.meta.url)));
  return loaded;
}

export interface ListeningOptions {
  /** What an aligned reference says of the same sound: it has a vote, and the last word on closed lips. */
  readonly expected?: readonly Viseme[] | undefined;
  readonly net?: MouthNet;
}

/** Mouth shapes by listening. Times are ms from the start of the sound; a second takes about 3 ms. */
export function listenForVisemes(
  spectrum: MelSpectrum,
  { expected = [], net = loadMouthNet() }: ListeningOptions = {},
): Viseme[] {
  const loudest = loudestOf(spectrum);
  const scores = smoothed(scoreFrames(spectrum, net, expected));
  let next = 0;
  const shapes = Array.from({ length: spectrum.frames }, (_, frame): VisemeName => {
    const middleMs = frame * frameMs + windowMs / 2;
    while (next < expected.length - 1 && expected[next]!.endMs <= middleMs) next++;
    if (expected[next]?.name === closed) return closed;
    if (spectrum.levelDb[frame]! < loudest - silenceBelowDb) return "sil";
    const row = scores.subarray(frame * outputSize, (frame + 1) * outputSize);
    if (expected.length > 0) row[visemeNames.indexOf(closed)] = Number.NEGATIVE_INFINITY;
    let best = 0;
    for (let shape = 1; shape < outputSize; shape++) if (row[shape]! > row[best]!) best = shape;
    return visemeNames[best]!;
  });
  return toVisemes(shapes);
}

/** The net's scores for each frame, with the votes of what is expected there. */
function scoreFrames(spectrum: MelSpectrum, net: MouthNet, expected: readonly Viseme[]): Float32Array {
  const inputs = netInputs(spectrum);
  const hidden = new Float32Array(hiddenSize);
  const all = new Float32Array(spectrum.frames * outputSize);
  let next = 0;
  for (let frame = 0; frame < spectrum.frames; frame++) {
    const scores = all.subarray(frame * outputSize, (frame + 1) * outputSize);
    runNet(net, inputs.subarray(frame * inputSize, (frame + 1) * inputSize), { hidden, scores });
    const middleMs = frame * frameMs + windowMs / 2;
    while (next < expected.length - 1 && expected[next]!.endMs <= middleMs) next++;
    const vote = expected[next];
    if (vote) scores[visemeNames.indexOf(vote.name)]! += voteWeight;
    else if (isDip(spectrum.levelDb, frame)) scores[visemeNames.indexOf(closed)]! += dipWeight;
  }
  return all;
}

/** Closed lips muffle a voice for a moment: louder sound stands on both sides. */
function isDip(levelDb: Float32Array, frame: number): boolean {
  const loudest = (from: number, to: number) => {
    let most = Number.NEGATIVE_INFINITY;
    for (let at = Math.max(0, from); at < Math.min(levelDb.length, to); at++)
      most = Math.max(most, levelDb[at]!);
    return most;
  };
  const sides = Math.min(loudest(frame - dipReach, frame), loudest(frame + 1, frame + 1 + dipReach));
  return sides - levelDb[frame]! > dipDb;
}

/** Neighbours have a say: nobody changes the mouth every 10 ms. */
function smoothed(scores: Float32Array): Float32Array {
  const frames = scores.length / outputSize;
  return scores.map((_, at) => {
    const frame = Math.floor(at / outputSize);
    let sum = 0;
    let weights = 0;
    for (const [place, weight] of neighbours.entries()) {
      const other = frame + place - (neighbours.length - 1) / 2;
      if (other < 0 || other >= frames) continue;
      sum += weight * scores[at + (other - frame) * outputSize]!;
      weights += weight;
    }
    return sum / weights;
  });
}

/** Fills `hidden` and `scores`; what is in them before does not count. */
export function runNet(
  { hidden: w1, hiddenBias, output: w2, outputBias }: MouthNet,
  input: Float32Array,
  { hidden, scores }: { hidden: Float32Array; scores: Float32Array },
): void {
  for (let unit = 0; unit < hiddenSize; unit++) {
    let sum = hiddenBias[unit]!;
    const row = unit * inputSize;
    for (let i = 0; i < inputSize; i++) sum += w1[row + i]! * input[i]!;
    hidden[unit] = sum > 0 ? sum : sum * leak;
  }
  for (let shape = 0; shape < outputSize; shape++) {
    let sum = outputBias[shape]!;
    const row = shape * hiddenSize;
    for (let unit = 0; unit < hiddenSize; unit++) sum += w2[row + unit]! * hidden[unit]!;
    scores[shape] = sum;
  }
}

/** What the net sees, `inputSize` numbers for each frame: bands against the voice's own mean, and the level. */
export function netInputs(spectrum: MelSpectrum): Float32Array {
  const { frames, mel, levelDb } = spectrum;
  const loudest = loudestOf(spectrum);
  const mean = new Float32Array(melBands);
  let spoken = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (levelDb[frame]! <= loudest - speechWithinDb) continue;
    spoken++;
    for (let band = 0; band < melBands; band++) mean[band]! += mel[frame * melBands + band]!;
  }
  const features = new Float32Array(frames * frameFeatures);
  for (let frame = 0; frame < frames; frame++) {
    for (let band = 0; band < melBands; band++) {
      const value = (mel[frame * melBands + band]! - mean[band]! / Math.max(1, spoken)) / 2.5;
      features[frame * frameFeatures + band] = Math.max(-4, Math.min(3, value));
    }
    features[frame * frameFeatures + melBands] = Math.max(-1.5, (levelDb[frame]! - loudest + 25) / 20);
  }
  const inputs = new Float32Array(frames * inputSize);
  for (let frame = 0; frame < frames; frame++) {
    for (const [place, offset] of context.entries()) {
      const from = Math.max(0, Math.min(frames - 1, frame + offset)) * frameFeatures;
      inputs.set(features.subarray(from, from + frameFeatures), frame * inputSize + place * frameFeatures);
    }
  }
  return inputs;
}

function loudestOf({ levelDb }: MelSpectrum): number {
  return levelDb.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
}

/** Frames of a kind become one shape; doubts go to the shape before them. */
function toVisemes(shapes: readonly VisemeName[]): Viseme[] {
  const runs: { name: VisemeName; frames: number }[] = [];
  for (const name of shapes) {
    const last = runs.at(-1);
    if (last?.name === name) last.frames++;
    else runs.push({ name, frames: 1 });
  }
  const visemes: Viseme[] = [];
  let startMs = 0;
  for (const { name, frames } of runs) {
    const endMs = startMs + frames * frameMs;
    const last = visemes.at(-1);
    const isDoubt = frames < shapeMinFrames && name !== "PP";
    if (last && (isDoubt || last.name === name)) visemes[visemes.length - 1] = { ...last, endMs };
    else visemes.push({ name, startMs, endMs });
    startMs = endMs;
  }
  return visemes;
}

const layers = [hiddenSize * inputSize, hiddenSize, outputSize * hiddenSize, outputSize] as const;

/** Each layer as the size of its steps (32-bit float) and its weights in steps (16-bit integers), little endian. */
export function toBytes({ hidden, hiddenBias, output, outputBias }: MouthNet): Uint8Array {
  return Buffer.concat(
    [hidden, hiddenBias, output, outputBias].map((weights) => {
      const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 32_767;
      const bytes = Buffer.alloc(4 + weights.length * 2);
      bytes.writeFloatLE(step, 0);
      for (const [i, weight] of weights.entries()) bytes.writeInt16LE(Math.round(weight / step), 4 + i * 2);
      return bytes;
    }),
  );
}

/** Throws RangeError for bytes of another net. */
export function fromBytes(bytes: Buffer): MouthNet {
  if (bytes.length !== layers.reduce((sum, count) => sum + 4 + count * 2, 0))
    throw new RangeError("these are the weights of another net");
  let at = 0;
  const [hidden, hiddenBias, output, outputBias] = layers.map((count) => {
    const step = bytes.readFloatLE(at);
    const weights = Float32Array.from({ length: count }, (_, i) => bytes.readInt16LE(at + 4 + i * 2) * step);
    at += 4 + count * 2;
    return weights;
  });
  return { hidden: hidden!, hiddenBias: hiddenBias!, output: output!, outputBias: outputBias! };
}
