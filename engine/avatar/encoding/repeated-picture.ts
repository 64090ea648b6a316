import type { EncodedPicture, VideoCodec } from "../face.ts";

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

/** What stands before each NAL unit (ITU-T H.264, annex B). */
const startCode = Buffer.of(0, 0, 1);
/** How x264 numbers the pictures that others are coded against, in bits. */
const frameNumberBits = 4;

/**
 * The fields of a slice in which all 1,024 macroblocks are skipped (sections 7.3.3 and 7.3.4), for x264's constrained baseline:
 * first_mb_in_slice, slice_type (P), pic_parameter_set_id; the picture's number; neither another count nor another order of
 * references, no change of the quantizer, no filter; mb_skip_run, and the stop bit.
 */
const skippedSlice = {
  before: "1" + "00110" + "1",
  after: "0" + "0" + "1" + "010" + "0000000000" + "10000000001" + "1",
};

/**
 * Nothing refers to it, so it leaves no trace either. Two in a row are not allowed where pictures are shown in the order of
 * decoding (section 8.2.1.3).
 */
function repeatedH264(before: Uint8Array): EncodedPicture | undefined {
  const bytes = Buffer.from(before.buffer, before.byteOffset, before.byteLength);
  const slice = bytes.subarray(bytes.lastIndexOf(startCode) + startCode.length);
  const isReferredTo = (slice[0]! & 0x60) !== 0;
  const number = isReferredTo ? frameNumberOf(slice.subarray(1, 5)) : undefined;
  if (number === undefined) return undefined;
  const next = ((number + 1) % 2 ** frameNumberBits).toString(2).padStart(frameNumberBits, "0");
  const bits = skippedSlice.before + next + skippedSlice.after;
  const payload = Array.from({ length: Math.ceil(bits.length / 8) }, (_, i) =>
    Number.parseInt(bits.slice(8 * i, 8 * i + 8).padEnd(8, "0"), 2),
  );
  return { key: false, data: Uint8Array.of(0, ...startCode, 1, ...payload) };
}

/** It comes after three fields of variable length, which begin with as many zeros as more bits follow their first one. */
function frameNumberOf(sliceHeader: Uint8Array): number | undefined {
  const bits = Array.from(sliceHeader, (byte) => byte.toString(2).padStart(8, "0")).join("");
  let at = 0;
  for (let field = 0; field < 3; field++) {
    const zeros = bits.indexOf("1", at) - at;
    if (zeros < 0) return undefined;
    at += 2 * zeros + 1;
  }
  return Number.parseInt(bits.slice(at, at + frameNumberBits), 2);
}

/**
 * The picture before once more; undefined where that cannot be said. An encoder takes a third of a millisecond and more to find
 * that nothing has changed, and goes on as if there had been no such picture.
 */
export function repeatedPicture(codec: VideoCodec, before: EncodedPicture): EncodedPicture | undefined {
  return codec === "VP8" ? repeatedVp8 : repeatedH264(before.data);
}
