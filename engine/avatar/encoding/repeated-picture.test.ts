import { expect, test } from "bun:test";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { PictureDecoder } from "./picture-decoder.ts";
import { PictureEncoder } from "./picture-encoder.ts";
import { repeatedPicture } from "./repeated-picture.ts";

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

test.each([
  ["VP8", "VP8"],
  ["VP8", "VP8 of libvpx"],
  ["H264", "H264"],
] as const)(
  "a repeated picture in %s shows the one before to the bit, and nothing after it changes, with the decoder for %s",
  async (codec, decoder) => {
    using encoder = await PictureEncoder.open({ codec, bitRate: 600_000 });
    using plain = await PictureDecoder.open(decoder);
    using repeating = await PictureDecoder.open(decoder);
    for (let number = 0; number < 40; number++) {
      const picture = encoder.encode(pictureAt(number), number % 17 === 0);
      const shown = Buffer.from(plain.decode(picture.data));
      expect(shown.equals(repeating.decode(picture.data))).toBe(true);
      // H.264 allows no two in a row.
      for (let time = 0; time < (codec === "VP8" ? number % 4 : number % 2); time++) {
        const again = repeatedPicture(codec, picture)!;
        expect(again.data.length).toBeLessThan(50);
        expect(shown.equals(repeating.decode(again.data))).toBe(true);
      }
    }
  },
);

test("a repeated picture in H.264 is not repeated: no two in a row may be left out of what others refer to", async () => {
  using encoder = await PictureEncoder.open({ codec: "H264", bitRate: 600_000 });
  const again = repeatedPicture("H264", encoder.encode(pictureAt(0), true))!;
  expect(repeatedPicture("H264", again)).toBeUndefined();
});
