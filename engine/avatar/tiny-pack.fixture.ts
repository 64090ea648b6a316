import type { AvatarPack } from "./avatar-pack.ts";
import type { EyePose } from "./face-cells.ts";
import { restEyes } from "./face-cells.ts";
import type { MouthShape } from "./motion/mouth-curve.ts";
import { identity } from "./pixels/affine.ts";
import { pictureBytes, type Sprite } from "./pixels/yuv.ts";

const side = 16;

/** A plain grey square, wholly opaque. */
export function greySquare(grey: number, alpha = new Uint8Array(side * side).fill(255)): Sprite {
  const half = (side * side) / 4;
  return {
    width: side,
    height: side,
    y: new Uint8Array(side * side).fill(grey),
    alpha,
    u: new Uint8Array(half).fill(128),
    v: new Uint8Array(half).fill(128),
    halfAlpha: new Uint8Array(half).fill(255),
  };
}

/** A pack of 25 grey pictures, three mouths of footage and one blink. */
export function tinyPack(shapes: readonly MouthShape[] = tinyShapes): AvatarPack {
  const alpha = new Uint8Array(side * side).fill(255);
  const halfAlpha = new Uint8Array((side * side) / 4).fill(255);
  const blink: EyePose = { ...restEyes, blink: 1 };
  return {
    kind: "video",
    toned: false,
    loop: Array.from({ length: 25 }, (_, i) => new Uint8Array(pictureBytes).fill(100 + i)),
    heads: Array.from({ length: 25 }, (_, i) => ({ ...identity, c: i / 4 })),
    face: { x: 176, y: 104, width: 160, height: 226 },
    blinks: false,
    mouths: {
      x: 200,
      y: 300,
      shapes,
      patches: shapes.map(({ open }) => ({ ...greySquare(Math.round(open * 255)), alpha, halfAlpha })),
      costs: {
        joins: new Uint8Array((shapes.length + 1) ** 2).fill(3),
        misfits: new Uint8Array(25 * shapes.length).map((_, i) => i % 7),
      },
    },
    eyes: { x: 180.5, y: 200, poses: [blink], patches: [greySquare(20)] },
  };
}

export const tinyShapes: readonly MouthShape[] = [0, 0.5, 1].map((open) => ({
  open,
  width: 0.5,
  detail: "plain",
}));
