import { bendPicture } from "../motion/head-sway.ts";
import { headPose, loopPictures } from "../motion/idle-motion.ts";
import { smooth } from "../motion/smooth.ts";
import { type Affine, apply, invert, multiply, turnAbout } from "../pixels/affine.ts";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { type Landmarks, pointOf, points } from "./landmarks.ts";

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
  const neck = { x: chin.x, y: chin.y + 0.35 * (chin.y - top.y) };
  const shareAt = (x: number, y: number) => {
    const away = Math.hypot((x - middle.x) / size.x, (y - middle.y) / size.y);
    const headShare = 1 - smooth((away - 1) / (fadeTo - 1));
    const below = smooth((y - chin.y) / (0.3 * pictureSize));
    // The picture's lower edge stays, so that nothing comes in from outside.
    const edge = smooth((pictureSize - 1 - y) / 24);
    return { head: headShare, body: (1 - headShare) * below * edge };
  };
  const heads: Affine[] = [];
  const loop = Array.from({ length: loopPictures }, (_, number) => {
    const { turnDeg, x: moveX, y: moveY, breath } = headPose(number);
    const motion = turnAbout(share * turnDeg, neck, { x: share * moveX, y: share * moveY });
    heads.push(multiply(motion, head));
    const back = invert(motion);
    const moved = new Uint8Array(pictureBytes);
    bendPicture(moved, picture, (x, y) => {
      const part = shareAt(x, y);
      const from = apply(back, x, y);
      return {
        x: x + (from.x - x) * part.head,
        y: y + (from.y - y) * part.head + share * breath * part.body,
      };
    });
    return moved;
  });
  return { loop, heads };
}
