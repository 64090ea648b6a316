import { expect, test } from "bun:test";
import { restEyes } from "../face-cells.ts";
import { randomFrom } from "../motion/idle-motion.ts";
import { identity } from "../pixels/affine.ts";
import { lumaBytes, pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { makeEyes } from "./eye-warp.ts";
import { eyeLines, type Landmarks, landmarkCount } from "./landmarks.ts";

/** Two eyes of 40 by 16 px at a height of 200, in skin of a luma of 150 with a grain. */
const middles = { left: 216, right: 296 } as const;
const [eyeY, halfWidth, halfHeight, skinLuma, grain] = [200, 20, 8, 150, 30];

function landmarksOfEyes(): Landmarks {
  const landmarks = new Float32Array(3 * landmarkCount);
  for (const side of ["left", "right"] as const) {
    const { upper, lower, brow } = eyeLines[side];
    const put = (index: number, across: number, y: number) =>
      landmarks.set([middles[side] + across * halfWidth, y], 3 * index);
    for (const [line, up] of [
      [upper, -1],
      [lower, 1],
    ] as const) {
      for (const [i, index] of line.entries()) {
        const across = -1 + i / 4;
        put(index, across, eyeY + up * halfHeight * Math.sqrt(1 - across ** 2));
      }
    }
    for (const [i, index] of brow.entries()) put(index, -1 + i / 2, eyeY - 30);
  }
  return landmarks;
}

function grainyFace(): Uint8Array {
  const random = randomFrom(7);
  const picture = new Uint8Array(pictureBytes).fill(128);
  for (let i = 0; i < lumaBytes; i++) picture[i] = skinLuma + grain * (random() - 0.5);
  for (const middle of Object.values(middles)) {
    for (let y = -halfHeight; y <= halfHeight; y++) {
      for (let x = -halfWidth; x <= halfWidth; x++) {
        const inEye = (x / halfWidth) ** 2 + (y / halfHeight) ** 2 <= 1;
        if (inEye) picture[(eyeY + y) * pictureSize + middle + x] = 30;
      }
    }
  }
  return picture;
}

/** A closed eye's px, at places of the picture. */
function closedEye(): (x: number, y: number) => number {
  const eyes = makeEyes(grainyFace(), { head: identity, landmarks: landmarksOfEyes(), eyeDistance: 120 });
  const closed = eyes.poses.findIndex(({ blink, brow }) => blink === 1 && brow === restEyes.brow);
  const { y, alpha, width } = eyes.patches[closed]!;
  return (px, line) => {
    const at = (line - eyes.y) * width + px - eyes.x;
    expect(alpha[at]).toBe(255);
    return y[at]!;
  };
}

test("a lid that closes is even skin: no grain is drawn down into a streak", () => {
  const at = closedEye();
  const rows = Array.from({ length: 8 }, (_, i) => eyeY - 4 + i);
  const columns = Array.from({ length: 21 }, (_, i) => middles.left - 10 + i).map(
    (x) => rows.reduce((sum, row) => sum + at(x, row), 0) / rows.length,
  );
  for (const column of columns) expect(Math.abs(column - skinLuma)).toBeLessThan(0.3 * grain);
  for (const [i, column] of columns.entries())
    expect(Math.abs(column - (columns[i + 1] ?? column))).toBeLessThan(0.2 * grain);
});

test("nothing of the eye is seen when it is closed", () => {
  const at = closedEye();
  for (let x = -14; x <= 14; x++) {
    for (let y = -3; y <= 5; y++) expect(at(middles.right + x, eyeY + y)).toBeGreaterThan(100);
  }
});
