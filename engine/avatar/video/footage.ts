import type { Affine } from "../pixels/affine.ts";
import { pictureSize } from "../pixels/yuv.ts";
import { fitHead, type HeadShape, inHead, residualOf, shapeOf, smoothRigid } from "./head-pose.ts";
import { eyeOpennessOf, type Landmarks, type Point, pointOf, points, turnOf } from "./landmarks.ts";

/** One picture of the footage and what is known of it. */
export interface Take {
  readonly picture: Uint8Array;
  readonly landmarks: Landmarks;
  readonly head: Affine;
  /** Gap between the lips and distance of the mouth's corners, as shares of the eyes' distance. */
  readonly gap: number;
  readonly spread: number;
  readonly yaw: number;
  readonly pitch: number;
  /** Height of the open eyes as a share of their width. */
  readonly eyes: number;
}

/** A run of pictures of one face, in the face's own px. */
export interface Footage {
  readonly takes: readonly Take[];
  /** Distance of the outer eye corners, in px of the head. */
  readonly eyeDistance: number;
  /** The picture whose pose is the most usual. */
  readonly reference: number;
  /** Mean error of the heads' maps, in px. */
  readonly residualPx: number;
  readonly usual: { readonly yaw: number; readonly pitch: number };
}

/** Measures tracked pictures that follow each other. */
export function measure(pictures: readonly Uint8Array[], tracks: readonly Landmarks[]): Footage {
  const turns = tracks.map(turnOf);
  const usual = { yaw: median(turns.map(({ yaw }) => yaw)), pitch: median(turns.map(({ pitch }) => pitch)) };
  const reference = indexOfLeast(tracks, (landmarks, n) => {
    const { yaw, pitch } = turns[n]!;
    const [left, right] = [pointOf(landmarks, points.leftEyeOuter), pointOf(landmarks, points.rightEyeOuter)];
    const roll = Math.atan2(right.y - left.y, right.x - left.x);
    const gap = distance(landmarks, points.upperLipInner, points.lowerLipInner) / (right.x - left.x);
    return 2 * Math.abs(yaw - usual.yaw) + 2 * Math.abs(pitch - usual.pitch) + Math.abs(roll) + 2 * gap;
  });
  const smoothed = smoothRigid(tracks);
  const shape: HeadShape = shapeOf(smoothed[reference]!, tracks[reference]!);
  const heads = smoothed.map((rigid) => fitHead(shape, rigid));
  const at = (n: number, index: number) => inHead(heads[n]!, tracks[n]!, index);
  const eyeDistance = at(reference, points.rightEyeOuter).x - at(reference, points.leftEyeOuter).x;
  const takes = tracks.map((landmarks, n): Take => {
    const [upper, lower] = [at(n, points.upperLipInner), at(n, points.lowerLipInner)];
    const [left, right] = [at(n, points.leftMouthCorner), at(n, points.rightMouthCorner)];
    return {
      picture: pictures[n]!,
      landmarks,
      head: heads[n]!,
      gap: Math.max(0, lower.y - upper.y) / eyeDistance,
      spread: (right.x - left.x) / eyeDistance,
      ...turns[n]!,
      eyes: eyeOpennessOf(landmarks),
    };
  });
  const residualPx = mean(smoothed.map((rigid, n) => residualOf(shape, rigid, heads[n]!)));
  return { takes, eyeDistance, reference, residualPx, usual };
}

/** The mean place of a landmark in the head's own px. */
export function meanPoint({ takes }: Footage, index: number): Point {
  const all = takes.map(({ head, landmarks }) => inHead(head, landmarks, index));
  return { x: mean(all.map(({ x }) => x)), y: mean(all.map(({ y }) => y)) };
}

/** How light the face is in a picture, from 16 (black) to 235. */
export function faceLuma(picture: Uint8Array, landmarks: Landmarks): number {
  const [left, right] = [pointOf(landmarks, points.leftCheek), pointOf(landmarks, points.rightCheek)];
  const [top, bottom] = [pointOf(landmarks, points.forehead), pointOf(landmarks, points.chin)];
  let [sum, count] = [0, 0];
  for (let i = 0.15; i < 0.9; i += 0.05) {
    for (let j = 0.1; j < 0.95; j += 0.05) {
      const x = Math.round(left.x + (right.x - left.x) * i);
      const y = Math.round(top.y + (bottom.y - top.y) * j);
      if (x < 0 || y < 0 || x >= pictureSize || y >= pictureSize) continue;
      sum += picture[y * pictureSize + x]!;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function distance(landmarks: Landmarks, one: number, other: number): number {
  const [a, b] = [pointOf(landmarks, one), pointOf(landmarks, other)];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** `share` from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

export function indexOfLeast<T>(items: readonly T[], costOf: (item: T, index: number) => number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, item] of items.entries()) {
    const cost = costOf(item, index);
    if (cost < least) [best, least] = [index, cost];
  }
  return best;
}

/** Luma that a twentieth of the picture exceeds. */
export function brightLuma(picture: Uint8Array): number {
  const stride = 7;
  const counts = new Uint32Array(256);
  const luma = picture.subarray(0, pictureSize * pictureSize);
  for (let i = 0; i < luma.length; i += stride) counts[luma[i]!]!++;
  let left = luma.length / stride / 20;
  let level = 255;
  for (; level > 0; level--) {
    left -= counts[level]!;
    if (left <= 0) break;
  }
  return level;
}
