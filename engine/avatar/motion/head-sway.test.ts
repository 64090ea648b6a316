import { expect, test } from "bun:test";
import { identity, turnAbout } from "../pixels/affine.ts";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { swayHead } from "./head-sway.ts";

const face = { x: 176, y: 104, width: 160, height: 226 };

/** Black, with white px every so often. */
function dotted(): Uint8Array {
  const picture = new Uint8Array(pictureBytes)
    .fill(16, 0, pictureSize * pictureSize)
    .fill(128, pictureSize * pictureSize);
  for (let y = 4; y < pictureSize; y += 8)
    for (let x = 4; x < pictureSize; x += 8) picture[y * pictureSize + x] = 235;
  return picture;
}

const sway = (picture: Uint8Array, motion: ReturnType<typeof turnAbout>) => {
  const to = new Uint8Array(pictureBytes);
  swayHead(to, picture, { face, head: identity, motion });
  return to;
};

test("a motion that is none leaves the picture as it is", () => {
  const picture = dotted();
  expect(Buffer.from(sway(picture, identity)).equals(picture)).toBe(true);
});

test("the face moves as one piece and the border stays", () => {
  const picture = dotted();
  const moved = sway(picture, { ...identity, c: 3, f: 2 });
  const at = (bytes: Uint8Array, x: number, y: number) => bytes[y * pictureSize + x]!;
  for (const [x, y] of [
    [260, 220],
    [228, 164],
    [292, 268],
  ] as const) {
    expect(at(picture, x, y)).toBe(235);
    expect(at(moved, x + 3, y + 2)).toBeGreaterThan(200);
  }
  const border = { ...identity, c: 3, f: 2 };
  const luma = new Uint8Array(pictureBytes).map((_, i) => i % 200);
  const shaken = sway(luma, border);
  for (let x = 0; x < pictureSize; x++) expect(at(shaken, x, 0)).toBe(at(luma, x, 0));
  // Chroma was all alike and is.
  expect(moved.subarray(pictureSize * pictureSize).every((value) => value === 128)).toBe(true);
});

test("a turn leaves the neck where it is", () => {
  const picture = dotted();
  const turned = sway(picture, turnAbout(3, { x: 260, y: 340 }, { x: 0, y: 0 }));
  // Of the 219 levels between two px, one for each 1/256 px that places are rounded by.
  expect(Math.abs(turned[340 * pictureSize + 260]! - picture[340 * pictureSize + 260]!)).toBeLessThan(3);
  expect(turned[180 * pictureSize + 260]).not.toBe(picture[180 * pictureSize + 260]!);
});
