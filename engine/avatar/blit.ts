import { type Affine, halved, invert } from "./affine.ts";
import type { Slope, Tone } from "./tone.ts";
import { chromaBytes, lumaBytes, pictureSize, type Sprite } from "./yuv.ts";

/** Fractions of a pixel are counted in 1/65536. */
const one = 65_536;

interface Plane {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** How a sprite is laid on: `opacity` from 0 to 1, and what to add to its colours. */
export interface Laying {
  readonly opacity?: number | undefined;
  readonly tone?: Tone | undefined;
}

/** Lays a sprite on a yuv420p picture, with bilinear sampling. `at` maps the sprite's pixels to the picture's. */
export function blit(picture: Uint8Array, sprite: Sprite, at: Affine, laying: Laying = {}): void {
  const box = boxOf(sprite, at);
  const half: Box = {
    left: box.left >> 1,
    top: box.top >> 1,
    right: box.right >> 1,
    bottom: box.bottom >> 1,
  };
  const [toSprite, toHalfSprite] = [invert(at), invert(halved(at))];
  const size = { width: sprite.width, height: sprite.height };
  const halfSize = { width: sprite.width / 2, height: sprite.height / 2 };
  const chroma = pictureSize / 2;
  const y = { bytes: picture.subarray(0, lumaBytes), width: pictureSize, height: pictureSize };
  const u = { bytes: picture.subarray(lumaBytes, lumaBytes + chromaBytes), width: chroma, height: chroma };
  const v = { bytes: picture.subarray(lumaBytes + chromaBytes), width: chroma, height: chroma };
  const full = { ...size, bytes: sprite.y, alpha: sprite.alpha };
  const halfU = { ...halfSize, bytes: sprite.u, alpha: sprite.halfAlpha };
  const halfV = { ...halfSize, bytes: sprite.v, alpha: sprite.halfAlpha };
  const { tone, opacity = 1 } = laying;
  if (!tone && opacity === 1) {
    blend(y, box, toSprite, full);
    blend(u, half, toHalfSprite, halfU);
    blend(v, half, toHalfSprite, halfV);
    return;
  }
  blendToned(y, box, toSprite, { ...full, slope: tone?.y ?? level, opacity });
  blendToned(u, half, toHalfSprite, { ...halfU, slope: halvedSlope(tone?.u ?? level), opacity });
  blendToned(v, half, toHalfSprite, { ...halfV, slope: halvedSlope(tone?.v ?? level), opacity });
}

const level: Slope = { base: 0, dx: 0, dy: 0 };

/** The same plane over the px of a half-size plane. */
function halvedSlope({ base, dx, dy }: Slope): Slope {
  return { base: base + 0.5 * (dx + dy), dx: 2 * dx, dy: 2 * dy };
}

/** The part of the picture that the sprite may touch; even, so that it can be halved. */
function boxOf({ width, height }: Sprite, at: Affine): Box {
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ] as const;
  const xs = corners.map(([x, y]) => at.a * x + at.b * y + at.c);
  const ys = corners.map(([x, y]) => at.d * x + at.e * y + at.f);
  const even = (value: number) => Math.max(0, Math.min(pictureSize, 2 * Math.floor(value / 2)));
  return {
    left: even(Math.min(...xs)),
    top: even(Math.min(...ys)),
    right: even(Math.max(...xs) + 3),
    bottom: even(Math.max(...ys) + 3),
  };
}

