import { expect, test } from "bun:test";
import { PictureDecoder } from "./picture-decoder.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { repeatedPicture } from "./repeated-picture.ts";
import { pictureBytes, pictureSize } from "./yuv.ts";

/** Stripes that move a little with each picture, and blink on some. */
function pictureAt(number: number): Uint8Array {
  const picture = new Uint8Array(pictureBytes).fill(128);
  for (let y = 0; y < pictureSize; y++) {
    for (let x = 0; x < pictureSize; x++)
      picture[y * pictureSize + x] =
        40 + (((x + 3 * number) ^ y) % 64) + (number % 5 === 0 && y < 200 ? 90 : 0);
  }
  return picture;
}

test.each(["VP8", "VP8 of libvpx"] as const)(
  "a repeated picture shows the one before to the bit, and nothing after it changes: %s",
  async (decoder) => {
    using encoder = await PictureEncoder.open({ codec: "VP8", bitRate: 600_000 });
    using plain = await PictureDecoder.open(decoder);
    using repeating = await PictureDecoder.open(decoder);
    const again = repeatedPicture("VP8")!;
    for (let number = 0; number < 40; number++) {
      const { data } = encoder.encode(pictureAt(number), number % 17 === 0);
      const shown = Buffer.from(plain.decode(data));
      expect(shown.equals(repeating.decode(data))).toBe(true);
      for (let time = 0; time < number % 4; time++)
        expect(shown.equals(repeating.decode(again.data))).toBe(true);
    }
  },
);
