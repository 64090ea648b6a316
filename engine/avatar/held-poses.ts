import { type Affine, apply } from "./affine.ts";
import type { AvatarPack, FaceBox } from "./avatar-pack.ts";

/** A head that moves by less than this from one picture to the next is shown where it was, in px at 512×512. */
const calmPx = 1;

/** Tells recordings of held loops from others. */
export const heldVersion = `every second below ${calmPx} px`;

/**
 * Shows every second picture of a calm loop twice, as animators draw "on twos": mouth and eyes go on at the full rate, and
 * a picture in which nothing else moves takes half of the time to encode. Quick movements are left as they are. Pictures
 * that are held are the same object as the one before.
 */
export function holdCalmPoses(pack: AvatarPack): AvatarPack {
  const { heads, face } = pack;
  const shown = heads.map((head, i) =>
    i % 2 === 1 && movement(heads[i - 1]!, head, face) < calmPx ? i - 1 : i,
  );
  return { ...pack, heads: shown.map((i) => heads[i]!), loop: shown.map((i) => pack.loop[i]!) };
}

/** How far the corners of the face move at most, in px. */
function movement(one: Affine, other: Affine, { x, y, width, height }: FaceBox): number {
  const corners = [
    [x, y],
    [x + width, y],
    [x, y + height],
    [x + width, y + height],
  ] as const;
  const ways = corners.map(([cornerX, cornerY]) => {
    const [from, to] = [apply(one, cornerX, cornerY), apply(other, cornerX, cornerY)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
  return Math.max(...ways);
}
