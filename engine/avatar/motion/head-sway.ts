import type { FaceBox } from "../avatar-pack.ts";
import { type Affine, apply, invert } from "../pixels/affine.ts";
import { bendPlanes, bendSquare } from "../pixels/pixel-loops.ts";
import { pictureSize } from "../pixels/yuv.ts";
import { smooth } from "./smooth.ts";

/** Of the squares at whose corners the displacement is worked out, in a row. */
const corners = pictureSize / bendSquare + 1;
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
    const border = smooth(Math.min(x, y, pictureSize - x, pictureSize - y) / (2 * bendSquare));
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
  const field = { right: new Float64Array(corners ** 2), down: new Float64Array(corners ** 2) };
  for (let row = 0, i = 0; row < corners; row++) {
    for (let column = 0; column < corners; column++, i++) {
      const [x, y] = [column * bendSquare, row * bendSquare];
      const from = comesFrom(x, y);
      field.right[i] = from.x - x;
      field.down[i] = from.y - y;
    }
  }
  bendPlanes(to, picture, { field, leastPx: movedLeast });
}
