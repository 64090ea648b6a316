import type { Affine } from "./affine.ts";
import { chromaBytes, lumaBytes, pictureSize, type Sprite } from "./yuv.ts";

/** A plane over a sprite's px: the difference at (x, y) is `base + x·dx + y·dy`, in steps of a sample. */
export interface Slope {
  readonly base: number;
  readonly dx: number;
  readonly dy: number;
}

/** How much the picture differs from a sprite, in each of its planes; positions in full-size px of the sprite. */
export interface Tone {
  readonly y: Slope;
  readonly u: Slope;
  readonly v: Slope;
}

/**
 * The border where a sprite fades out, by its alpha: there both show the same skin. Colours multiplied by less are rounded
 * too coarsely to be compared.
 */
const ring = { least: 48, most: 250 };
/** So many px of the border are looked at, all the way round. */
const samplesMax = 200;
/** Differences of luma and chroma this far from the usual one are no difference of light: a strand of hair, a collar. */
const outlier = { luma: 16, chroma: 4 };
/** Fewer samples say nothing about the light. */
const samplesLeast = 8;
/** Pulls a slope that few samples know about towards level, as a share of the samples' weight. */
const levelling = 0.03;
const level: Slope = { base: 0, dx: 0, dy: 0 };
/** The px of borders, by the alpha that all pieces of a bank share: column and row in turn. */
const borders = new WeakMap<Uint8Array, Int32Array>();

/**
 * Fits a plane to the difference in luma between the picture and a sprite on the sprite's border, and a level to those in
 * chroma, so that the sprite can be laid on without a seam: the first-order part of what gradient-domain blending does
 * (Pérez, Gangnet, Blake, Poisson Image Editing, 2003). Light falls off across a face, but its colour does not change.
 * `at` maps the sprite's px to the picture's.
 */
export function fitTone(picture: Uint8Array, sprite: Sprite, at: Affine): Tone {
  const { count, across, down, weights, y, u, v } = differences(picture, sprite, at);
  if (count < samplesLeast) return { y: level, u: level, v: level };
  const [usual, usualU, usualV] = [medianOf(y, count), medianOf(u, count), medianOf(v, count)];
  const sums = new Float64Array(9);
  const side = new Float64Array(3);
  let [weightU, sumU, weightV, sumV] = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (Math.abs(y[i]! - usual) > outlier.luma) continue;
    const [weight, x, z] = [weights[i]!, across[i]!, down[i]!];
    sums[0]! += weight;
    sums[1]! += weight * x;
    sums[2]! += weight * z;
    sums[4]! += weight * x * x;
    sums[5]! += weight * x * z;
    sums[8]! += weight * z * z;
    side[0]! += weight * y[i]!;
    side[1]! += weight * x * y[i]!;
    side[2]! += weight * z * y[i]!;
    if (Math.abs(u[i]! - usualU) <= outlier.chroma) {
      weightU += weight;
      sumU += weight * u[i]!;
    }
    if (Math.abs(v[i]! - usualV) <= outlier.chroma) {
      weightV += weight;
      sumV += weight * v[i]!;
    }
  }
  [sums[3], sums[6], sums[7]] = [sums[1]!, sums[2]!, sums[5]!];
  sums[4]! += sums[0]! * levelling;
  sums[8]! += sums[0]! * levelling;
  return {
    y: toSlope(solve(sums, side), sprite.width, sprite.height),
    u: { ...level, base: weightU > 0 ? sumU / weightU : 0 },
    v: { ...level, base: weightV > 0 ? sumV / weightV : 0 },
  };
}

/** Of one border at a time, so that nothing is made room for with each picture. */
const found = {
  count: 0,
  /** From -1 at the left and upper border to 1. */
  across: new Float32Array(samplesMax),
  down: new Float32Array(samplesMax),
  /** What is covered more was rounded less. */
  weights: new Float32Array(samplesMax),
  y: new Float32Array(samplesMax),
  u: new Float32Array(samplesMax),
  v: new Float32Array(samplesMax),
};

