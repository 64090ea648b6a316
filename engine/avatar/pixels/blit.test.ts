import { expect, test } from "bun:test";
import { from, halved, identity, invert, turnAbout } from "./affine.ts";
import { blit } from "./blit.ts";
import { feather, lumaBytes, pictureBytes, pictureSize, toSprite } from "./yuv.ts";

/** A plain square; colours are multiplied by alpha. */
function square(side: number, [red, green, blue, alpha]: readonly [number, number, number, number]) {
  const rgba = new Uint8Array(side * side * 4);
  for (let at = 0; at < rgba.length; at += 4) rgba.set([red, green, blue, alpha], at);
  return toSprite(rgba, side, side);
}

test("colours are BT.601 in studio range", () => {
  const at = (rgb: readonly [number, number, number]) => {
    const { y, u, v } = square(2, [...rgb, 255]);
    return [y[0], u[0], v[0]];
  };
  expect(at([255, 255, 255])).toEqual([235, 128, 128]);
  expect(at([0, 0, 0])).toEqual([16, 128, 128]);
  expect(at([255, 0, 0])).toEqual([81, 90, 240]);
  expect(at([0, 255, 0])).toEqual([145, 54, 34]);
  expect(at([0, 0, 255])).toEqual([41, 240, 110]);
});

test("an opaque sprite lies where it is put, in all three planes", () => {
  const picture = new Uint8Array(pictureBytes).fill(128);
  blit(picture, square(32, [255, 0, 0, 255]), from(identity, 100, 60));
  const luma = (x: number, y: number) => picture[y * pictureSize + x];
  const v = (x: number, y: number) =>
    picture[lumaBytes + lumaBytes / 4 + (y / 2) * (pictureSize / 2) + x / 2];
  expect([luma(99, 70), luma(100, 60), luma(130, 90), luma(132, 70)]).toEqual([128, 81, 81, 128]);
  expect([v(98, 70), v(100, 60), v(128, 88), v(132, 70)]).toEqual([128, 240, 240, 128]);
});

test("half alpha mixes half and half", () => {
  const picture = new Uint8Array(pictureBytes).fill(200);
  blit(picture, square(16, [0, 0, 0, 128]), from(identity, 10, 10));
  // 8 from black at half alpha, and half of 200.
  expect(Math.abs(picture[15 * pictureSize + 15]! - 108)).toBeLessThanOrEqual(1);
});

test("a sprite that hangs over the edge is cut off", () => {
  const picture = new Uint8Array(pictureBytes).fill(1);
  blit(picture, square(64, [255, 255, 255, 255]), from(identity, pictureSize - 20, pictureSize - 20));
  blit(picture, square(64, [255, 255, 255, 255]), from(identity, -50, -50));
  blit(picture, square(64, [255, 255, 255, 255]), from(identity, 900, 900));
  expect([picture[0], picture[lumaBytes - 1], picture[300 * pictureSize + 300]]).toEqual([235, 235, 1]);
});

test("turning keeps the middle where it is", () => {
  const picture = new Uint8Array(pictureBytes);
  const turned = turnAbout(30, { x: 20, y: 20 }, { x: 200, y: 200 });
  blit(picture, square(40, [255, 255, 255, 255]), turned);
  expect(picture[220 * pictureSize + 220]).toBe(235);
  // A corner of the upright square, which the turned one leaves.
  expect(picture[202 * pictureSize + 202]).toBe(0);
});

test("a feathered sprite fades out at its border", () => {
  const soft = feather(square(24, [255, 255, 255, 255]), 6);
  expect([soft.alpha[12 * 24], soft.alpha[12 * 24 + 3], soft.alpha[12 * 24 + 12]]).toEqual([0, 127, 255]);
});

test("maps are inverted, and halved with chroma in the middle of four pixels", () => {
  const map = turnAbout(17, { x: 3, y: 9 }, { x: 5, y: -2 });
  const there = from(map, 12, 34);
  const back = from(invert(map), there.c, there.f);
  expect([back.c, back.f].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([12, 34]);
  const half = from(halved(map), 10, 20);
  const full = from(map, 20.5, 40.5);
  expect(half.c).toBeCloseTo((full.c - 0.5) / 2, 9);
  expect(half.f).toBeCloseTo((full.f - 0.5) / 2, 9);
});
