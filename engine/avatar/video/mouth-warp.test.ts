import { expect, test } from "bun:test";
import { bendMouth, type MouthLines } from "./mouth-warp.ts";

/** A closed mouth from x = -40 to 40 at y = 0. */
const line = Array.from({ length: 11 }, (_, i) => ({ x: -40 + 8 * i, y: 0 }));
const closed: MouthLines = { upper: line, lower: line, noseY: -28, chinY: 45, eyeDistance: 110 };
const open: MouthLines = {
  ...closed,
  lower: line.map(({ x, y }) => ({ x, y: y + 12 * (1 - (x / 40) ** 2) })),
};

/** Height of the gap at the middle: the px that have a depth. */
function gapAt(lines: MouthLines, bend: { open: number; width: number }, x = 0): number {
  const place = bendMouth(lines, bend);
  return (
    Array.from({ length: 1_200 }, (_, i) => place(x, -30 + i / 10)).filter(({ depth }) => depth !== undefined)
      .length / 10
  );
}

test("a closed mouth opens by what is asked, most of it downwards", () => {
  expect(gapAt(closed, { open: 20, width: 1 })).toBeCloseTo(20, 0);
  const place = bendMouth(closed, { open: 20, width: 1 });
  expect(place(0, -2).depth).toBeDefined();
  expect(place(0, -5).depth).toBeUndefined();
  expect(place(0, 15).depth).toBeDefined();
  expect(gapAt(closed, { open: 20, width: 1 }, 38)).toBeLessThan(8);
});

test("an open mouth opens further, and closes", () => {
  expect(gapAt(open, { open: 8, width: 1 })).toBeCloseTo(20, 0);
  expect(gapAt(open, { open: -12, width: 1 })).toBeLessThan(1.5);
});

test("lips come from lips: nothing of the inside is shown on them", () => {
  const place = bendMouth(open, { open: 10, width: 1 });
  for (let y = -28; y < 60; y += 0.5) {
    const { y: from, depth } = place(0, y);
    if (depth === undefined) expect(from <= 0.001 || from >= 11.99).toBe(true);
    else expect(from >= -0.001 && from <= 12.001).toBe(true);
  }
});

test("the chin goes down with the jaw, and the nose and the lower neck stay", () => {
  const place = bendMouth(closed, { open: 25, width: 1 });
  expect(place(0, 45).y).toBeLessThan(45 - 8);
  expect(place(0, -28).y).toBeCloseTo(-28, 0);
  expect(place(0, 45 + 75).y).toBeCloseTo(120, 0);
});

test("nothing is turned over on the way down", () => {
  const place = bendMouth(closed, { open: 26, width: 0.85 });
  for (let x = -60; x <= 60; x += 10) {
    let before = Number.NEGATIVE_INFINITY;
    for (let y = -30; y < 120; y += 1) {
      const { y: from } = place(x, y);
      expect(from).toBeGreaterThanOrEqual(before - 1e-6);
      before = from;
    }
  }
});

test("a narrow mouth takes its corners from further out", () => {
  const place = bendMouth(closed, { open: 0, width: 0.8 });
  expect(place(32, 0).x).toBeCloseTo(40, 0);
  expect(place(90, 0).x).toBeCloseTo(90, 0);
});
