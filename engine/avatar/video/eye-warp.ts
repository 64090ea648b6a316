import { type Affine, apply } from "../affine.ts";
import type { EyeBank } from "../avatar-pack.ts";
import { type EyePose, gazes, restEyes } from "../face-cells.ts";
import { smooth } from "../smooth.ts";
import { pictureSize } from "../yuv.ts";
import { mean, median } from "./footage.ts";
import { inHead } from "./head-pose.ts";
import { cutPiece, type Warp } from "./head-sampler.ts";
import { eyeLines, type Landmarks, type Point } from "./landmarks.ts";
import { maskOf, regionAbout } from "./mouth-mask.ts";

const openLids = [0, 0.5];
const closedLids = [0.25, 0.8, 1];
const brows = [restEyes.brow, 0.5, 0.75];
/**
 * The eyes that are made from a picture: every look with open lids, and blinks that look straight on. The loop's own eyes look
 * straight on with brows at rest.
 */
const builtCells: readonly EyePose[] = brows
  .flatMap((brow) => [
    ...openLids.flatMap((blink) =>
      Object.values(gazes).map(([gazeX, gazeY]): EyePose => ({ blink, gazeX, gazeY, brow })),
    ),
    ...closedLids.map((blink): EyePose => ({ blink, gazeX: 0, gazeY: 0, brow })),
  ])
  .filter(({ blink, gazeX, gazeY, brow }) => blink || gazeX || gazeY || brow !== restEyes.brow);
/** A closed upper lid covers the lower one's edge by this, in px at an eye distance of 100: the mesh is sure of it to a px or two. */
const meetPx = 2.6;
/**
 * The lightest skin between these heights above the lid is drawn down over the eye: below it lie the lashes, above it creases
 * and the rims of glasses. In px at an eye distance of 100; it is looked for in so many columns of an eye.
 */
const skinAbove = { least: 2, most: 13 };
const skinColumns = 24;
/** How far the iris goes for a full look aside or up, as a share of half the eye's width. */
const reach = { x: 0.38, y: 0.16 };
/** How far brows are raised from rest to the top, and how far above them the forehead follows; shares of the eyes' distance. */
const browLift = 0.065;
const foreheadShare = 0.3;
/** The lid's edge lies so far above where the mesh sees it, in px at an eye distance of 100: nothing of the ball comes along. */
const edgePx = 1.1;
/** The mesh is sure of the lids' edges to this. */
const softPx = 1.5;

interface EyeLines {
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  readonly brow: readonly Point[];
  /** Plain skin above the upper lid. */
  readonly skin: readonly Point[];
}

/**
 * Eyes that blink, look aside and lift their brows, made from a picture of open ones: the skin between brow and lid is drawn
 * down over the eye, lashes and all; the ball is shifted behind the lids; the brow takes the forehead along.
 */
export function makeEyes(
  picture: Uint8Array,
  { head, landmarks, eyeDistance: unit }: { head: Affine; landmarks: Landmarks; eyeDistance: number },
): EyeBank {
  const find = (line: readonly number[]) => line.map((index) => inHead(head, landmarks, index));
  const eyes = Object.values(eyeLines).map((lines): EyeLines => {
    const [upper, lower, brow] = [find(lines.upper), find(lines.lower), find(lines.brow)];
    return { upper, lower, brow, skin: skinLine(picture, head, { upper, unit }) };
  });
  const all = eyes.flatMap(({ upper, lower, brow }) => [...upper, ...lower, ...brow]);
  const margin = 0.12 * unit;
  const lowest = Math.max(...eyes.flatMap(({ lower }) => lower.map(({ y }) => y)));
  const highest = Math.min(...eyes.flatMap(({ brow }) => brow.map(({ y }) => y)));
  const region = regionAbout(
    { x: Math.min(...all.map(({ x }) => x)) - margin, y: highest - (foreheadShare + 0.04) * unit },
    { x: Math.max(...all.map(({ x }) => x)) + margin, y: lowest + 0.08 * unit },
  );
  const feather = 0.06 * unit;
  const mask = maskOf(region, (x, y) => {
    const border = Math.min(x, y, region.width - x, region.height - y);
    return Math.round(255 * smooth(border / feather));
  });
  const patches = builtCells.map((pose) => cutPiece(picture, head, mask, bendEyes(eyes, pose, unit)));
  return { x: region.x, y: region.y, patches, poses: builtCells };
}

/** The lightest px above each part of an upper lid, without the jumps that single px make. */
function skinLine(
  picture: Uint8Array,
  head: Affine,
  { upper, unit }: { upper: readonly Point[]; unit: number },
): Point[] {
  const [left, right] = [upper[0]!.x, upper.at(-1)!.x];
  const found = Array.from({ length: skinColumns }, (_, i): { x: number; above: number } => {
    const x = left + ((right - left) * (i + 0.5)) / skinColumns;
    const open = heightOf(upper, x);
    let [above, most] = [0, -1];
    for (let px = skinAbove.least; px <= skinAbove.most; px += 0.5) {
      const place = apply(head, x, open - (px * unit) / 100);
      const luma = picture[Math.round(place.y) * pictureSize + Math.round(place.x)] ?? 0;
      if (luma > most) [above, most] = [(px * unit) / 100, luma];
    }
    return { x, above };
  });
  const near = <T>(values: readonly T[], i: number) => values.slice(Math.max(0, i - 3), i + 4);
  const usual = found.map((_, i) => median(near(found, i).map(({ above }) => above)));
  return found.map(({ x }, i) => ({ x, y: heightOf(upper, x) - mean(near(usual, i)) }));
}

