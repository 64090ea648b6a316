import { frameMs, type MelSpectrum, melBands } from "./mel-spectrum.ts";

/** Cepstral coefficients, and the level. */
const coefficients = 12;
const size = coefficients + 1;
/** The level says more than any one coefficient. */
const levelWeight = 1.5;
/** Below the loudest frame by this much, silence is silence. */
const levelRangeDb = 50;
/** Between words and sentences it is so much softer than at the loudest. */
const pauseBelowDb = 30;
/** A step that stretches time costs this much more than one that goes along. */
const stretchCost = 0.3;
/** Where the end is open nothing else tells how fast the second utterance is. */
const openStretchCost = 0.1;
/** How far the path may leave the diagonal, in frames. */
const bandFrames = 60;
/** Where the end is not known yet, how much slower or faster one of the voices may be: the band widens as the path goes on. */
const paceRange = 0.4;

/** From a time in one utterance to the time in another at which the same is said; in ms, and never backwards. */
export type TimeMap = (ms: number) => number;

export interface WarpOptions {
  /** The second utterance has only begun: its end lies somewhere in the first. */
  readonly openEnd?: boolean;
}

export interface TimeWarp {
  readonly map: TimeMap;
  /** How far the first utterance has come when the second one ends; its length unless `openEnd`. */
  readonly reachedMs: number;
}

/**
 * Aligns two utterances of the same words by dynamic time warping (Sakoe and Chiba, 1978) over mel-frequency cepstra,
 * each normalised to its own mean and spread, so that voices and microphones cancel out. Two seconds take about 5 ms.
 */
export function warpTime(
  from: MelSpectrum,
  to: MelSpectrum,
  { openEnd = false }: WarpOptions = {},
): TimeWarp {
  const [rows, columns] = [from.frames, to.frames];
  const band = bandFrames + (openEnd ? 0 : Math.abs(rows - columns));
  const loudest = loudestOf(to);
  const isQuiet = (column: number) => to.levelDb[column]! < loudest - pauseBelowDb;
  const paths = accumulate({ from: cepstra(from), to: cepstra(to), rows, columns, band, openEnd, isQuiet });
  let row = rows - 1;
  if (openEnd) {
    const costAt = (i: number) => paths.costs[i * columns + columns - 1]!;
    for (let i = 0; i < rows; i++) if (costAt(i) < costAt(row)) row = i;
  }
  const reached = row;
  const frameOf = new Float32Array(rows).fill(columns);
  for (let column = columns - 1; row >= 0 && column >= 0; ) {
    frameOf[row] = column;
    const step = paths.steps[row * columns + column]!;
    if (row === 0 && column === 0) break;
    if (step === stepSkip) frameOf[--row] = column;
    if (step !== stepColumn) row--;
    if (step !== stepRow) column--;
  }
  const map = (ms: number) => {
    const place = Math.max(0, Math.min(rows - 1, ms / frameMs));
    const before = Math.floor(place);
    const [start, end] = [frameOf[before]!, frameOf[Math.min(rows - 1, before + 1)]!];
    return (start + (end - start) * (place - before)) * frameMs;
  };
  return { map, reachedMs: (reached + 1) * frameMs };
}

const stepBoth = 0;
const stepRow = 1;
const stepColumn = 2;
/** Past a frame of the first utterance. */
const stepSkip = 3;

interface WarpTask {
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly band: number;
  readonly openEnd: boolean;
  /** Whether a frame of the second utterance belongs to a pause. */
  isQuiet(column: number): boolean;
}

function accumulate({ from, to, rows, columns, band, openEnd, isQuiet }: WarpTask) {
  const costs = new Float32Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  const steps = new Uint8Array(rows * columns);
  const slope = openEnd ? 1 : columns / rows;
  for (let row = 0; row < rows; row++) {
    const centre = Math.floor(row * slope);
    const reach = openEnd ? band + Math.floor(row * paceRange) : band;
    const last = Math.min(columns, centre + reach);
    for (let column = Math.max(0, centre - reach); column < last; column++) {
      const here = distance(from, row * size, to, column * size);
      const at = row * columns + column;
      let best = row === 0 && column === 0 ? 0 : Number.POSITIVE_INFINITY;
      let step = stepBoth;
      if (row > 0 && column > 0) best = Math.min(best, costs[at - columns - 1]!);
      const stretched = here * (openEnd ? openStretchCost : stretchCost);
      // Where the end is open all paths have one step for each frame heard, or the shortest would win (Tormene et al., 2009).
      const beside = openEnd ? at - 2 * columns - 1 : at - columns;
      const canSkip = openEnd ? row > 1 && column > 0 : row > 0;
      if (canSkip && costs[beside]! + stretched < best) {
        best = costs[beside]! + stretched;
        step = openEnd ? stepSkip : stepRow;
      }
      // It stands still for two frames in pauses only, or it would wait for the rest at a sound that is like many others.
      const canWait = !openEnd || steps[at - 1] !== stepColumn || isQuiet(column);
      if (column > 0 && canWait && costs[at - 1]! + stretched < best) {
        best = costs[at - 1]! + stretched;
        step = stepColumn;
      }
      costs[at] = best + here;
      steps[at] = step;
    }
  }
  return { costs, steps };
}

function distance(one: Float32Array, oneAt: number, other: Float32Array, otherAt: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const difference = one[oneAt + k]! - other[otherAt + k]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}

function loudestOf({ levelDb }: Pick<MelSpectrum, "levelDb">): number {
  return levelDb.reduce((most, level) => Math.max(most, level), Number.NEGATIVE_INFINITY);
}

const cosines = Float32Array.from({ length: coefficients * melBands }, (_, i) =>
  Math.cos((Math.PI * (Math.floor(i / melBands) + 1) * ((i % melBands) + 0.5)) / melBands),
);

/** Cepstral coefficients 1 to 12 and the level, `size` for each frame, in units of their own spread. */
function cepstra({ frames, mel, levelDb }: MelSpectrum): Float32Array {
  const out = new Float32Array(frames * size);
  const loudest = loudestOf({ levelDb });
  for (let frame = 0; frame < frames; frame++) {
    for (let k = 0; k < coefficients; k++) {
      let sum = 0;
      for (let band = 0; band < melBands; band++)
        sum += mel[frame * melBands + band]! * cosines[k * melBands + band]!;
      out[frame * size + k] = sum;
    }
    out[frame * size + coefficients] = Math.max(-levelRangeDb, levelDb[frame]! - loudest);
  }
  for (let k = 0; k < size; k++) {
    let mean = 0;
    for (let frame = 0; frame < frames; frame++) mean += out[frame * size + k]! / frames;
    let spread = 0;
    for (let frame = 0; frame < frames; frame++) spread += (out[frame * size + k]! - mean) ** 2 / frames;
    const scale = (k === coefficients ? levelWeight : 1) / Math.sqrt(spread + 1e-6);
    for (let frame = 0; frame < frames; frame++)
      out[frame * size + k] = (out[frame * size + k]! - mean) * scale;
  }
  return out;
}
