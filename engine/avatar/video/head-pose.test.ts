import { expect, test } from "bun:test";
import { turnAbout } from "../pixels/affine.ts";
import { fitHead, headDistance, mixHeads, residualOf, smoothRigid } from "./head-pose.ts";
import { landmarkCount } from "./landmarks.ts";

/** Points strewn over a face, always the same ones. */
function strewn(shift = { x: 0, y: 0 }): Float32Array {
  return Float32Array.from({ length: 3 * landmarkCount }, (_, i) => {
    const spread = 200 + ((i * 7919) % 113);
    return spread + (i % 3 === 0 ? shift.x : shift.y);
  });
}

test("the head's map is found exactly when the head turns and moves", () => {
  const [shape] = smoothRigid([strewn()]);
  const moved = turnAbout(7, { x: 250, y: 250 }, { x: 12, y: -5 });
  const there = shape!.map(({ x, y }) => ({
    x: moved.a * x + moved.b * y + moved.c,
    y: moved.d * x + moved.e * y + moved.f,
  }));
  const found = fitHead(shape!, there);
  for (const key of ["a", "b", "c", "d", "e", "f"] as const) expect(found[key]).toBeCloseTo(moved[key], 6);
  expect(residualOf(shape!, there, found)).toBeLessThan(1e-6);
});

test("trembling points are smoothed over time, and a steady movement is kept", () => {
  const tremble = [0, 2, -2, 2, -2, 2, -2, 0].map((x) => strewn({ x, y: 0 }));
  const calm = smoothRigid(tremble).map(([first]) => first!.x);
  expect(Math.max(...calm.slice(2, 6)) - Math.min(...calm.slice(2, 6))).toBeLessThan(0.6);
  const moving = Array.from({ length: 9 }, (_, n) => strewn({ x: 3 * n, y: 0 }));
  const line = smoothRigid(moving).map(([first]) => first!.x);
  expect(line[5]! - line[4]!).toBeCloseTo(3, 4);
});

test("half way between two poses is half the distance from either", () => {
  const [one, other] = [
    turnAbout(0, { x: 0, y: 0 }, { x: 0, y: 0 }),
    turnAbout(0, { x: 0, y: 0 }, { x: 10, y: 0 }),
  ];
  const middle = mixHeads(one, other, 0.5);
  const at = { x: 256, y: 280 };
  expect(headDistance(one, middle, at)).toBeCloseTo(5, 9);
  expect(headDistance(other, middle, at)).toBeCloseTo(5, 9);
});
