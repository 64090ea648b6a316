import { type Affine, apply, invert } from "../pixels/affine.ts";
import { type Landmarks, type Point, pointOf, points } from "./landmarks.ts";

/** Points that do not move in speech: eye corners, bridge and base of the nose, cheekbones, temples; and their weights. */
const rigid: readonly (readonly [index: number, weight: number])[] = [
  ...[33, 133, 362, 263, 168, 6, 197, 195, 50, 280, 127, 356].map((index): [number, number] => [index, 1]),
  // The base of the nose holds the mouth's place.
  ...[5, 4, 2, 98, 327].map((index): [number, number] => [index, 2]),
];
/** Smoothing over time, in pictures: the mesh trembles by about a px. */
const sigma = 1.2;
const reach = 3;

/** The shape of the head that poses are measured against: where its rigid points lie in its own px. */
export type HeadShape = readonly Point[];

/** The rigid points of each picture, smoothed over time. */
export function smoothRigid(tracks: readonly Landmarks[]): Point[][] {
  const kernel = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  return tracks.map((_, n) =>
    rigid.map(([index]) => {
      let [x, y, sum] = [0, 0, 0];
      for (let d = -reach; d <= reach; d++) {
        const landmarks = tracks[n + d];
        if (!landmarks) continue;
        const weight = kernel[d + reach]!;
        const point = pointOf(landmarks, index);
        x += weight * point.x;
        y += weight * point.y;
        sum += weight;
      }
      return { x: x / sum, y: y / sum };
    }),
  );
}

/** A head's own px: those of a picture in which it is made to stand upright about its own middle. */
export function shapeOf(smoothed: readonly Point[], landmarks: Landmarks): HeadShape {
  const [left, right] = [pointOf(landmarks, points.leftEyeOuter), pointOf(landmarks, points.rightEyeOuter)];
  const middle = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  const angle = -Math.atan2(right.y - left.y, right.x - left.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return smoothed.map(({ x, y }) => ({
    x: middle.x + (x - middle.x) * cos - (y - middle.y) * sin,
    y: middle.y + (x - middle.x) * sin + (y - middle.y) * cos,
  }));
}

/** The map from the head's px to a picture's that fits the rigid points best (weighted least squares). */
export function fitHead(shape: HeadShape, smoothed: readonly Point[]): Affine {
  const centre = shape[0]!;
  const m = new Float64Array(6);
  const [u, v] = [new Float64Array(3), new Float64Array(3)];
  for (const [i, [, weight]] of rigid.entries()) {
    const [x, y] = [shape[i]!.x - centre.x, shape[i]!.y - centre.y];
    const to = smoothed[i]!;
    const terms = [x, y, 1];
    const products = [x * x, x * y, x, y * y, y, 1];
    for (const [k, product] of products.entries()) m[k]! += weight * product;
    for (const [k, term] of terms.entries()) {
      u[k]! += weight * term * to.x;
      v[k]! += weight * term * to.y;
    }
  }
  const [a, b, c] = solveSymmetric(m, u);
  const [d, e, f] = solveSymmetric(m, v);
  return { a, b, c: c - a * centre.x - b * centre.y, d, e, f: f - d * centre.x - e * centre.y };
}

/** Mean distance between where a head's rigid points are and where its map puts them, in px. */
export function residualOf(shape: HeadShape, smoothed: readonly Point[], head: Affine): number {
  const away = shape.map(({ x, y }, i) => {
    const put = apply(head, x, y);
    return Math.hypot(put.x - smoothed[i]!.x, put.y - smoothed[i]!.y);
  });
  return away.reduce((sum, value) => sum + value, 0) / away.length;
}

/** Between two maps, for pictures that are mixed from two. */
export function mixHeads(one: Affine, other: Affine, share: number): Affine {
  const mix = (from: number, to: number) => from + (to - from) * share;
  return {
    a: mix(one.a, other.a),
    b: mix(one.b, other.b),
    c: mix(one.c, other.c),
    d: mix(one.d, other.d),
    e: mix(one.e, other.e),
    f: mix(one.f, other.f),
  };
}

/** How far apart two poses are, in px, at a point of the head. */
export function headDistance(one: Affine, other: Affine, at: Point): number {
  const [a, b] = [apply(one, at.x, at.y), apply(other, at.x, at.y)];
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** A landmark in the head's own px. */
export function inHead(head: Affine, landmarks: Landmarks, index: number): Point {
  const { x, y } = pointOf(landmarks, index);
  return apply(invert(head), x, y);
}

/** `m` holds the upper triangle, row by row. */
function solveSymmetric(m: Float64Array, side: Float64Array): [number, number, number] {
  const [xx, xy, x, yy, y, one] = [m[0]!, m[1]!, m[2]!, m[3]!, m[4]!, m[5]!];
  const [p, q, r] = [side[0]!, side[1]!, side[2]!];
  const det = xx * (yy * one - y * y) - xy * (xy * one - y * x) + x * (xy * y - yy * x);
  return [
    (p * (yy * one - y * y) - xy * (q * one - y * r) + x * (q * y - yy * r)) / det,
    (xx * (q * one - r * y) - p * (xy * one - x * y) + x * (xy * r - x * q)) / det,
    (xx * (yy * r - q * y) - xy * (xy * r - q * x) + p * (xy * y - yy * x)) / det,
  ];
}
