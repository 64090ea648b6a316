import { picturesPerSecond } from "../face.ts";
import type { Affine } from "../pixels/affine.ts";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { type Footage, mean, type Take } from "./footage.ts";
import { headDistance, inHead, mixHeads } from "./head-pose.ts";
import { type Point, points } from "./landmarks.ts";

/** A loop of 3 to 10 seconds. */
const loopLength = { least: 3 * picturesPerSecond, most: 10 * picturesPerSecond };
/** The last pictures melt into those before the first. */
const fadePictures = 6;
/** Beyond this the head would be seen to jump, in px. */
const seamMax = 7;
/** Side of the small pictures that are compared. */
const thumbSide = 32;
/** Every so many pictures a loop may begin: finding the best of all takes long and gains little. */
const stride = 2;

export interface LoopPicture {
  readonly picture: Uint8Array;
  readonly head: Affine;
  /** The take it is, or begins to be. */
  readonly take: number;
}

export interface FoundLoop {
  readonly pictures: readonly LoopPicture[];
  /** Whether it runs to and fro, because the head is never where it was before. */
  readonly toAndFro: boolean;
  /** The head's jump at the seam before it is faded, in px. */
  readonly seamPx: number;
}

interface Candidate {
  readonly from: number;
  readonly to: number;
  readonly cost: number;
  readonly seamPx: number;
}

/**
 * Finds the part of the footage whose end looks most like its beginning (Schödl et al., Video Textures,
 * 2000), in which the head is calm and the mouth mostly closed.
 */
export function findLoop(footage: Footage): FoundLoop {
  const { takes } = footage;
  const nose = inHead(takes[footage.reference]!.head, takes[footage.reference]!.landmarks, points.noseBase);
  const best = bestCandidate(takes, nose);
  if (!best) return toAndFroLoop(takes, nose);
  const length = best.to - best.from;
  const pictures = Array.from({ length }, (_, k): LoopPicture => {
    const take = takes[best.from + k]!;
    const left = length - k;
    if (left > fadePictures) return { picture: take.picture, head: take.head, take: best.from + k };
    const share = (fadePictures + 1 - left) / (fadePictures + 1);
    const other = takes[best.from - left]!;
    return {
      picture: mixed(take.picture, other.picture, share),
      head: mixHeads(take.head, other.head, share),
      take: best.from + k,
    };
  });
  return { pictures, toAndFro: false, seamPx: best.seamPx };
}

function bestCandidate(takes: readonly Take[], nose: Point): Candidate | undefined {
  const thumbs = takes.map(({ picture }) => thumb(picture));
  const sums = runningSums(takes, nose);
  let best: Candidate | undefined;
  for (let from = fadePictures; from + loopLength.least < takes.length; from += stride) {
    const last = Math.min(takes.length - 1, from + loopLength.most);
    for (let to = from + loopLength.least; to <= last; to++) {
      const seamPx = headDistance(takes[from]!.head, takes[to]!.head, nose);
      if (seamPx > seamMax) continue;
      const seconds = (to - from) / picturesPerSecond;
      const gap = (sums.gap[to]! - sums.gap[from]!) / (to - from);
      const motion = (sums.motion[to]! - sums.motion[from]!) / (to - from);
      const known =
        0.6 * seamPx + 3 * velocityGap(takes, from, to, nose) + 40 * gap + 2 * motion - 0.25 * seconds;
      if (best && known >= best.cost) continue;
      const turned =
        Math.abs(takes[from]!.yaw - takes[to]!.yaw) + Math.abs(takes[from]!.pitch - takes[to]!.pitch);
      const cost = known + 1.2 * thumbDistance(thumbs[from]!, thumbs[to]!) + 36 * turned;
      if (!best || cost < best.cost) best = { from, to, cost, seamPx };
    }
  }
  return best;
}

/** Half a loop forwards and the same backwards: it begins and ends where the head stands still. */
function toAndFroLoop(takes: readonly Take[], nose: Point): FoundLoop {
  const length = Math.min(takes.length, loopLength.most / 2);
  const speed = (n: number) =>
    n + 1 < takes.length ? headDistance(takes[n]!.head, takes[n + 1]!.head, nose) : 0;
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let from = 0; from + length <= takes.length; from++) {
    const gaps = mean(takes.slice(from, from + length).map(({ gap }) => gap));
    const cost = speed(from) + speed(from + length - 1) + 20 * gaps;
    if (cost < least) [best, least] = [from, cost];
  }
  const there = Array.from({ length }, (_, k): LoopPicture => {
    const { picture, head } = takes[best + k]!;
    return { picture, head, take: best + k };
  });
  return { pictures: [...there, ...there.slice(1, -1).toReversed()], toAndFro: true, seamPx: 0 };
}

/** Sums over all takes before each one, for quick means over any part. */
function runningSums(takes: readonly Take[], nose: Point): { gap: Float64Array; motion: Float64Array } {
  const gap = new Float64Array(takes.length + 1);
  const motion = new Float64Array(takes.length + 1);
  for (const [n, take] of takes.entries()) {
    const next = takes[n + 1] ?? take;
    gap[n + 1] = gap[n]! + take.gap;
    motion[n + 1] = motion[n]! + headDistance(take.head, next.head, nose);
  }
  return { gap, motion };
}

/** How differently the head moves at two takes, in px per picture. */
function velocityGap(takes: readonly Take[], one: number, other: number, nose: Point): number {
  const velocity = (n: number) => {
    const [before, after] = [takes[Math.max(0, n - 2)]!, takes[Math.min(takes.length - 1, n + 2)]!];
    const at = ({ a, b, c, d, e, f }: Affine) =>
      [a * nose.x + b * nose.y + c, d * nose.x + e * nose.y + f] as const;
    const [[x0, y0], [x1, y1]] = [at(before.head), at(after.head)];
    return [(x1 - x0) / 4, (y1 - y0) / 4] as const;
  };
  const [[ax, ay], [bx, by]] = [velocity(one), velocity(other)];
  return Math.hypot(ax - bx, ay - by);
}

function thumb(picture: Uint8Array): Float32Array {
  const step = pictureSize / thumbSide;
  return Float32Array.from({ length: thumbSide * thumbSide }, (_, i) => {
    const [x, y] = [(i % thumbSide) * step, Math.floor(i / thumbSide) * step];
    let sum = 0;
    for (let j = 0; j < step; j += 4) {
      for (let k = 0; k < step; k += 4) sum += picture[(y + j) * pictureSize + x + k]!;
    }
    return sum / 16;
  });
}

function thumbDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += Math.abs(one[i]! - other[i]!);
  return sum / one.length;
}

/** `share` 0 is `one`, 1 is `other`. */
function mixed(one: Uint8Array, other: Uint8Array, share: number): Uint8Array {
  const mix = new Uint8Array(pictureBytes);
  for (let i = 0; i < pictureBytes; i++) mix[i] = one[i]! + (other[i]! - one[i]!) * share + 0.5;
  return mix;
}
