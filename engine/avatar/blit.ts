import { type Affine, halved, invert } from "./affine.ts";
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

/** Lays a sprite on a yuv420p picture, with bilinear sampling. `at` maps the sprite's pixels to the picture's. */
export function blit(picture: Uint8Array, sprite: Sprite, at: Affine): void {
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
  blend(y, box, toSprite, { ...size, bytes: sprite.y, alpha: sprite.alpha });
  blend(u, half, toHalfSprite, { ...halfSize, bytes: sprite.u, alpha: sprite.halfAlpha });
  blend(v, half, toHalfSprite, { ...halfSize, bytes: sprite.v, alpha: sprite.halfAlpha });
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
