import type { Affine } from "../pixels/affine.ts";
import { chromaBytes, lumaBytes, pictureSize, type Sprite } from "../pixels/yuv.ts";
import type { Mask } from "./mouth-mask.ts";

/**
 * Where a px of the head comes from when it is bent: `to` receives x and y in the head's px, and what is
 * painted over it: a share from 0 to 1, and its Y, U and V.
 */
export type Warp = (x: number, y: number, to: Float64Array) => void;

/**
 * Cuts a piece of the head out of a picture: each of its px is looked up once, through the warp and the
 * head's place in the picture, so that nothing is blurred twice.
 */
export function cutPiece(picture: Uint8Array, head: Affine, mask: Mask, warp?: Warp): Sprite {
  const { region, alpha, halfAlpha } = mask;
  const { width, height } = region;
  const luma = { bytes: picture.subarray(0, lumaBytes), side: pictureSize };
  const half = pictureSize / 2;
  const [cb, cr] = [
    { bytes: picture.subarray(lumaBytes, lumaBytes + chromaBytes), side: half },
    { bytes: picture.subarray(lumaBytes + chromaBytes), side: half },
  ];
  const place = new Float64Array(6);
  const find = (x: number, y: number) => {
    place[0] = x;
    place[1] = y;
    place[2] = 0;
    warp?.(x, y, place);
    const [hx, hy] = [place[0]!, place[1]!];
    place[0] = head.a * hx + head.b * hy + head.c;
    place[1] = head.d * hx + head.e * hy + head.f;
  };
  const y = new Uint8Array(width * height);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++, i++) {
      if (alpha[i] === 0) continue;
      find(region.x + column, region.y + row);
      y[i] = (painted(cubic(luma, place[0]!, place[1]!), place, 3) * alpha[i]!) / 255 + 0.5;
    }
  }
  const [u, v] = [new Uint8Array(y.length / 4), new Uint8Array(y.length / 4)];
  for (let row = 0, i = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2, i++) {
      if (halfAlpha[i] === 0) continue;
      find(region.x + column + 0.5, region.y + row + 0.5);
      const [x, line] = [(place[0]! - 0.5) / 2, (place[1]! - 0.5) / 2];
      u[i] = (painted(linear(cb, x, line), place, 4) * halfAlpha[i]!) / 255 + 0.5;
      v[i] = (painted(linear(cr, x, line), place, 5) * halfAlpha[i]!) / 255 + 0.5;
    }
  }
  return { width, height, y, alpha, u, v, halfAlpha };
}

/** Y, U and V. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** A picture's colour at a place of the head. */
export function colourIn(picture: Uint8Array, head: Affine, x: number, y: number): Colour {
  const place = { x: head.a * x + head.b * y + head.c, y: head.d * x + head.e * y + head.f };
  const half = { x: (place.x - 0.5) / 2, y: (place.y - 0.5) / 2 };
  const side = pictureSize / 2;
  return {
    y: linear({ bytes: picture.subarray(0, lumaBytes), side: pictureSize }, place.x, place.y),
    u: linear({ bytes: picture.subarray(lumaBytes, lumaBytes + chromaBytes), side }, half.x, half.y),
    v: linear({ bytes: picture.subarray(lumaBytes + chromaBytes), side }, half.x, half.y),
  };
}

function painted(sample: number, place: Float64Array, colour: number): number {
  return sample + (place[colour]! - sample) * place[2]!;
}

interface Plane {
  readonly bytes: Uint8Array;
  readonly side: number;
}

/** Places between two px are told apart to this share. */
const fractions = 256;
/** Weights of four px in a row for each place between the middle two. */
const weights = Float64Array.from({ length: 4 * fractions }, (_, i) => {
  const t = Math.floor(i / 4) / fractions;
  const [t2, t3] = [t * t, t * t * t];
  const four = [
    -0.5 * t3 + t2 - 0.5 * t,
    1.5 * t3 - 2.5 * t2 + 1,
    -1.5 * t3 + 2 * t2 + 0.5 * t,
    0.5 * t3 - 0.5 * t2,
  ];
  return four[i % 4]!;
});

/** Catmull-Rom interpolation (Keys, Cubic Convolution Interpolation for Digital Image Processing, 1981); the border goes on. */
function cubic({ bytes, side }: Plane, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const wx = 4 * Math.floor((x - column) * fractions);
  const wy = 4 * Math.floor((y - row) * fractions);
  const left = clamp(column - 1, side - 1);
  const middle = clamp(column, side - 1);
  const right = clamp(column + 1, side - 1);
  const last = clamp(column + 2, side - 1);
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const line = clamp(row + j - 1, side - 1) * side;
    const across =
      weights[wx]! * bytes[line + left]! +
      weights[wx + 1]! * bytes[line + middle]! +
      weights[wx + 2]! * bytes[line + right]! +
      weights[wx + 3]! * bytes[line + last]!;
    sum += weights[wy + j]! * across;
  }
  return clamp(sum, 255);
}

function linear({ bytes, side }: Plane, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - column, y - row];
  const [left, right] = [clamp(column, side - 1), clamp(column + 1, side - 1)];
  const [top, bottom] = [clamp(row, side - 1) * side, clamp(row + 1, side - 1) * side];
  const above = bytes[top + left]! + (bytes[top + right]! - bytes[top + left]!) * fx;
  const below = bytes[bottom + left]! + (bytes[bottom + right]! - bytes[bottom + left]!) * fx;
  return above + (below - above) * fy;
}

function clamp(value: number, most: number): number {
  return value < 0 ? 0 : Math.min(value, most);
}