/** What comes from where when the eyes are as wanted: the lids are moved over the ball, then the brows over all of it. */
function bendEyes(eyes: readonly EyeLines[], pose: EyePose, unit: number): Warp {
  const lift = (browLift * unit * (pose.brow - restEyes.brow)) / (1 - restEyes.brow);
  const sorted = eyes.toSorted((a, b) => a.brow[0]!.x - b.brow[0]!.x);
  const forehead: Forehead = {
    brows: sorted.flatMap(({ brow }) => brow.toSorted((a, b) => a.x - b.x)),
    lid: Math.min(...eyes.flatMap(({ upper }) => upper.map((point) => point.y))),
  };
  return (x, y, to) => {
    let lowest = Number.POSITIVE_INFINITY;
    for (const eye of eyes) {
      const [left, right] = [eye.upper[0]!.x, eye.upper.at(-1)!.x];
      if (x <= left || x >= right) continue;
      const skin = heightOf(eye.skin, x);
      closeLid(eye, pose.blink, { rise: (edgePx * unit) / 100, meet: (meetPx * unit) / 100 }, to);
      // A raised brow draws no lashes up into a lid that closes.
      if (pose.blink > restEyes.blink && to[1]! <= skin) lowest = skin;
      if (to[1] === y) turnBall(eye, pose, to);
      break;
    }
    if (lift > 0) liftBrow(forehead, lift, unit, to);
    to[1] = Math.min(to[1]!, lowest);
  };
}

/** Draws the upper lid down by a share of the open eye. `to` holds the place, and gets where it comes from. */
function closeLid(
  { upper, lower, skin }: EyeLines,
  share: number,
  { rise, meet }: { rise: number; meet: number },
  to: Float64Array,
): void {
  const [x, y] = [to[0]!, to[1]!];
  const open = heightOf(upper, x);
  const low = Math.max(open, heightOf(lower, x));
  const from = heightOf(skin, x);
  const edge = open - rise;
  const edgeNow = edge + share * (low - edge + meet);
  if (y <= from || y >= edgeNow) return;
  // What lies below the skin, the lashes and the lid's edge, goes along as it is.
  to[1] = Math.max(from, y - (edgeNow - edge));
}

/** Shifts what lies between the lids; the corners and the lids' edges stay. */
function turnBall({ upper, lower }: EyeLines, { gazeX, gazeY }: EyePose, to: Float64Array): void {
  const [x, y] = [to[0]!, to[1]!];
  const [left, right] = [upper[0]!.x, upper.at(-1)!.x];
  const half = (right - left) / 2;
  const across = (x - left - half) / half;
  const [top, bottom] = [heightOf(upper, x), heightOf(lower, x)];
  const inside = smooth((y - top) / softPx) * smooth((bottom - y) / softPx);
  if (inside === 0) return;
  const level = 1 - smooth((Math.abs(across) - 0.3) / 0.7);
  // Looking up, the white below the iris grows; looking down, the upper lid covers it.
  const depth = (y - top) / Math.max(1, bottom - top);
  const upright = gazeY < 0 ? 1 - depth ** 3 : 1 - (1 - depth) ** 3;
  to[0] = x - reach.x * half * gazeX * level * inside;
  to[1] = y - reach.y * half * gazeY * upright * level * inside;
}

/** Both brows from left to right, and the top of the upper lids. */
interface Forehead {
  readonly brows: readonly Point[];
  readonly lid: number;
}

/** Lifts brows and what is above them; the skin between brow and lid is stretched. */
function liftBrow({ brows, lid }: Forehead, lift: number, unit: number, to: Float64Array): void {
  const [x, y] = [to[0]!, to[1]!];
  const [left, right] = [brows[0]!.x, brows.at(-1)!.x];
  const beside = 1 - smooth(Math.max(left - x, x - right) / (0.12 * unit));
  const brow = heightOf(brows, x);
  const below = smooth((lid - y) / Math.max(1, lid - brow));
  const above = 1 - smooth((brow - 0.1 * unit - y) / ((foreheadShare - 0.1) * unit));
  to[1] = y + lift * beside * below * above;
}

/** Height of a line at x; points may come in any order along it, and its ends go on level. */
function heightOf(line: readonly Point[], x: number): number {
  const sorted = line[0]!.x <= line.at(-1)!.x ? line : line.toReversed();
  if (x <= sorted[0]!.x) return sorted[0]!.y;
  for (let i = 1; i < sorted.length; i++) {
    const [from, to] = [sorted[i - 1]!, sorted[i]!];
    if (x <= to.x) return from.y + ((to.y - from.y) * (x - from.x)) / Math.max(1e-6, to.x - from.x);
  }
  return sorted.at(-1)!.y;
}
