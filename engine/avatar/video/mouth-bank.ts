import type { MouthShape } from "../motion/mouth-curve.ts";
import type { Sprite } from "../pixels/yuv.ts";
import { type Footage, indexOfLeast, meanPoint, median, percentile, type Take } from "./footage.ts";
import { inHead } from "./head-pose.ts";
import { cutPiece, type Warp } from "./head-sampler.ts";
import { jawLine, type Point, points } from "./landmarks.ts";
import { type Mask, regionAbout, superellipse } from "./mouth-mask.ts";
import { bendMouth, mouthLinesOf } from "./mouth-warp.ts";

/** Takes are spread over a grid of openness and width, so many to a cell. */
const grid = { open: 14, width: 8, perCell: 4 };
const patchesMax = 200;
/** A mouth that says "ah" clearly opens by this share of the eyes' distance; who opens less is helped. */
export const clearGap = 0.24;
/** What is helped, and by how much at most. */
const extended = { openLeast: 0.35, timesMost: 2.2, patchesMax: 50 };
/** A take whose head is turned otherwise than usual is not used, in radians. */
const turnMost = 0.14;
/** One piece of the bank: a take, and what is added to its gap, in px. */
export interface Piece {
  readonly take: number;
  readonly shape: MouthShape;
  readonly extraPx: number;
}

export interface FoundMouths {
  /** The bank's corner, in px of the head. */
  readonly x: number;
  readonly y: number;
  readonly pieces: readonly Piece[];
  readonly patches: readonly Sprite[];
  /** The piece that shows the mouth at rest. */
  readonly rest: number;
  /** Of all pieces. */
  readonly extendedShare: number;
  /** The widest gap that was filmed, as a share of the eyes' distance. */
  readonly gapMost: number;
}

/** Half the width of what is cut out, as a share of the eyes' distance: all of the mouth and none of the hair. */
const halfWidth = 0.58;
/** The border over which it fades out: it ends above the upper lip. */
const featherShare = 0.11;

/** The mask reaches below the lowest chin, and stays within the jaw's edge beside it; shares of the eyes' distance. */
const chinMargin = 0.1;
const jawInset = 0.03;
/** Half the width of the chin, below which the neck is wider. */
const chinHalfWidth = 0.32;

/** How the speaker's own mouth is turned into shapes between 0 and 1. */
export interface SpeakerRange {
  readonly closed: number;
  readonly open: number;
  readonly narrow: number;
  readonly wide: number;
}

export function rangeOf({ takes }: Footage): SpeakerRange {
  const gaps = takes.map(({ gap }) => gap);
  const spreads = takes.map(({ spread }) => spread);
  return {
    closed: percentile(gaps, 0.03),
    open: percentile(gaps, 0.995),
    narrow: percentile(spreads, 0.03),
    wide: percentile(spreads, 0.97),
  };
}

/** The mask from under the nose to below the lowest chin. */
export function mouthMask(footage: Footage): Mask {
  const { takes, eyeDistance: unit } = footage;
  const nose = meanPoint(footage, points.noseBase);
  const chin = percentile(
    takes.map(({ head, landmarks }) => inHead(head, landmarks, points.chin).y),
    0.97,
  );
  const [left, right] = [
    meanPoint(footage, points.leftMouthCorner),
    meanPoint(footage, points.rightMouthCorner),
  ];
  const middle = (left.x + right.x) / 2;
  const region = regionAbout(
    { x: middle - halfWidth * unit, y: nose.y },
    { x: middle + halfWidth * unit, y: chin + chinMargin * unit },
  );
  return superellipse(region, featherShare * unit, jawOutline(footage, chin + chinMargin * unit));
}

/**
 * The face below the eyes, down to `lowest` at the chin: what lies beside the jaw and the neck's edges does not move with the
 * head, so a piece of another take would show it in another place.
 */
function jawOutline(footage: Footage, lowest: number): Point[] {
  const { eyeDistance: unit } = footage;
  const jaw = jawLine.map((index) => meanPoint(footage, index));
  const chin = meanPoint(footage, points.chin);
  return jaw.map(({ x, y }) => {
    const aside = Math.min(1, Math.abs(x - chin.x) / (chinHalfWidth * unit));
    const inwards = jawInset * unit * Math.sign(chin.x - x) * aside;
    return { x: x + inwards, y: y - jawInset * unit * aside + (lowest - chin.y) * (1 - aside ** 4) };
  });
}

