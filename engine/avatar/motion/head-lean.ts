import { type AvatarPack, type DrawnLayers, dress, type Look } from "../avatar-pack.ts";
import { type Affine, apply, from, identity, multiply, turnAbout } from "../pixels/affine.ts";
import { blit } from "../pixels/blit.ts";
import { pictureBytes } from "../pixels/yuv.ts";
import type { HeadLean } from "./head-actor.ts";
import { swayHead } from "./head-sway.ts";
import { headPose } from "./idle-motion.ts";

/** A picture that is bent rather than drawn bears this share of a lean before what is behind the head is seen to bend. */
const bentShare = 0.7;

/** The pictures of one stream whose head is held otherwise than in the loop. A pose that lasts is drawn once. */
export class LeaningHead {
  /** Without mouth and eyes, in yuv420p. */
  readonly #bare = new Uint8Array(pictureBytes);
  #drawn: { readonly of: Uint8Array; readonly lean: HeadLean } | undefined;

  /**
   * Draws picture `number` into `picture`, a yuv420p buffer. The head of a drawing that tilts is drawn anew; for a nod, and
   * for footage and photos, the loop's picture is bent. A new pose takes one to three ms more than `compose`.
   */
  compose(
    picture: Uint8Array,
    pack: AvatarPack,
    number: number,
    { look, lean }: { look: Look; lean: HeadLean },
  ): void {
    const index = number % pack.heads.length;
    const [shown, head] = [pack.loop[index]!, pack.heads[index]!];
    const share = pack.layers ? 1 : bentShare;
    const motion = motionOf(pack, head, { tiltDeg: share * lean.tiltDeg, nodPx: share * lean.nodPx });
    const leaning = multiply(motion, head);
    if (this.#drawn?.of !== shown || this.#drawn.lean !== lean) {
      if (pack.layers && lean.tiltDeg !== 0) stackLayers(this.#bare, pack.layers, { head: leaning, number });
      else swayHead(this.#bare, shown, { face: pack.face, head, motion });
      this.#drawn = { of: shown, lean };
    }
    picture.set(this.#bare);
    dress(picture, pack, leaning, look);
  }
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
