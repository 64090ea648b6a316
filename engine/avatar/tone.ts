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

/** The border where a sprite fades out, by its alpha: there both show the same skin. */
const ring = { least: 12, most: 170 };
/** Every so many px of the border are looked at. */
const stridePx = 5;
/** Differences beyond this are no difference of light: a strand of hair, a collar. */
const outlierMax = 45;
/** Pulls a slope that few samples know about towards level, as a share of the samples' count. */
const levelling = 0.03;
const level: Slope = { base: 0, dx: 0, dy: 0 };

/**
 * Fits a plane to the difference between the picture and a sprite on the sprite's border, so that the
 * sprite can be laid on without a seam: the first-order part of what gradient-domain blending does
 * (Pérez, Gangnet, Blake, Poisson Image Editing, 2003). `at` maps the sprite's px to the picture's.
 */
export function fitTone(picture: Uint8Array, sprite: Sprite, at: Affine): Tone {
  const { width, height, alpha } = sprite;
  const sums = new Float64Array(9);
  const sides = [new Float64Array(3), new Float64Array(3), new Float64Array(3)] as const;
  const half = pictureSize / 2;
  for (let row = 0; row < height; row += stridePx) {
    for (let column = 0; column < width; column += stridePx) {
      const cover = alpha[row * width + column]!;
      if (cover < ring.least || cover > ring.most) continue;
      const x = Math.round(at.a * column + at.b * row + at.c);
      const y = Math.round(at.d * column + at.e * row + at.f);
      if (x < 0 || y < 0 || x >= pictureSize || y >= pictureSize) continue;
      const luma = picture[y * pictureSize + x]! - (sprite.y[row * width + column]! * 255) / cover;
      if (Math.abs(luma) > outlierMax) continue;
      const terms = [1, (2 * column) / width - 1, (2 * row) / height - 1];
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) sums[i * 3 + j]! += terms[i]! * terms[j]!;
        sides[0][i]! += terms[i]! * luma;
      }
      const chroma = (y >> 1) * half + (x >> 1);
      const own = (row >> 1) * (width / 2) + (column >> 1);
      const ownCover = Math.max(1, sprite.halfAlpha[own]!);
      const u = picture[lumaBytes + chroma]! - (sprite.u[own]! * 255) / ownCover;
      const v = picture[lumaBytes + chromaBytes + chroma]! - (sprite.v[own]! * 255) / ownCover;
      for (let i = 0; i < 3; i++) {
        sides[1][i]! += terms[i]! * u;
        sides[2][i]! += terms[i]! * v;
      }
    }
  }
  const count = sums[0]!;
  if (count < 8) return { y: level, u: level, v: level };
  sums[4]! += count * levelling;
  sums[8]! += count * levelling;
  const [y, u, v] = sides.map((side) => toSlope(solve(sums, side), width, height)) as [Slope, Slope, Slope];
  return { y, u, v };
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
