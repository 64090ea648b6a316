import { expect, test } from "bun:test";
import { headPose, idleEyes, idlePicturesOf, loopPictures } from "./idle-motion.ts";

const pictures = idlePicturesOf(loopPictures);

test("the head's movement is a loop", () => {
  const [first, again] = [headPose(0), headPose(loopPictures)];
  for (const key of ["turnDeg", "x", "y", "breath"] as const) expect(again[key]).toBeCloseTo(first[key], 9);
});

test("the head moves a little from each picture to the next, and never much", () => {
  for (let picture = 0; picture < loopPictures; picture++) {
    const [one, next] = [headPose(picture), headPose(picture + 1)];
    expect(Math.abs(next.turnDeg - one.turnDeg)).toBeLessThan(0.15);
    expect(Math.abs(one.turnDeg)).toBeLessThan(3);
  }
});

test("the same seed gives the same eyes, and another seed others", () => {
  expect(idleEyes(7, pictures)).toEqual(idleEyes(7, pictures));
  expect(idleEyes(7, pictures)).not.toEqual(idleEyes(8, pictures));
});

test.each([1, 2, 3, 99])("with seed %d the eyes blink five to fourteen times and end open", (seed) => {
  const eyes = idleEyes(seed, pictures);
  expect(eyes).toHaveLength(pictures);
  const blinks = eyes.filter(({ blink }, i) => blink > 0 && eyes[i - 1]?.blink === 0).length;
  expect(blinks).toBeGreaterThanOrEqual(4);
  expect(blinks).toBeLessThanOrEqual(14);
  expect([eyes[0]?.blink, eyes.at(-1)?.blink]).toEqual([0, 0]);
});

test("the eyes look at the viewer most of the time, and sometimes aside", () => {
  const aside = idleEyes(5, pictures).filter(({ gazeX, gazeY }) => gazeX !== 0 || gazeY !== 0).length;
  expect(aside).toBeGreaterThan(pictures / 20);
  expect(aside).toBeLessThan(pictures / 2);
});

test("an idle stream is some whole loops, about twenty-four seconds", () => {
  expect([150, 75, 225, 250].map(idlePicturesOf)).toEqual([600, 600, 675, 500]);
});
