import { type Affine, invert, multiply, turnAbout } from "../affine.ts";
import { headPose, loopPictures } from "../idle-motion.ts";
import { smooth } from "../smooth.ts";
import { chromaBytes, lumaBytes, pictureSize } from "../yuv.ts";
import { type Landmarks, type Point, pointOf, points } from "./landmarks.ts";

/** The head's movement is lost over this many times its size. */
const fadeTo = 2.1;
/** How much of a drawing's movement a photo can bear before the background is seen to bend. */
const share = 0.8;
/** Px that take less part in any movement stay as they are. */
const weightLeast = 0.004;

/** The idle motion of a still picture: the head turns, the shoulders rise and fall, the background stays. */
export function moveStill(
  picture: Uint8Array,
  head: Affine,
  landmarks: Landmarks,
): { loop: Uint8Array[]; heads: Affine[] } {
  const at = (index: number) => pointOf(landmarks, index);
  const [left, right] = [at(points.leftCheek), at(points.rightCheek)];
  const [top, chin] = [at(points.forehead), at(points.chin)];
  const middle = { x: (left.x + right.x) / 2, y: (top.y + chin.y) / 2 };
  const size = { x: 0.62 * (right.x - left.x), y: 0.62 * (chin.y - top.y) };
  const weights = weightsOf(middle, size, chin);
  const neck = { x: chin.x, y: chin.y + 0.35 * (chin.y - top.y) };
  const loop: Uint8Array[] = [];
  const heads: Affine[] = [];
  for (let number = 0; number < loopPictures; number++) {
    const { turnDeg, x, y, breath } = headPose(number);
    const motion = turnAbout(share * turnDeg, neck, { x: share * x, y: share * y });
    heads.push(multiply(motion, head));
    loop.push(bent(picture, invert(motion), { ...weights, breath: share * breath }));
  }
  return { loop, heads };
}

interface Weights {
  /** How much of the head's movement each px takes part in. */
  readonly head: Float32Array;
  /** And of the shoulders'. */
  readonly body: Float32Array;
}

function weightsOf(middle: Point, size: Point, chin: Point): Weights {
  const head = new Float32Array(lumaBytes);
  const body = new Float32Array(lumaBytes);
  for (let y = 0, i = 0; y < pictureSize; y++) {
    for (let x = 0; x < pictureSize; x++, i++) {
      const away = Math.hypot((x - middle.x) / size.x, (y - middle.y) / size.y);
      head[i] = 1 - smooth((away - 1) / (fadeTo - 1));
      const below = smooth((y - chin.y) / (0.3 * pictureSize));
      // The picture's lower edge stays, so that nothing comes in from outside.
      const edge = smooth((pictureSize - 1 - y) / 24);
      body[i] = (1 - head[i]!) * below * edge;
    }
  }
  return { head, body };
}

/** The loop's pictures are 150 times 400 000 samples: nothing is taken apart in here. */
function bent(
  picture: Uint8Array,
  back: Affine,
  { head, body, breath }: Weights & { breath: number },
): Uint8Array {
  const out = picture.slice();
  const half = pictureSize / 2;
  for (let y = 0, i = 0; y < pictureSize; y++) {
    for (let x = 0; x < pictureSize; x++, i++) {
      const [weight, lift] = [head[i]!, body[i]!];
      if (weight + lift < weightLeast) continue;
      const fromX = x + (back.a * x + back.b * y + back.c - x) * weight;
      const fromY = y + (back.d * x + back.e * y + back.f - y) * weight + breath * lift;
      out[i] = sample(picture, 0, pictureSize, fromX, fromY);
      if (((x | y) & 1) !== 0) continue;
      // The chroma of four px moves as the first of them does.
      const at = (y >> 1) * half + (x >> 1);
      const [cx, cy] = [(x >> 1) + (fromX - x) / 2, (y >> 1) + (fromY - y) / 2];
      out[lumaBytes + at] = sample(picture, lumaBytes, half, cx, cy);
      out[lumaBytes + chromaBytes + at] = sample(picture, lumaBytes + chromaBytes, half, cx, cy);
    }
  }
  return out;
}

/** Bilinear, within a square plane that begins at `start`; the border goes on. */
function sample(bytes: Uint8Array, start: number, side: number, x: number, y: number): number {
  const most = side - 1.001;
  const [px, py] = [x < 0 ? 0 : Math.min(x, most), y < 0 ? 0 : Math.min(y, most)];
  const [column, row] = [px | 0, py | 0];
  const [fx, fy] = [px - column, py - row];
  const i = start + row * side + column;
  const above = bytes[i]! + (bytes[i + 1]! - bytes[i]!) * fx;
  const below = bytes[i + side]! + (bytes[i + side + 1]! - bytes[i + side]!) * fx;
  return above + (below - above) * fy + 0.5;
}
