import { smooth } from "../motion/smooth.ts";
import type { Point } from "./landmarks.ts";

/** A part of the head, in its own px. */
export interface HeadRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How much of each px of a region is covered, at full and at half size. */
export interface Mask {
  readonly region: HeadRegion;
  readonly alpha: Uint8Array;
  readonly halfAlpha: Uint8Array;
}

/** Between an ellipse (2) and a rectangle. */
const roundness = 2.6;

/** The smallest region with even sides about a box. */
export function regionAbout(from: Point, to: Point): HeadRegion {
  const [x, y] = [2 * Math.floor(from.x / 2), 2 * Math.floor(from.y / 2)];
  return { x, y, width: 2 * Math.ceil((to.x - x) / 2), height: 2 * Math.ceil((to.y - y) / 2) };
}

/** A superellipse that fills a region, as far as it lies inside an outline, and fades out over its outer `featherPx`. */
export function superellipse(region: HeadRegion, featherPx: number, outline?: readonly Point[]): Mask {
  const { width, height } = region;
  const [rx, ry] = [width / 2, height / 2];
  return maskOf(region, (x, y) => {
    const r =
      (Math.abs((x - rx) / rx) ** roundness + Math.abs((y - ry) / ry) ** roundness) ** (1 / roundness);
    const depth = (1 - r) * Math.min(rx, ry);
    const inside = outline ? depthIn(outline, region.x + x, region.y + y) : depth;
    return Math.round(255 * smooth(Math.min(depth, inside) / featherPx));
  });
}

/** Distance of a place to a closed outline; negative outside. */
function depthIn(outline: readonly Point[], x: number, y: number): number {
  let least = Number.POSITIVE_INFINITY;
  let isInside = false;
  for (const [i, to] of outline.entries()) {
    const from = outline.at(i - 1)!;
    const [alongX, alongY] = [to.x - from.x, to.y - from.y];
    const share = ((x - from.x) * alongX + (y - from.y) * alongY) / (alongX ** 2 + alongY ** 2);
    const nearest = Math.max(0, Math.min(1, share));
    least = Math.min(least, Math.hypot(x - from.x - nearest * alongX, y - from.y - nearest * alongY));
    // Even-odd rule: a line to the right crosses the outline an odd number of times.
    if (from.y > y !== to.y > y && x < from.x + (alongX * (y - from.y)) / alongY) isInside = !isInside;
  }
  return isInside ? least : -least;
}

export function maskOf(region: HeadRegion, cover: (x: number, y: number) => number): Mask {
  const { width, height } = region;
  const alpha = new Uint8Array(width * height);
  const halfAlpha = new Uint8Array(alpha.length / 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) alpha[y * width + x] = cover(x + 0.5, y + 0.5);
  }
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) halfAlpha[(y * width) / 4 + x / 2] = cover(x + 1, y + 1);
  }
  return { region, alpha, halfAlpha };
}
