import { expect, test } from "bun:test";
import { eyeCellOf, eyeCells, gazes, mouthCellOf, mouthCells } from "./face-cells.ts";

test("every cell is its own nearest", () => {
  for (const [index, cell] of mouthCells.entries()) expect(mouthCellOf(cell)).toBe(index);
  for (const [index, cell] of eyeCells.entries()) expect(eyeCellOf(cell)).toBe(index);
});

test("any mouth finds a cell of its own detail, close by", () => {
  for (const detail of ["plain", "tuck", "tongue", "teeth"] as const) {
    for (let open = 0; open <= 1; open += 0.07) {
      const cell = mouthCells[mouthCellOf({ open, width: 0.5, detail })]!;
      expect(cell.detail).toBe(detail);
      if (detail === "plain") expect(Math.abs(cell.open - open)).toBeLessThanOrEqual(0.051);
    }
  }
});

test("behind closed lids the gaze does not matter", () => {
  const [gazeX, gazeY] = gazes.up;
  expect(eyeCells[eyeCellOf({ blink: 1, gazeX, gazeY, brow: 0.5 })]).toEqual({
    blink: 1,
    gazeX: 0,
    gazeY: 0,
    brow: 0.5,
  });
});
