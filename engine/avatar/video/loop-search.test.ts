import { expect, test } from "bun:test";
import { identity } from "../pixels/affine.ts";
import { pictureBytes } from "../pixels/yuv.ts";
import type { Footage, Take } from "./footage.ts";
import { landmarkCount } from "./landmarks.ts";
import { findLoop } from "./loop-search.ts";

const landmarks = new Float32Array(3 * landmarkCount).fill(250);

/** Takes of a head that goes where `xAt` says; a picture is as light as its head is far right. */
function film(count: number, xAt: (n: number) => number, gapAt: (n: number) => number = () => 0): Footage {
  const takes = Array.from(
    { length: count },
    (_, n): Take => ({
      picture: new Uint8Array(pictureBytes).fill(Math.round(100 + xAt(n))),
      landmarks,
      head: { ...identity, c: xAt(n) },
      gap: gapAt(n),
      spread: 0.5,
      yaw: 0,
      pitch: 0,
      eyes: 0.3,
    }),
  );
  return { takes, eyeDistance: 110, reference: 0, residualPx: 0, usual: { yaw: 0, pitch: 0 } };
}

test("a head that sways gives a loop of whole sways, whose seam does not show", () => {
  const period = 100;
  const loop = findLoop(film(320, (n) => 8 * Math.sin((2 * Math.PI * n) / period)));
  expect(loop.toAndFro).toBe(false);
  expect(loop.pictures.length % period).toBeLessThanOrEqual(3);
  expect(loop.seamPx).toBeLessThan(1);
  const steps = loop.pictures.map(({ head }, i) => Math.abs(head.c - loop.pictures.at(i - 1)!.head.c));
  expect(Math.max(...steps)).toBeLessThan(1.5);
});

test("the loop is taken from where the mouth is closed", () => {
  const sway = (n: number) => 3 * Math.sin((2 * Math.PI * n) / 80);
  const loop = findLoop(film(400, sway, (n) => (n > 200 ? 0.2 : 0.01)));
  expect(Math.max(...loop.pictures.map(({ take }) => take))).toBeLessThanOrEqual(201);
});

test("a head that never comes back is shown to and fro", () => {
  const loop = findLoop(film(200, (n) => n / 2));
  expect(loop.toAndFro).toBe(true);
  const steps = loop.pictures.map(({ head }, i) => Math.abs(head.c - loop.pictures.at(i - 1)!.head.c));
  expect(Math.max(...steps)).toBeLessThanOrEqual(0.5);
  expect(loop.pictures.length).toBeGreaterThanOrEqual(75);
  expect(loop.pictures.length).toBeLessThanOrEqual(300);
});
