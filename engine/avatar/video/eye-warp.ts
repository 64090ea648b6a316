import type { EyeBank } from "../avatar-pack.ts";
import { type EyePose, gazes, restEyes } from "../face-cells.ts";
import { smooth } from "../motion/smooth.ts";
import type { Affine } from "../pixels/affine.ts";
import { mean, percentile } from "./footage.ts";
import { inHead } from "./head-pose.ts";
import { type Colour, colourIn, cutPiece, type Warp } from "./head-sampler.ts";
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
/** A closed upper lid covers the lower one's edge by this, in px at an eye distance of 100: the mesh is sure of it to three px, and of long eyes to five. */
const meetPx = 6;
/**
 * The line along the lid whose darkest places are the lightest, between these heights above it, is the skin that is drawn down over the eye:
 * below it lie the lashes, above it creases and the rims of glasses. In px at an eye distance of 100; it is looked at in so many columns.
 */
const skinAbove = { least: 2, most: 13 };
const skinColumns = 24;
/** Skin that is drawn down is one row of px, in which each px would be a streak: so much of it is the mean of its neighbours. */
const evenShare = 0.8;
/** How far neighbours go, as a share of the eyes' distance. */
const evenReach = 0.07;
/** Lids close beyond the corners that the mesh sees by this share of an eye's width, less and less. */
const cornerShare = 0.16;
/** A lid's edge fades over so many px of the head. */
const edgeFadePx = 1.6;
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
  /** Its even colour at a place along the lid. */
  readonly skinColour: (x: number) => Colour;
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
    const look = (x: number, y: number) => colourIn(picture, head, x, y);
    const skin = skinLine(look, { upper, unit });
    return { upper, lower, brow, skin, skinColour: evenColours(look, { skin, unit }) };
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
  const patches = builtCells.map((pose) =>
    cutPiece(picture, head, mask, bendEyes(eyes, pose, { picture, head, unit })),
  );
  return { x: region.x, y: region.y, patches, poses: builtCells };
}

type Look = (x: number, y: number) => Colour;

/** A line at one height above the upper lid, so that no crease comes down in steps. */
function skinLine(look: Look, { upper, unit }: { upper: readonly Point[]; unit: number }): Point[] {
  const [left, right] = [upper[0]!.x, upper.at(-1)!.x];
  const columns = Array.from(
    { length: skinColumns },
    (_, i) => left + ((right - left) * (i + 0.5)) / skinColumns,
  );
  let [above, best] = [0, -1];
  for (let px = skinAbove.least; px <= skinAbove.most; px += 0.5) {
    const height = (px * unit) / 100;
    const lumas = columns.map((x) => look(x, heightOf(upper, x) - height).y);
    const dark = percentile(lumas, 0.25);
    if (dark > best) [above, best] = [height, dark];
  }
  return upper.map(({ x, y }) => ({ x, y: y - above }));
}

/** The colours along the skin, each the mean of the middle ones about it: neither a crease nor a grain is among them. */
function evenColours(
  look: Look,
  { skin, unit }: { skin: readonly Point[]; unit: number },
): (x: number) => Colour {
  const reach = Math.max(2, Math.round(evenReach * unit));
  const left = Math.floor(Math.min(skin[0]!.x, skin.at(-1)!.x)) - 2 * reach;
  const right = Math.ceil(Math.max(skin[0]!.x, skin.at(-1)!.x)) + 2 * reach;
  const row = Array.from({ length: right - left + 1 }, (_, i) => look(left + i, heightOf(skin, left + i)));
  const near = (at: number) => row.slice(Math.max(0, at - reach), at + reach + 1);
  const usual = (colours: readonly Colour[]): Colour => {
    const middle = colours.toSorted((one, other) => one.y - other.y).slice(Math.floor(colours.length / 3));
    return {
      y: mean(middle.map(({ y }) => y)),
      u: mean(middle.map(({ u }) => u)),
      v: mean(middle.map(({ v }) => v)),
    };
  };
  const even = row.map((_, at) => usual(near(at)));
  return (x) => even[Math.max(0, Math.min(even.length - 1, Math.round(x) - left))]!;
}

interface StillHead {
  readonly picture: Uint8Array;
  readonly head: Affine;
  readonly unit: number;
}

/** What comes from where when the eyes are as wanted: the lids are moved over the ball, then the brows over all of it. */
function bendEyes(eyes: readonly EyeLines[], pose: EyePose, { picture, head, unit }: StillHead): Warp {
  const lift = (browLift * unit * (pose.brow - restEyes.brow)) / (1 - restEyes.brow);
  const sorted = eyes.toSorted((a, b) => a.brow[0]!.x - b.brow[0]!.x);
  const forehead: Forehead = {
    brows: sorted.flatMap(({ brow }) => brow.toSorted((a, b) => a.x - b.x)),
    lid: Math.min(...eyes.flatMap(({ upper }) => upper.map((point) => point.y))),
  };
  const look = (x: number, y: number) => colourIn(picture, head, x, y);
  const lid = { rise: (edgePx * unit) / 100, meet: (meetPx * unit) / 100, look };
  return (x, y, to) => {
    let lowest = Number.POSITIVE_INFINITY;
    for (const eye of eyes) {
      const [left, right] = [eye.upper[0]!.x, eye.upper.at(-1)!.x];
      const beyond = cornerShare * (right - left);
      if (x <= left - beyond || x >= right + beyond) continue;
      const share = pose.blink * smooth(1 + Math.min(x - left, right - x) / beyond);
      closeLid(eye, share, lid, to);
      // A raised brow draws no lashes up into a lid that closes.
      const skin = heightOf(eye.skin, x);
      if (pose.blink > restEyes.blink && to[1]! <= skin) lowest = skin;
      if (to[1] === y && x > left && x < right) turnBall(eye, pose, to);
      break;
    }
    if (lift > 0) liftBrow(forehead, lift, unit, to);
    to[1] = Math.min(to[1]!, lowest);
  };
}

/** Draws the upper lid down by a share of the open eye. `to` holds the place, and gets where it comes from, and what is painted there. */
function closeLid(
  { upper, lower, skin, skinColour }: EyeLines,
  share: number,
  { rise, meet, look }: { rise: number; meet: number; look: Look },
  to: Float64Array,
): void {
  const [x, y] = [to[0]!, to[1]!];
  const open = heightOf(upper, x);
  const low = Math.max(open, heightOf(lower, x));
  const from = heightOf(skin, x);
  const edge = open - rise;
  const edgeNow = edge + share * (low - edge + meet);
  const moved = edgeNow - edge;
  if (y <= from || y >= edgeNow + edgeFadePx / 2 || moved <= 0) return;
  // What lies below the skin, the lashes and the lid's edge, goes along as it is.
  to[1] = Math.max(from, y - moved);
  const below = smooth((y - edgeNow) / edgeFadePx + 0.5);
  if (below > 0) paint(to, below * Math.min(1, moved), look(x, y));
  else if (y - moved <= from)
    paint(to, evenShare * Math.min(smooth((y - from) / 2), smooth((from + moved - y) / 2)), skinColour(x));
}

function paint(to: Float64Array, share: number, { y, u, v }: Colour): void {
  to[2] = share;
  to[3] = y;
  to[4] = u;
  to[5] = v;
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
