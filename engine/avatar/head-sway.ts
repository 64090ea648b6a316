import { type Affine, apply, invert } from "./affine.ts";
import type { FaceBox } from "./avatar-pack.ts";
import { liftPicture, liftSquare } from "./pixels/pixel-loops.ts";
import { smooth } from "./smooth.ts";
import { chromaBytes, lumaBytes, pictureSize } from "./yuv.ts";

/** The displacement is worked out at the corners of squares so wide, and lies between theirs inside. */
const cell = liftSquare;
const cells = pictureSize / cell;
/** Squares whose corners move by less stay as they are, in px. */
const movedLeast = 0.06;
/** The head with its hair, as a share of the face's box; beyond it the movement is lost over `fade` times its size. */
const headShare = { x: 0.72, y: 0.7 };
const fade = 2;

/**
 * Moves the head of a finished picture by `motion`, a map of the picture's px: what lies within the head moves as one piece, what lies around it
 * follows less and less, and the picture's border stays. Draws into `to`, which must be another buffer than `picture`.
 */
export function swayHead(
  to: Uint8Array,
  picture: Uint8Array,
  { face, head, motion }: { face: FaceBox; head: Affine; motion: Affine },
): void {
  const toHead = invert(head);
  const middle = { x: face.x + face.width / 2, y: face.y + face.height / 2 };
  const size = { x: headShare.x * face.width, y: headShare.y * face.height };
  const back = invert(motion);
  const shareAt = (x: number, y: number) => {
    const own = apply(toHead, x, y);
    // Math.hypot takes several times as long.
    const away = Math.sqrt(((own.x - middle.x) / size.x) ** 2 + ((own.y - middle.y) / size.y) ** 2);
    const border = smooth(Math.min(x, y, pictureSize - x, pictureSize - y) / (2 * cell));
    return (1 - smooth((away - 1) / (fade - 1))) * border;
  };
  const comesFrom = (x: number, y: number) => {
    const share = shareAt(x, y);
    const from = apply(back, x, y);
    return { x: x + (from.x - x) * share, y: y + (from.y - y) * share };
  };
  bendPicture(to, picture, comesFrom);
}

/**
 * Draws a picture into `to`, another buffer, with each px taken from where `comesFrom` says; it is asked for every 16th px
 * only, so it must not change fast from one place to the next.
 */
export function bendPicture(
  to: Uint8Array,
  picture: Uint8Array,
  comesFrom: (x: number, y: number) => { x: number; y: number },
): void {
  const field = displacements(comesFrom);
  if (field.x.every((value) => value === 0)) {
    liftPicture(to, picture, { field: field.y, leastPx: movedLeast });
    return;
  }
  to.set(picture);
  const half = pictureSize / 2;
  for (let row = 0; row < cells; row++) {
    for (let column = 0; column < cells; column++) {
      const square = squareOf(field, column, row);
      if (!square) continue;
      bend({ to, from: picture, start: 0, side: pictureSize, size: cell }, column, row, square);
      const small = square.map((value) => value / 2);
      for (const start of [lumaBytes, lumaBytes + chromaBytes])
        bend({ to, from: picture, start, side: half, size: cell / 2 }, column, row, small);
    }
  }
}

/** Where the corners of the grid come from, row by row: x and y to add, in px. */
interface Field {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

function displacements(comesFrom: (x: number, y: number) => { x: number; y: number }): Field {
  const field = { x: new Float64Array((cells + 1) ** 2), y: new Float64Array((cells + 1) ** 2) };
  for (let row = 0, i = 0; row <= cells; row++) {
    for (let column = 0; column <= cells; column++, i++) {
      const [x, y] = [column * cell, row * cell];
      const from = comesFrom(x, y);
      field.x[i] = from.x - x;
      field.y[i] = from.y - y;
    }
  }
  return field;
}

/** The displacements of a square's corners, x and y of each; undefined where nothing moves. */
function squareOf({ x, y }: Field, column: number, row: number): number[] | undefined {
  const top = row * (cells + 1) + column;
  const below = top + cells + 1;
  const corners = [top, top + 1, below, below + 1].flatMap((i) => [x[i]!, y[i]!]);
  return corners.some((value) => Math.abs(value) > movedLeast) ? corners : undefined;
}

interface Sheet {
  readonly to: Uint8Array;
  readonly from: Uint8Array;
  readonly start: number;
  readonly side: number;
  readonly size: number;
}

/** One square of one plane, bilinear in what it shows and in how it is displaced. This loop takes all of the time. */
function bend(
  { to, from, start, side, size }: Sheet,
  column: number,
  row: number,
  corners: readonly number[],
): void {
  const [ax, ay, bx, by, cx, cy, dx, dy] = corners as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const most = side - 1.001;
  for (let j = 0; j < size; j++) {
    const down = j / size;
    const y = row * size + j;
    const x = column * size;
    let fromX = x + ax + (cx - ax) * down;
    let fromY = y + ay + (cy - ay) * down;
    const stepX = 1 + (bx + (dx - bx) * down - (ax + (cx - ax) * down)) / size;
    const stepY = (by + (dy - by) * down - (ay + (cy - ay) * down)) / size;
    for (let out = start + y * side + x, end = out + size; out < end; out++, fromX += stepX, fromY += stepY) {
      const px = fromX < 0 ? 0 : Math.min(fromX, most);
      const py = fromY < 0 ? 0 : Math.min(fromY, most);
      const left = px | 0;
      const line = py | 0;
      const i = start + line * side + left;
      const fx = px - left;
      const above = from[i]! + (from[i + 1]! - from[i]!) * fx;
      const below = from[i + side]! + (from[i + side + 1]! - from[i + side]!) * fx;
      to[out] = above + (below - above) * (py - line) + 0.5;
    }
  }
}