/** Chooses takes that together show every mouth that was filmed, and cuts their mouths out. */
export function makeMouths(footage: Footage): FoundMouths {
  const { takes, eyeDistance } = footage;
  const range = rangeOf(footage);
  const mask = mouthMask(footage);
  const full = Math.max(range.open - range.closed, clearGap);
  const filmed = choose(footage, range, full);
  const pieces = [...filmed, ...extend(filmed, range, { full, eyeDistance })];
  const patches = pieces.map(({ take, extraPx }) => {
    const { picture, head } = takes[take]!;
    return cutPiece(
      picture,
      head,
      mask,
      extraPx > 0 ? stretch(takes[take]!, eyeDistance, extraPx) : undefined,
    );
  });
  const usualWidth = median(filmed.filter(({ shape }) => shape.open < 0.1).map(({ shape }) => shape.width));
  const rest = indexOfLeast(
    pieces,
    ({ shape, take }) =>
      30 * shape.open + 2 * Math.abs(shape.width - usualWidth) + 3 * turnFrom(takes[take]!, footage.usual),
  );
  const { x, y } = mask.region;
  return {
    x,
    y,
    pieces,
    patches,
    rest,
    extendedShare: (pieces.length - filmed.length) / pieces.length,
    gapMost: range.open,
  };
}

function choose(footage: Footage, range: SpeakerRange, full: number): Piece[] {
  const { takes, usual } = footage;
  const cells = new Map<string, Piece[]>();
  const ordered = [...takes.keys()].sort((a, b) => turnFrom(takes[a]!, usual) - turnFrom(takes[b]!, usual));
  for (const take of ordered) {
    const { gap, spread } = takes[take]!;
    if (turnFrom(takes[take]!, usual) > turnMost) break;
    const shape: MouthShape = {
      open: clamp((gap - range.closed) / full),
      width: clamp((spread - range.narrow) / Math.max(0.02, range.wide - range.narrow)),
      detail: "plain",
    };
    const key = `${Math.round(shape.open * grid.open)} ${Math.round(shape.width * grid.width)}`;
    const cell = cells.get(key) ?? [];
    if (cell.length < grid.perCell) cell.push({ take, shape, extraPx: 0 });
    cells.set(key, cell);
  }
  // The first of every cell before the second of any.
  return Array.from({ length: grid.perCell }, (_, i) => [...cells.values()].flatMap((cell) => cell[i] ?? []))
    .flat()
    .slice(0, patchesMax);
}

/** The widest mouths once more, opened further, up to a clear "ah". */
function extend(
  filmed: readonly Piece[],
  range: SpeakerRange,
  { full, eyeDistance }: { full: number; eyeDistance: number },
): Piece[] {
  const own = (range.open - range.closed) / full;
  if (own > 0.92) return [];
  const widest = filmed
    .filter(({ shape }) => shape.open > extended.openLeast * own)
    .toSorted((a, b) => b.shape.open - a.shape.open);
  const steps = [1 / own, (1 + 1 / own) / 2].map((times) => Math.min(extended.timesMost, times));
  return steps
    .flatMap((times) => widest.map((piece) => ({ piece, open: Math.min(1, piece.shape.open * times) })))
    .filter(({ piece, open }) => open > piece.shape.open + 0.04)
    .slice(0, extended.patchesMax)
    .map(({ piece, open }) => ({
      take: piece.take,
      shape: { ...piece.shape, open },
      extraPx: (open - piece.shape.open) * full * eyeDistance,
    }));
}

function stretch({ head, landmarks }: Take, eyeDistance: number, extraPx: number): Warp {
  const bend = bendMouth(mouthLinesOf(head, landmarks, eyeDistance), { open: extraPx, width: 1 });
  return (x, y, to) => {
    const place = bend(x, y);
    to[0] = place.x;
    to[1] = place.y;
  };
}

function turnFrom({ yaw, pitch }: Take, usual: { yaw: number; pitch: number }): number {
  return Math.hypot(yaw - usual.yaw, pitch - usual.pitch);
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
