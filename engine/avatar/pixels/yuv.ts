/** Side of every face's picture, in px. */
export const pictureSize = 512;
export const lumaBytes = pictureSize * pictureSize;
export const chromaBytes = lumaBytes / 4;
/** Bytes of one yuv420p picture: Y, then U, then V. */
export const pictureBytes = lumaBytes + 2 * chromaBytes;

/**
 * A part of a picture with transparency, in 4:2:0. Colours are multiplied by their alpha. Both sides
 * are even.
 */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  /** Alpha at full size, for `y`. */
  readonly alpha: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Alpha at half size, for `u` and `v`. */
  readonly halfAlpha: Uint8Array;
}

/**
 * Converts RGBA with premultiplied alpha to BT.601 in studio range (ITU-R BT.601-7, section 2.5).
 * This is what decoders assume for a picture of this size that says nothing about its colours, and
 * what a VP8 picture says (RFC 6386, section 9.2, color_space 0).
 */
export function toSprite(rgba: Uint8Array, width: number, height: number): Sprite {
  const [halfWidth, halfHeight] = [width / 2, height / 2];
  const sprite: Sprite = {
    width,
    height,
    y: new Uint8Array(width * height),
    alpha: new Uint8Array(width * height),
    u: new Uint8Array(halfWidth * halfHeight),
    v: new Uint8Array(halfWidth * halfHeight),
    halfAlpha: new Uint8Array(halfWidth * halfHeight),
  };
  for (let i = 0, at = 0; i < sprite.y.length; i++, at += 4) {
    const alpha = rgba[at + 3]!;
    sprite.alpha[i] = alpha;
    sprite.y[i] =
      0.2568 * rgba[at]! + 0.5041 * rgba[at + 1]! + 0.0979 * rgba[at + 2]! + (16 * alpha) / 255 + 0.5;
  }
  for (let row = 0; row < halfHeight; row++) {
    for (let column = 0; column < halfWidth; column++) {
      const at = (2 * row * width + 2 * column) * 4;
      const right = at + 4;
      const below = at + width * 4;
      const across = below + 4;
      const red = (rgba[at]! + rgba[right]! + rgba[below]! + rgba[across]!) / 4;
      const green = (rgba[at + 1]! + rgba[right + 1]! + rgba[below + 1]! + rgba[across + 1]!) / 4;
      const blue = (rgba[at + 2]! + rgba[right + 2]! + rgba[below + 2]! + rgba[across + 2]!) / 4;
      const alpha = (rgba[at + 3]! + rgba[right + 3]! + rgba[below + 3]! + rgba[across + 3]!) / 4;
      const i = row * halfWidth + column;
      const grey = (128 * alpha) / 255 + 0.5;
      sprite.halfAlpha[i] = alpha + 0.5;
      sprite.u[i] = clamp(-0.1482 * red - 0.291 * green + 0.4392 * blue + grey);
      sprite.v[i] = clamp(0.4392 * red - 0.3678 * green - 0.0714 * blue + grey);
    }
  }
  return sprite;
}

/** Fades the sprite out towards its border, so that it melts into what it is laid on. `px` is even. */
export function feather(sprite: Sprite, px: number): Sprite {
  const { width, height } = sprite;
  const full = (plane: Uint8Array) => fade(plane, { width, height }, px);
  const half = (plane: Uint8Array) => fade(plane, { width: width / 2, height: height / 2 }, px / 2);
  return {
    width,
    height,
    y: full(sprite.y),
    alpha: full(sprite.alpha),
    u: half(sprite.u),
    v: half(sprite.v),
    halfAlpha: half(sprite.halfAlpha),
  };
}

function fade(
  plane: Uint8Array,
  { width, height }: { width: number; height: number },
  px: number,
): Uint8Array {
  const faded = plane.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const border = Math.min(x, y, width - 1 - x, height - 1 - y);
      if (border < px) faded[y * width + x] = (faded[y * width + x]! * border) / px;
    }
  }
  return faded;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value));
}
