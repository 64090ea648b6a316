import { expect, test } from "bun:test";
import { from, identity } from "./affine.ts";
import { blit } from "./blit.ts";
import { fitTone } from "./tone.ts";
import { lumaBytes, pictureBytes, pictureSize, type Sprite } from "./yuv.ts";

const side = 80;

/** A square of one colour that fades out over some px. */
function soft([y, u, v]: readonly [number, number, number], fadePx = 16): Sprite {
  const plane = (size: number, value: number, scale: number) =>
    Uint8Array.from({ length: size * size }, (_, i) => {
      const [column, row] = [i % size, Math.floor(i / size)];
      const border = Math.min(column, row, size - 1 - column, size - 1 - row) * scale;
      return Math.round((value * Math.min(255, (border * 256) / fadePx)) / 255);
    });
  return {
    width: side,
    height: side,
    y: plane(side, y, 1),
    alpha: plane(side, 255, 1),
    u: plane(side / 2, u, 2),
    v: plane(side / 2, v, 2),
    halfAlpha: plane(side / 2, 255, 2),
  };
}

/** Light that falls off to the right. */
function litPicture(): Uint8Array {
  const picture = new Uint8Array(pictureBytes).fill(120);
  for (let i = 0; i < lumaBytes; i++) picture[i] = 150 - (i % pictureSize) / 10;
  return picture;
}

test("a piece filmed in other light is laid on without a trace", () => {
  const picture = litPicture();
  const before = picture.slice();
  const at = from(identity, 200, 220);
  const sprite = soft([100, 110, 135]);
  blit(picture, sprite, at, { tone: fitTone(picture, sprite, at) });
  let worst = 0;
  for (let i = 0; i < pictureBytes; i++) worst = Math.max(worst, Math.abs(picture[i]! - before[i]!));
  expect(worst).toBeLessThanOrEqual(3);
});

test("hair beside one side of a narrow border does not tint the skin", () => {
  const picture = new Uint8Array(pictureBytes).fill(120);
  const half = pictureSize / 2;
  // As light as the skin, so that luma does not tell it.
  for (let y = 0; y < half; y++) picture.fill(140, lumaBytes + y * half + 137, lumaBytes + (y + 1) * half);
  const { u, v } = fitTone(picture, soft([120, 120, 120], 7), from(identity, 200, 220));
  for (const { base, dx } of [u, v]) expect(Math.abs(base + (dx * side) / 2)).toBeLessThan(1);
});

test("without a change of tone it shows", () => {
  const picture = litPicture();
  const before = picture.slice();
  blit(picture, soft([100, 110, 135]), from(identity, 200, 220));
  const middle = 260 * pictureSize + 240;
  expect(Math.abs(picture[middle]! - before[middle]!)).toBeGreaterThan(15);
});

test("a piece at a third of its opacity is a third there", () => {
  const picture = new Uint8Array(pictureBytes).fill(90);
  blit(picture, soft([180, 128, 128]), from(identity, 100, 100), { opacity: 1 / 3 });
  expect(Math.abs(picture[140 * pictureSize + 140]! - 120)).toBeLessThanOrEqual(1);
});

test("a piece whose border lies outside the picture keeps its colours", () => {
  const picture = new Uint8Array(pictureBytes).fill(90);
  const { y } = fitTone(picture, soft([180, 128, 128]), from(identity, 5_000, 100));
  expect(y).toEqual({ base: 0, dx: 0, dy: 0 });
});
