import type { EncodedPicture, VideoCodec } from "./face.ts";

/**
 * A VP8 frame of 512×512 px that shows the one before again (RFC 6386, section 19.2): an inter frame whose 1,024 macroblocks
 * are all taken from where they are in the last frame (ZEROMV), without coefficients, and none of them filtered. It refreshes
 * no frame and no probability, so an encoder that knows nothing of it goes on as if it had not been there, and whoever
 * loses it misses nothing. Three bytes of frame tag (profile 1, shown), 39 of header and modes as the boolean
 * coder writes them, and two of an empty partition of coefficients.
 */
const repeatedVp8: EncodedPicture = {
  key: false,
  data: Uint8Array.fromHex(
    "f3040040000000000030b05fe800110008000afaaa26" + "932ca071851038c17dd6d965544d265940e309b00000",
  ),
};

/**
 * The picture before once more, for a stream of the codec; undefined where that cannot be said without its encoder. An
 * encoder takes a third of a millisecond to find that nothing has changed.
 */
export function repeatedPicture(codec: VideoCodec): EncodedPicture | undefined {
  return codec === "VP8" ? repeatedVp8 : undefined;
}
