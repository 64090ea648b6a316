import { smooth } from "../motion/smooth.ts";
import type { Affine } from "../pixels/affine.ts";
import { inHead } from "./head-pose.ts";
import { type Landmarks, lowerLipLine, type Point, points, upperLipLine } from "./landmarks.ts";

/** The inner edges of a mouth's lips and what moves with them, in the head's own px. */
export interface MouthLines {
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  readonly noseY: number;
  readonly chinY: number;
  readonly eyeDistance: number;
}

/** How a mouth is bent. */
export interface MouthBend {
  /** Widening of the gap between the lips, in px; negative closes it. */
  readonly open: number;
  /** Distance of the corners, as a share of what it was. */
  readonly width: number;
}

/** Where a px of a bent mouth comes from. */
export interface BentPlace {
  x: number;
  y: number;
  /** Between the lips: how far down, from 0 to 1; undefined on the skin. */
  depth: number | undefined;
  /** From -1 at the left corner over 0 to 1 at the right one, and beyond. */
  across: number;
  /** The gap here, in px. */
  gap: number;
}

/** Share of an opening that lifts the upper lip; the jaw does the rest. */
const upperShare = 0.18;
/** The lip's whole way is lost over this length of chin, as a share of the eyes' distance. */
const chinFade = 0.26;
/** How far to the sides the jaw goes down as a whole, and where it no longer does; in halves of the mouth. */
const jawHalf = 0.8;
const jawEnds = 1.9;
/** Lips that meet still show a line. */
const gapLeast = 0.4;

export function mouthLinesOf(head: Affine, landmarks: Landmarks, eyeDistance: number): MouthLines {
  const at = (index: number) => inHead(head, landmarks, index);
  return {
    upper: upperLipLine.map(at),
    lower: lowerLipLine.map(at),
    noseY: at(points.noseBase).y,
    chinY: at(points.chin).y,
    eyeDistance,
  };
}

/**
 * Bends a mouth: the inner lips part along a curve that ends at the corners, lip and skin above follow
 * up to the nose, lip, jaw and chin below follow down to the neck. Returns a function that says for
 * a px of the bent mouth where it was before.
 */
export function bendMouth(lines: MouthLines, bend: MouthBend): (x: number, y: number) => BentPlace {
  const left = (lines.upper[0]!.x + lines.lower[0]!.x) / 2;
  const right = (lines.upper.at(-1)!.x + lines.lower.at(-1)!.x) / 2;
  const middle = (left + right) / 2;
  const half = ((right - left) / 2) * bend.width;
  const [up, down] = [upperShare * bend.open, (1 - upperShare) * bend.open];
  const { eyeDistance, noseY, chinY } = lines;
  const fade = chinFade * eyeDistance;
  const lipY = lineHeight([...lines.upper], (left + right) / 2);
  return (x, y) => {
    const across = (x - middle) / half;
    // Corners that come closer take the lips along, and the cheeks a little.
    const near = 1 - smooth((Math.abs(across) - 1) / 0.75);
    const level = 1 - smooth((Math.abs(y - lipY) / eyeDistance - 0.12) / 0.45);
    const fromX = middle + (x - middle) * (1 + (1 / bend.width - 1) * near * level);
    const upper = lineHeight(lines.upper, fromX);
    const lower = Math.max(upper, lineHeight(lines.lower, fromX));
    const bow = across * across < 1 ? (1 - across * across) ** 0.7 : 0;
    const top = upper - up * bow;
    const bottom = Math.max(top + gapLeast * bow, lower + down * bow);
    const place: BentPlace = { x: fromX, y, depth: undefined, across, gap: bottom - top };
    if (y <= top) {
      const kept = 1 - smooth((top - y) / Math.max(1, upper - noseY));
      place.y = Math.min(upper, y + up * bow * kept);
    } else if (y >= bottom) {
      const below = smooth((y - bottom) / fade);
      const jaw = 1 - smooth((Math.abs(across) - jawHalf) / (jawEnds - jawHalf));
      const moved = (bottom - lower) * (1 - below) + down * 0.8 * jaw * below;
      const neck = smooth((y - chinY - 0.6 * down + 0.04 * eyeDistance) / (0.4 * eyeDistance));
      place.y = Math.max(lower, y - moved * (1 - neck));
    } else {
      place.depth = (y - top) / (bottom - top);
      place.y = upper + place.depth * (lower - upper);
    }
    return place;
  };
}

/** Height of a line at x; its ends go on level. */
function lineHeight(line: readonly Point[], x: number): number {
  const first = line[0]!;
  if (x <= first.x) return first.y;
  for (let i = 1; i < line.length; i++) {
    const [from, to] = [line[i - 1]!, line[i]!];
    if (x <= to.x) return from.y + ((to.y - from.y) * (x - from.x)) / Math.max(1e-6, to.x - from.x);
  }
  return line.at(-1)!.y;
}
