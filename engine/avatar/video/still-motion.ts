import { type Affine, apply, invert, multiply, turnAbout } from "../affine.ts";
import { headPose, loopPictures } from "../idle-motion.ts";
import { chromaBytes, lumaBytes, pictureBytes, pictureSize } from "../yuv.ts";
import { linear, type Plane } from "./head-sampler.ts";
import { type Landmarks, type Point, pointOf, points } from "./landmarks.ts";
import { smooth } from "./mouth-mask.ts";

/** The head's movement is lost over this many times its size. */
const fadeTo = 2.1;
/** How much of a drawing's movement a photo can bear before the background is seen to bend. */
const share = 0.8;

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

function bent(
  picture: Uint8Array,
  back: Affine,
  { head, body, breath }: Weights & { breath: number },
): Uint8Array {
  const out = picture.slice();
  const luma: Plane = { bytes: picture.subarray(0, lumaBytes), side: pictureSize };
  const half = pictureSize / 2;
  const [cb, cr] = [
    { bytes: picture.subarray(lumaBytes, lumaBytes + chromaBytes), side: half },
    { bytes: picture.subarray(lumaBytes + chromaBytes, pictureBytes), side: half },
  ];
  const find = (x: number, y: number, i: number) => {
    const place = apply(back, x, y);
    return {
      x: x + (place.x - x) * head[i]!,
      y: y + (place.y - y) * head[i]! + breath * body[i]!,
    };
  };
  for (let y = 0, i = 0; y < pictureSize; y++) {
    for (let x = 0; x < pictureSize; x++, i++) {
      if (head[i]! + body[i]! < 0.004) continue;
      const place = find(x, y, i);
      out[i] = linear(luma, place.x, place.y) + 0.5;
    }
  }
  for (let y = 0, i = lumaBytes; y < half; y++) {
    for (let x = 0; x < half; x++, i++) {
      const at = 2 * y * pictureSize + 2 * x;
      if (head[at]! + body[at]! < 0.004) continue;
      const place = find(2 * x + 0.5, 2 * y + 0.5, at);
      const [px, py] = [(place.x - 0.5) / 2, (place.y - 0.5) / 2];
      out[i] = linear(cb, px, py) + 0.5;
      out[i + chromaBytes] = linear(cr, px, py) + 0.5;
    }
  }
  return out;
}