function differences(picture: Uint8Array, sprite: Sprite, at: Affine): typeof found {
  const { width, height, alpha } = sprite;
  const border = borderOf(sprite);
  const half = pictureSize / 2;
  let count = 0;
  for (let next = 0; next < border.length; next += 2) {
    const [column, row] = [border[next]!, border[next + 1]!];
    const x = Math.round(at.a * column + at.b * row + at.c);
    const y = Math.round(at.d * column + at.e * row + at.f);
    if (x < 0 || y < 0 || x >= pictureSize || y >= pictureSize) continue;
    const place = row * width + column;
    const cover = alpha[place]!;
    const chroma = (y >> 1) * half + (x >> 1);
    const own = (row >> 1) * (width / 2) + (column >> 1);
    const scale = 255 / sprite.halfAlpha[own]!;
    found.across[count] = (2 * column) / width - 1;
    found.down[count] = (2 * row) / height - 1;
    found.weights[count] = cover;
    found.y[count] = picture[y * pictureSize + x]! - (sprite.y[place]! * 255) / cover;
    found.u[count] = picture[lumaBytes + chroma]! - sprite.u[own]! * scale;
    found.v[count] = picture[lumaBytes + chromaBytes + chroma]! - sprite.v[own]! * scale;
    count++;
  }
  found.count = count;
  return found;
}

/** On all sides alike: what one side alone says would be carried across the whole sprite. */
function borderOf({ width, height, alpha, halfAlpha }: Sprite): Int32Array {
  const known = borders.get(alpha);
  if (known) return known;
  const places: { column: number; row: number; angle: number }[] = [];
  const fades = (cover: number) => cover >= ring.least && cover <= ring.most;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      if (!fades(alpha[row * width + column]!) || !fades(halfAlpha[(row * width) / 4 + column / 2]!))
        continue;
      places.push({ column, row, angle: Math.atan2(row / height - 0.5, column / width - 0.5) });
    }
  }
  places.sort((one, other) => one.angle - other.angle);
  const every = Math.max(1, places.length / samplesMax);
  const count = Math.floor(places.length / every);
  const border = Int32Array.from({ length: 2 * count }, (_, i) => {
    const { column, row } = places[Math.floor((i >> 1) * every)]!;
    return i % 2 === 0 ? column : row;
  });
  borders.set(alpha, border);
  return border;
}

const counts = new Uint16Array(512);

/** To a step of a sample. */
function medianOf(values: Float32Array, count: number): number {
  counts.fill(0);
  for (let i = 0; i < count; i++) counts[Math.max(0, Math.min(511, Math.round(values[i]!) + 256))]!++;
  let before = 0;
  let step = 0;
  while (before + counts[step]! <= count / 2) before += counts[step++]!;
  return step - 256;
}

/** From positions between -1 and 1 to positions in px. */
function toSlope([base, x, y]: readonly [number, number, number], width: number, height: number): Slope {
  return { base: base - x - y, dx: (2 * x) / width, dy: (2 * y) / height };
}

/** Cramer's rule for a symmetric 3×3 system; level when it has no solution. */
function solve(m: Float64Array, side: Float64Array): readonly [number, number, number] {
  const at = (i: number, j: number, column: number) => (j === column ? side[i]! : m[i * 3 + j]!);
  const det = (column: number) =>
    at(0, 0, column) * (at(1, 1, column) * at(2, 2, column) - at(1, 2, column) * at(2, 1, column)) -
    at(0, 1, column) * (at(1, 0, column) * at(2, 2, column) - at(1, 2, column) * at(2, 0, column)) +
    at(0, 2, column) * (at(1, 0, column) * at(2, 1, column) - at(1, 1, column) * at(2, 0, column));
  const whole = det(-1);
  if (Math.abs(whole) < 1e-9) return [side[0]! / Math.max(1, m[0]!), 0, 0];
  return [det(0) / whole, det(1) / whole, det(2) / whole];
}
