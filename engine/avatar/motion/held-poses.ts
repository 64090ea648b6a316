import { setImmediate } from "node:timers/promises";
import type { AvatarPack } from "../avatar-pack.ts";
import { pictureSize } from "../pixels/yuv.ts";

/** A pose is held for as many pictures at most: 240 ms, and one more where it begins later (see FaceStream). */
const heldMax = 6;
/** Squares of so many px are compared, by some of their px. */
const square = 16;
const step = { x: 2, y: 4 };
/**
 * Pictures are alike when no square differs by more on average, in levels of luma: a contour that moves by about half a
 * pixel. A lid that closes differs by four times as much.
 */
const alikeMax = 8.5;

/** Pictures that are compared in one go: a millisecond. */
const comparedAtOnce = 10;

/** Tells recordings of held loops from others. */
export const heldVersion = `${heldMax}/${alikeMax}`;

/**
 * Shows a picture of the loop on in place of those after it that look alike, as animators draw "on twos": mouth and lids
 * go on at the full rate, and a picture in which nothing else moves takes half of the time to encode. Pictures in which a
 * pose is held are the same object. Everything else goes on while it compares.
 */
export async function holdCalmPoses(pack: AvatarPack): Promise<AvatarPack> {
  const { heads, loop } = pack;
  let shown = 0;
  const held: number[] = [];
  for (const [i, picture] of loop.entries()) {
    if (i - shown >= heldMax || !isAlike(loop[shown]!, picture)) shown = i;
    held.push(shown);
    if (i % comparedAtOnce === 0) await setImmediate();
  }
  return { ...pack, heads: held.map((i) => heads[i]!), loop: held.map((i) => loop[i]!) };
}

function isAlike(one: Uint8Array, other: Uint8Array): boolean {
  const most = alikeMax * (square / step.x) * (square / step.y);
  for (let top = 0; top < pictureSize; top += square) {
    for (let left = 0; left < pictureSize; left += square) {
      let sum = 0;
      for (let y = top; y < top + square; y += step.y) {
        for (let i = y * pictureSize + left, end = i + square; i < end; i += step.x)
          sum += Math.abs(one[i]! - other[i]!);
      }
      if (sum > most) return false;
    }
  }
  return true;
}
