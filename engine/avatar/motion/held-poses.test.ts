import { expect, test } from "bun:test";
import { identity } from "../pixels/affine.ts";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { tinyPack } from "../tiny-pack.fixture.ts";
import { holdCalmPoses } from "./held-poses.ts";

/** Grey with a dark bar at each place, like lashes that come down. */
const barAt = (y: number, dark: number) => {
  const picture = new Uint8Array(pictureBytes).fill(128);
  for (let x = 200; x < 240; x++) picture.fill(dark, y * pictureSize + x, y * pictureSize + x + 1);
  return picture;
};

async function held(loop: readonly Uint8Array[]): Promise<number[]> {
  const heads = loop.map((_, i) => ({ ...identity, c: i }));
  const pack = await holdCalmPoses({ ...tinyPack(), loop, heads });
  expect(pack.heads.map(({ c }) => c)).toEqual(pack.loop.map((picture) => loop.indexOf(picture)));
  return pack.heads.map(({ c }) => c);
}

test("a face that hardly moves is held for six pictures at most", async () => {
  expect(await held(Array.from({ length: 14 }, (_, i) => barAt(200, 60 + i)))).toEqual([
    0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 12, 12,
  ]);
});

test("what moves quickly is shown as it is, and held again when it has come to rest", async () => {
  const closing = [200, 204, 208, 212, 212, 212].map((y) => barAt(y, 0));
  expect(await held(closing)).toEqual([0, 1, 2, 3, 3, 3]);
});
