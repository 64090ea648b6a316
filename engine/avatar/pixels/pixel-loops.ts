import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Affine } from "./affine.ts";
import type { Slope } from "./tone.ts";
import { chromaBytes, lumaBytes, pictureBytes, pictureSize } from "./yuv.ts";

const binary = readFileSync(join(import.meta.dir, "pixel-loops.wasm"));
const instance = new WebAssembly.Instance(new WebAssembly.Module(binary));

/** What pixel-loops.as exports: WebAssembly, since JavaScript has no words for several pixels at once. */
const { memory, lay, bend } = instance.exports as {
  readonly memory: WebAssembly.Memory;
  lay(order: number): void;
  bend(order: number): void;
};

/** Side of the largest sprite, in px. */
const spriteSideMax = 512;
/** How far a picture is bent is told at the corners of squares so wide, in px. */
export const bendSquare = 16;
const fieldLength = (pictureSize / bendSquare + 1) ** 2;
/** Vectors may be read beyond the end of what is there. */
const slackBytes = 16;
const pageBytes = 65_536;

/** Where things lie in the memory. The compiler keeps the first bytes for itself. */
const orderAt = 1_024;
const orderBytes = 256;
const fieldAt = orderAt + orderBytes;
const canvasAt = fieldAt + 2 * 8 * fieldLength;
const deskAt = canvasAt + pictureBytes + slackBytes;
const sourceAt = deskAt + pictureBytes + slackBytes;
const sourceBytes = Math.max(pictureBytes, 2 * spriteSideMax ** 2) + slackBytes;

const missingBytes = sourceAt + sourceBytes - memory.buffer.byteLength;
memory.grow(Math.max(0, Math.ceil(missingBytes / pageBytes)));
const bytes = new Uint8Array(memory.buffer);
/** The fields of an order, whole numbers of 4 bytes and real ones of 8. */
const order = {
  whole: new Int32Array(memory.buffer, orderAt, orderBytes / 4),
  real: new Float64Array(memory.buffer, orderAt, orderBytes / 8),
};
const downAt = fieldAt + 8 * fieldLength;
const fields = {
  right: new Float64Array(memory.buffer, fieldAt, fieldLength),
  down: new Float64Array(memory.buffer, downAt, fieldLength),
};

/**
 * The picture that is drawn now, yuv420p, in which sprites are laid without a copy of it. There is one in a process: it is
 * drawn and encoded in one go.
 */
export const canvas = bytes.subarray(canvasAt, canvasAt + pictureBytes);
/** Where other pictures are worked on. */
const desk = bytes.subarray(deskAt, deskAt + pictureBytes);

/** A plane of a sprite, and where it is laid on a picture. */
export interface PlaneLaying {
  /** Of the picture's plane, in bytes from the picture's start. */
  readonly start: number;
  /** Of the picture's plane, in its samples. */
  readonly stride: number;
  /** What may change of it. */
  readonly box: Box;
  /** Multiplied by their alpha. */
  readonly samples: Uint8Array;
  readonly alpha: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Maps samples of the picture's plane to the sprite's. */
  readonly map: Affine;
  /** What is added to the sprite's samples, and its opacity from 0 to 1; laid on as it is without. */
  readonly tone?: { readonly slope: Slope; readonly opacity: number } | undefined;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Lays planes of up to `spriteSideMax` on a picture, with bilinear sampling. Throws RangeError when a plane is larger. */
export function layPlanes(picture: Uint8Array, planes: readonly PlaneLaying[]): void {
  const at = picture === canvas ? canvasAt : deskAt;
  if (at === deskAt) desk.set(picture);
  for (const plane of planes) {
    const { start, stride, box, samples, alpha, width, height, map, tone } = plane;
    if (samples.length > spriteSideMax ** 2) throw new RangeError("the sprite is too large");
    const alphaAt = sourceAt + samples.length;
    bytes.set(samples, sourceAt);
    bytes.set(alpha, alphaAt);
    order.whole.set([at + start, stride, box.left, box.top, box.right, box.bottom, sourceAt, alphaAt]);
    order.whole.set([width, height, tone ? 1 : 0, Math.round((tone?.opacity ?? 1) * 256)], 8);
    const { base, dx, dy } = tone?.slope ?? { base: 0, dx: 0, dy: 0 };
    order.real.set([map.a, map.b, map.c, map.d, map.e, map.f, base, dx, dy], 6);
    lay(orderAt);
  }
  if (at === deskAt) picture.set(desk);
}

/** How many px further right, and down, what is shown at each corner of a picture's squares comes from; row by row. */
export interface BendField {
  readonly right: Float64Array;
  readonly down: Float64Array;
}

/** Moves what a picture shows, into `to`. Squares whose corners come from less than `leastPx` away stay as they are. */
export function bendPlanes(
  to: Uint8Array,
  picture: Uint8Array,
  { field, leastPx }: { field: BendField; leastPx: number },
): void {
  desk.set(picture);
  bytes.set(picture, sourceAt);
  fields.right.set(field.right);
  fields.down.set(field.down);
  for (const [start, scale] of [
    [0, 1],
    [lumaBytes, 0.5],
    [lumaBytes + chromaBytes, 0.5],
  ] as const) {
    const square = bendSquare * scale;
    order.whole.set([deskAt + start, sourceAt + start, pictureSize * scale, square, fieldAt, downAt]);
    order.real.set([leastPx, scale], 3);
    bend(orderAt);
  }
  to.set(desk);
}