/** This loop takes most of a picture's time, so it runs on whole numbers and takes nothing apart. */
function blend(to: Plane, box: Box, map: Affine, source: Plane & { readonly alpha: Uint8Array }): void {
  const { bytes, alpha, width } = source;
  const target = to.bytes;
  const [xMax, yMax] = [width - 1, source.height - 1];
  const [stepX, stepY] = [Math.round(map.a * one), Math.round(map.d * one)];
  for (let row = box.top; row < box.bottom; row++) {
    let x = Math.round((map.a * box.left + map.b * row + map.c) * one);
    let y = Math.round((map.d * box.left + map.e * row + map.f) * one);
    let out = row * to.width + box.left;
    const end = row * to.width + box.right;
    for (; out < end; out++, x += stepX, y += stepY) {
      const column = x >> 16;
      const line = y >> 16;
      if (column < 0 || line < 0 || column >= xMax || line >= yMax) continue;
      const i = line * width + column;
      const below = i + width;
      const a0 = alpha[i]!;
      const a1 = alpha[i + 1]!;
      const a2 = alpha[below]!;
      const a3 = alpha[below + 1]!;
      if ((a0 | a1 | a2 | a3) === 0) continue;
      const fx = (x >> 8) & 255;
      const fy = (y >> 8) & 255;
      const top = (bytes[i]! << 8) + (bytes[i + 1]! - bytes[i]!) * fx;
      const bottom = (bytes[below]! << 8) + (bytes[below + 1]! - bytes[below]!) * fx;
      const value = (top << 8) + (bottom - top) * fy + 32_768;
      if ((a0 & a1 & a2 & a3) === 255) target[out] = value >> 16;
      else {
        const topAlpha = (a0 << 8) + (a1 - a0) * fx;
        const bottomAlpha = (a2 << 8) + (a3 - a2) * fx;
        const cover = ((topAlpha << 8) + (bottomAlpha - topAlpha) * fy) >> 8;
        // 257 / 65536 is 1 / 255 as near as eight bits can tell.
        target[out] = (value + (target[out]! * (65_280 - cover) * 257) / 256) >> 16;
      }
    }
  }
}

/** A tone's 1/256 steps are added up along a row in fractions of so many bits. */
const toneBits = 8;
const toneFraction = 2 ** toneBits;

interface TonedPlane extends Plane {
  readonly alpha: Uint8Array;
  readonly slope: Slope;
  readonly opacity: number;
}

/** `blend` with a change of colour and an opacity, both in whole numbers as well: 256 is one. */
function blendToned(to: Plane, box: Box, map: Affine, source: TonedPlane): void {
  const { bytes, alpha, width, slope } = source;
  const target = to.bytes;
  const [xMax, yMax] = [width - 1, source.height - 1];
  const [stepX, stepY] = [Math.round(map.a * one), Math.round(map.d * one)];
  const opacity = Math.round(source.opacity * 256);
  const toneStep = Math.round((slope.dx * map.a + slope.dy * map.d) * 256 * toneFraction);
  for (let row = box.top; row < box.bottom; row++) {
    const fromX = map.a * box.left + map.b * row + map.c;
    const fromY = map.d * box.left + map.e * row + map.f;
    let x = Math.round(fromX * one);
    let y = Math.round(fromY * one);
    let tone = Math.round((slope.base + slope.dx * fromX + slope.dy * fromY) * 256 * toneFraction);
    let out = row * to.width + box.left;
    const end = row * to.width + box.right;
    for (; out < end; out++, x += stepX, y += stepY, tone += toneStep) {
      const column = x >> 16;
      const line = y >> 16;
      if (column < 0 || line < 0 || column >= xMax || line >= yMax) continue;
      const i = line * width + column;
      const below = i + width;
      const a0 = alpha[i]!;
      const a1 = alpha[i + 1]!;
      const a2 = alpha[below]!;
      const a3 = alpha[below + 1]!;
      if ((a0 | a1 | a2 | a3) === 0) continue;
      const fx = (x >> 8) & 255;
      const fy = (y >> 8) & 255;
      const top = (bytes[i]! << 8) + (bytes[i + 1]! - bytes[i]!) * fx;
      const bottom = (bytes[below]! << 8) + (bytes[below + 1]! - bytes[below]!) * fx;
      const topAlpha = (a0 << 8) + (a1 - a0) * fx;
      const bottomAlpha = (a2 << 8) + (a3 - a2) * fx;
      // 257 / 65536 is 1 / 255 as near as eight bits can tell; 4096 is one.
      const cover = (((((topAlpha << 8) + (bottomAlpha - topAlpha) * fy) >> 8) * 257) >> 12) * opacity;
      const value = (((top << 8) + (bottom - top) * fy) >> 8) * opacity;
      const added = ((tone >> toneBits) - (target[out]! << 8)) * (cover >> 8);
      const mixed = ((target[out]! << 16) + value + (added >> 4) + 32_768) >> 16;
      target[out] = mixed < 0 ? 0 : Math.min(mixed, 255);
    }
  }
}
