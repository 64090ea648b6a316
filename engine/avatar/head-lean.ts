import { type Affine, apply, from, identity, multiply, turnAbout } from "./affine.ts";
import { type AvatarPack, compose, type DrawnLayers, dress, type Look } from "./avatar-pack.ts";
import { blit } from "./blit.ts";
import type { HeadLean } from "./head-actor.ts";
import { swayHead } from "./head-sway.ts";
import { headPose } from "./idle-motion.ts";

/** A picture that is bent rather than drawn bears this share of a lean before what is behind the head is seen to bend. */
const bentShare = 0.7;

/** Two yuv420p buffers of one stream: what is drawn, and what is bent from it. */
export interface LeanCanvas {
  readonly drawn: Uint8Array;
  readonly bent: Uint8Array;
}

/**
 * Draws picture `number` with the head held otherwise than in the loop. A drawing is drawn anew; of footage and photos the
 * finished picture is bent. Returns the buffer that holds it. Takes two to three ms more than `compose`.
 */
export function composeLeaning(
  { drawn, bent }: LeanCanvas,
  pack: AvatarPack,
  number: number,
  { look, lean }: { look: Look; lean: HeadLean },
): Uint8Array {
  const head = pack.heads[number % pack.heads.length]!;
  if (pack.layers) {
    const leaning = multiply(motionOf(pack, head, lean), head);
    stackLayers(drawn, pack.layers, { head: leaning, number });
    dress(drawn, pack, leaning, look);
    return drawn;
  }
  compose(drawn, pack, number, look);
  const less = { tiltDeg: bentShare * lean.tiltDeg, nodPx: bentShare * lean.nodPx };
  swayHead(bent, drawn, { face: pack.face, head, motion: motionOf(pack, head, less) });
  return bent;
}

/** A turn about the top of the spine, and a sinking of the whole head. */
function motionOf({ face }: AvatarPack, head: Affine, { tiltDeg, nodPx }: HeadLean): Affine {
  const neck = apply(head, face.x + face.width / 2, face.y + 1.05 * face.height);
  return turnAbout(tiltDeg, neck, { x: 0, y: nodPx });
}

/** Draws a drawing's layers with the head at a place; `number` says how far the body has breathed. */
export function stackLayers(
  picture: Uint8Array,
  { background, hair, body, head }: DrawnLayers,
  at: { head: Affine; number: number },
): void {
  picture.set(background);
  blit(picture, hair.sprite, from(at.head, hair.x, hair.y));
  blit(picture, body.sprite, from(identity, body.x, body.y + headPose(at.number).breath));
  blit(picture, head.sprite, from(at.head, head.x, head.y));
}
