import { expect, test } from "bun:test";
import { eyeCells, gazes, mouthCells, nearestEyes, restEyes } from "./face-cells.ts";
import { nearestMouth } from "./motion/mouth-chooser.ts";

test("every cell is its own nearest, and eyes at rest need none", () => {
  for (const [index, cell] of mouthCells.entries()) expect(nearestMouth(mouthCells, cell)).toBe(index);
  for (const [index, cell] of eyeCells.entries()) {
    const found = nearestEyes(eyeCells, cell);
    if (Bun.deepEquals(cell, restEyes)) expect(found).toBeUndefined();
    else expect(found).toBe(index);
  }
});

test("any mouth finds a cell of its own detail, close by", () => {
  for (const detail of ["plain", "tuck", "tongue", "teeth"] as const) {
    for (let open = 0; open <= 1; open += 0.07) {
      const cell = mouthCells[nearestMouth(mouthCells, { open, width: 0.5, detail })]!;
      expect(cell.detail).toBe(detail);
      if (detail === "plain") expect(Math.abs(cell.open - open)).toBeLessThanOrEqual(0.051);
    }
  }
});

test("behind closed lids the gaze does not matter", () => {
  const [gazeX, gazeY] = gazes.up;
  const found = nearestEyes(eyeCells, { blink: 1, gazeX, gazeY, brow: 0.5 });
  expect(eyeCells[found!]).toEqual({ blink: 1, gazeX: 0, gazeY: 0, brow: 0.5 });
});

test("a face that can only blink looks straight on when it should look aside", () => {
  const blink = { ...restEyes, blink: 1 };
  expect(nearestEyes([blink], { ...restEyes, gazeX: -0.35 })).toBeUndefined();
  expect(nearestEyes([blink], { ...restEyes, blink: 0.8 })).toBe(0);
  expect(nearestEyes([], blink)).toBeUndefined();
});
