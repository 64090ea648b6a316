import { type Affine, halved, invert } from "./affine.ts";
import { type Box, layPlanes } from "./pixel-loops.ts";
import type { Slope, Tone } from "./tone.ts";
import { chromaBytes, lumaBytes, pictureSize, type Sprite } from "./yuv.ts";

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
  const { tone, opacity = 1 } = laying;
  const isPlain = !tone && opacity === 1;
  const { width, height, y, u, v, alpha, halfAlpha } = sprite;
  const full = { stride: pictureSize, box, width, height, alpha, map: invert(at) };
  const small = {
    ...{ stride: pictureSize / 2, box: half, width: width / 2, height: height / 2 },
    ...{ alpha: halfAlpha, map: invert(halved(at)) },
  };
  const toned = (slope: Slope) => (isPlain ? undefined : { slope, opacity });
  layPlanes(picture, [
    { ...full, start: 0, samples: y, tone: toned(tone?.y ?? level) },
    { ...small, start: lumaBytes, samples: u, tone: toned(halvedSlope(tone?.u ?? level)) },
    { ...small, start: lumaBytes + chromaBytes, samples: v, tone: toned(halvedSlope(tone?.v ?? level)) },
  ]);
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
