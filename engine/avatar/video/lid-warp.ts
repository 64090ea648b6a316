import type { Affine } from "../affine.ts";
import type { EyeBank } from "../avatar-pack.ts";
import { type EyePose, restEyes } from "../face-cells.ts";
import { inHead } from "./head-pose.ts";
import { cutPiece, type Warp } from "./head-sampler.ts";
import { eyeLines, type Landmarks, type Point } from "./landmarks.ts";
import { maskOf, regionAbout, smooth } from "./mouth-mask.ts";

/** Steps of a blink, as the idle motion asks for them. */
const lids = [0.25, 0.5, 0.8, 1];
/** A closed upper lid covers the lower one's edge, of which the mesh is sure to a px or two. */
const meetAt = 1.14;
/** The skin from here on down to the lid is stretched: above it lie brows and the rims of glasses. */
const skinFrom = 0.5;
/** Lashes go along with the lid, in px at an eye distance of 100. */
const lashPx = 2.2;

interface EyeLines {
  readonly upper: readonly Point[];
  readonly lower: readonly Point[];
  readonly brow: readonly Point[];
}

/**
 * Eyes that blink, made from a picture of open ones: the skin between brow and lid is drawn down over
 * the eye, lashes and all. Returns pieces for the blink's steps.
 */
export function makeBlinks(
  picture: Uint8Array,
  { head, landmarks, eyeDistance }: { head: Affine; landmarks: Landmarks; eyeDistance: number },
): EyeBank {
  const find = (line: readonly number[]) => line.map((index) => inHead(head, landmarks, index));
  const eyes = Object.values(eyeLines).map(
    ({ upper, lower, brow }): EyeLines => ({
      upper: find(upper),
      lower: find(lower),
      brow: find(brow),
    }),
  );
  const all = eyes.flatMap(({ upper, lower, brow }) => [...upper, ...lower, ...brow]);
  const margin = 0.12 * eyeDistance;
  const lowest = Math.max(...eyes.flatMap(({ lower }) => lower.map(({ y }) => y)));
  const region = regionAbout(
    {
      x: Math.min(...all.map(({ x }) => x)) - margin,
      y: Math.min(...eyes.flatMap(({ brow }) => brow.map(({ y }) => y))) - 0.02 * eyeDistance,
    },
    { x: Math.max(...all.map(({ x }) => x)) + margin, y: lowest + 0.08 * eyeDistance },
  );
  const feather = 0.06 * eyeDistance;
  const mask = maskOf(region, (x, y) => {
    const border = Math.min(x, y, region.width - x, region.height - y);
    return Math.round(255 * smooth(border / feather));
  });
  const lash = (lashPx * eyeDistance) / 100;
  const patches = lids.map((lid) => cutPiece(picture, head, mask, closeLids(eyes, lid * meetAt, lash)));
  const poses = lids.map((blink): EyePose => ({ ...restEyes, blink }));
  return { x: region.x, y: region.y, patches, poses };
}

/** Draws the upper lids down by a share of the open eye. */
function closeLids(eyes: readonly EyeLines[], share: number, lash: number): Warp {
  return (x, y, to) => {
    for (const { upper, lower, brow } of eyes) {
      const [left, right] = [upper[0]!.x, upper.at(-1)!.x];
      if (x <= left || x >= right) continue;
      const open = heightOf(upper, x);
      const low = Math.max(open, heightOf(lower, x));
      const high = Math.min(heightOf(brow, x), open - 6);
      const from = high + skinFrom * (open - high);
      const lid = open - 0.5 * lash + share * (low - open + 0.5 * lash);
      // The lid's edge with its lashes keeps its shape, and nothing of the ball comes along; the skin above is stretched.
      const edge = open - 0.5 * lash;
      const edgeNow = lid;
      if (y <= from || y >= edgeNow) return;
      if (y <= edgeNow - 2 * lash) {
        const span = Math.max(1, edgeNow - 2 * lash - from);
        to[1] = from + ((y - from) * Math.max(1, edge - 2 * lash - from)) / span;
      } else if (y <= edgeNow) to[1] = y - (edgeNow - edge);
      return;
    }
  };
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
