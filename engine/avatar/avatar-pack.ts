import type { EyePose } from "./face-cells.ts";
import type { MouthShape } from "./motion/mouth-curve.ts";
import { type Affine, from } from "./pixels/affine.ts";
import { blit } from "./pixels/blit.ts";
import { fitTone } from "./pixels/tone.ts";
import type { Sprite } from "./pixels/yuv.ts";
import type { Provenance } from "./store/avatar-entry.ts";

/** What a face was made from. */
export const packKinds = ["drawing", "video", "photo"] as const;
export type PackKind = (typeof packKinds)[number];

/** Pieces of one size that all cover the same place of the head; their borders fade out. */
export interface PatchBank {
  /** The place's top left corner, in the head's own px. */
  readonly x: number;
  readonly y: number;
  readonly patches: readonly Sprite[];
}

/**
 * What pieces cut from footage cost, beside what they show. A cost of 1 is `costUnit`; the scale is
 * that of the mouth's own errors in `MouthChooser`.
 */
export interface FootageCosts {
  /** Row: the piece before; column: the piece after; the last of each is the loop's own mouth. */
  readonly joins: Uint8Array;
  /** Row: picture of the loop; column: the piece that is laid on it. */
  readonly misfits: Uint8Array;
}

/** The value of `joins` and `misfits` that means a cost of 1. */
export const costUnit = 64;

export interface MouthBank extends PatchBank {
  /** What each piece shows. */
  readonly shapes: readonly MouthShape[];
  /** For pieces of footage, which do not follow each other, nor lie on each picture, equally well. */
  readonly costs?: FootageCosts | undefined;
}

export interface EyeBank extends PatchBank {
  readonly poses: readonly EyePose[];
}

/** A part of a drawing; `x` and `y` are its corner, in the head's own px or, for the body, in the picture's. */
export interface Layer {
  readonly x: number;
  readonly y: number;
  readonly sprite: Sprite;
}

/** What a drawing's pictures are drawn from, from back to front, so that its head can be held otherwise than in the loop. */
export interface DrawnLayers {
  /** A picture without anybody. */
  readonly background: Uint8Array;
  /** Hair behind the neck. */
  readonly hair: Layer;
  readonly body: Layer;
  readonly head: Layer;
}

/** A face without its hair, from the forehead to the chin and from cheek to cheek, in the head's own px. */
export interface FaceBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * All that is needed to show a face, of whatever kind: a loop of finished pictures at rest, where the
 * head is in each, and the mouths and eyes to lay on it.
 */
export interface AvatarPack {
  readonly kind: PackKind;
  /** Pictures in yuv420p, BT.601 studio range, mouth and eyes at rest. The last leads back to the first. */
  readonly loop: readonly Uint8Array[];
  /** Maps the head's own px to the picture's, for each picture of the loop. */
  readonly heads: readonly Affine[];
  readonly face: FaceBox;
  /** Of drawings only. */
  readonly layers?: DrawnLayers | undefined;
  readonly mouths: MouthBank;
  readonly eyes: EyeBank;
  /** Whether the loop's pictures blink by themselves. */
  readonly blinks: boolean;
  /** Whether the pieces' colours follow those of the picture around them: footage has changing light. */
  readonly toned: boolean;
  /** What the face was made of, and who answers for it; undefined for drawings. */
  readonly provenance?: Provenance | undefined;
}

/** Which pieces one picture shows; undefined where the loop's own mouth or eyes stay. */
export interface Look {
  readonly mouth: number | undefined;
  /** The mouth of the picture after, which shines through by a third, so that a jump between takes is soft. */
  readonly coming?: number | undefined;
  readonly eyes: number | undefined;
}

const comingShare = 1 / 3;

/** Draws picture `number` into `picture`, a yuv420p buffer. */
export function compose(picture: Uint8Array, pack: AvatarPack, number: number, look: Look): void {
  const index = number % pack.loop.length;
  picture.set(pack.loop[index]!);
  dress(picture, pack, pack.heads[index]!, look);
}

/** Lays mouth and eyes on a picture whose head is where `head` says. */
export function dress(picture: Uint8Array, pack: AvatarPack, head: Affine, look: Look): void {
  if (look.eyes !== undefined) lay(picture, pack, { bank: pack.eyes, patch: look.eyes, head, opacity: 1 });
  if (look.mouth === undefined && look.coming === undefined) return;
  const bank = pack.mouths;
  if (look.mouth !== undefined) lay(picture, pack, { bank, patch: look.mouth, head, opacity: 1 });
  if (look.coming !== undefined) lay(picture, pack, { bank, patch: look.coming, head, opacity: comingShare });
}

function lay(
  picture: Uint8Array,
  pack: AvatarPack,
  { bank, patch, head, opacity }: { bank: PatchBank; patch: number; head: Affine; opacity: number },
): void {
  const sprite = bank.patches[patch]!;
  const at = from(head, bank.x, bank.y);
  // The tone is that of the loop's picture: what was laid before is not measured again.
  const tone = pack.toned ? fitTone(picture, sprite, at) : undefined;
  blit(picture, sprite, at, { tone, opacity });
}
