import { type Affine, from } from "./affine.ts";
import { blit } from "./blit.ts";
import { type EyePose, eyeCellOf, mouthCellOf, restEyes } from "./face-cells.ts";
import { loopPictures } from "./idle-motion.ts";
import { type MouthShape, restMouth } from "./mouth-curve.ts";
import type { Sprite } from "./yuv.ts";

/** Pieces that all cover the same place of the head. */
export interface PatchBank {
  /** The place's top left corner, in the head's own px. */
  readonly x: number;
  readonly y: number;
  /** In the order of `mouthCells` or `eyeCells`; their borders are feathered. */
  readonly patches: readonly Sprite[];
}

/**
 * All that is needed to show a face: a loop of finished pictures at rest, where the head is in each,
 * and the mouths and eyes to lay on it.
 */
export interface FacePack {
  /** `loopPictures` pictures, yuv420p, `restMouth` and `restEyes`. */
  readonly loop: readonly Uint8Array[];
  /** Maps the head's own px to the picture's. */
  readonly heads: readonly Affine[];
  readonly mouths: PatchBank;
  readonly eyes: PatchBank;
}

const restMouthCell = mouthCellOf(restMouth);
const restEyeCell = eyeCellOf(restEyes);

/** Draws picture `number` into `picture`, a yuv420p buffer. The loop's pictures already show mouth and eyes at rest. */
export function compose(
  picture: Uint8Array,
  pack: FacePack,
  number: number,
  look: { mouth: MouthShape; eyes: EyePose },
): void {
  const index = number % loopPictures;
  picture.set(pack.loop[index]!);
  const eyes = eyeCellOf(look.eyes);
  if (eyes !== restEyeCell) lay(picture, pack.eyes, eyes, pack.heads[index]!);
  const mouth = mouthCellOf(look.mouth);
  if (mouth !== restMouthCell) lay(picture, pack.mouths, mouth, pack.heads[index]!);
}

function lay(picture: Uint8Array, bank: PatchBank, cell: number, head: Affine): void {
  blit(picture, bank.patches[cell]!, from(head, bank.x, bank.y));
}
