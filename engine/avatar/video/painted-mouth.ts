import type { MouthBank } from "../avatar-pack.ts";
import { mouthCells } from "../face-cells.ts";
import type { MouthShape } from "../motion/mouth-curve.ts";
import { smooth } from "../motion/smooth.ts";
import { type Affine, apply } from "../pixels/affine.ts";
import { lumaBytes, pictureSize } from "../pixels/yuv.ts";
import { faceLuma } from "./footage.ts";
import { inHead } from "./head-pose.ts";
import { cutPiece, type Warp } from "./head-sampler.ts";
import { eyeLines, type Landmarks, pointOf, points } from "./landmarks.ts";
import { clearGap } from "./mouth-bank.ts";
import { regionAbout, superellipse } from "./mouth-mask.ts";
import { type BentPlace, bendMouth, type MouthLines, mouthLinesOf } from "./mouth-warp.ts";

/** Corners come this much closer for "oo" and part as much for "ee". */
const widthReach = 0.3;
/** Teeth are no lighter than this share of the white of the eyes: they lie in the mouth's shade. */
const teethShare = 0.8;
/** Teeth are ivory, what lies behind them a dark red, the tongue a lighter one; less light would look grey or black. */
const tints = { back: { u: 121, v: 147 }, teeth: { u: 122, v: 134 }, tongue: { u: 118, v: 154 } } as const;
/** Length of the upper teeth that shows at most, as a share of the eyes' distance. */
const teethLength = 0.075;
/** A mouth that is open in the photo shows its own teeth, from this share of the eyes' distance on. */
export const ownGap = 0.1;

interface Still {
  readonly picture: Uint8Array;
  readonly head: Affine;
  readonly landmarks: Landmarks;
  readonly eyeDistance: number;
}

/** Luma of what is inside the mouth. */
interface Shades {
  readonly teeth: number;
  readonly dark: number;
  readonly tongue: number;
}

/** Mouths of every shape made from one picture: lips and jaw are bent, and what they uncover is painted. */
export function paintMouths(still: Still): MouthBank {
  const { picture, head, landmarks, eyeDistance: unit } = still;
  const found = mouthLinesOf(head, landmarks, unit);
  const at = (index: number) => inHead(head, landmarks, index);
  const [left, right] = [at(points.leftMouthCorner), at(points.rightMouthCorner)];
  const middle = (left.x + right.x) / 2;
  const region = regionAbout(
    { x: middle - 0.64 * unit, y: found.noseY + 0.06 * unit },
    { x: middle + 0.64 * unit, y: found.chinY + (0.82 * clearGap + 0.14) * unit },
  );
  const mask = superellipse(region, 0.15 * unit);
  const gap = (at(points.lowerLipInner).y - at(points.upperLipInner).y) / unit;
  const own = gap > ownGap;
  const lines = own ? found : closeLines(found, still);
  const shades = shadesOf(still);
  const patches = mouthCells.map((shape) => cutPiece(picture, head, mask, paint(shape)));
  return { x: region.x, y: region.y, patches, shapes: mouthCells };

  function paint(shape: MouthShape): Warp {
    const wanted = shape.open * clearGap * unit;
    // Lips that touch in the photo have a measured gap of their own, which is no opening.
    const open = own ? wanted - gap * unit : wanted;
    const stretch = 0.5 + 0.5 * Math.min(1, 2 * shape.open + 0.3);
    const bend = bendMouth(lines, { open, width: 1 + (shape.width - 0.5) * widthReach * stretch });
    return (x, y, to) => {
      const place = bend(x, y);
      to[0] = place.x;
      to[1] = place.y;
      if (place.depth !== undefined && !own && wanted > 0.5) inside(place, shape, shades, unit, to);
    };
  }
}

/** Where lips that touch do so: the darkest place between the edges that the mesh gives them. */
function closeLines(lines: MouthLines, { picture, head }: Still): MouthLines {
  const heights = lines.upper.map((upper, i) => {
    const lower = lines.lower[i]!;
    const x = (upper.x + lower.x) / 2;
    let [height, least] = [(upper.y + lower.y) / 2, Number.POSITIVE_INFINITY];
    for (let y = upper.y - 1; y <= lower.y + 1; y += 0.5) {
      const place = apply(head, x, y);
      const luma = picture[Math.round(place.y) * pictureSize + Math.round(place.x)] ?? 255;
      if (luma < least) [height, least] = [y, luma];
    }
    return { x, y: height };
  });
  const line = heights.map(({ x, y }, i) => {
    const [before, after] = [heights[i - 1] ?? heights[i]!, heights[i + 1] ?? heights[i]!];
    return { x, y: (before.y + 2 * y + after.y) / 4 };
  });
  return { ...lines, upper: line, lower: line };
}

/** What is painted between the lips: dark, the tongue, the upper teeth; soft at every edge. */
function inside(
  place: BentPlace,
  { detail }: MouthShape,
  shades: Shades,
  unit: number,
  to: Float64Array,
): void {
  const { gap, across } = place;
  const depth = place.depth!;
  const down = depth * gap;
  const soft = 0.018 * unit;
  const round = 1 - 0.55 * across * across;
  const length = detail === "teeth" ? 0.8 * gap : Math.min(0.45 * gap, teethLength * unit) * round;
  const teeth = (1 - smooth((down - length + soft) / (2 * soft))) * smooth((gap - 1.5 * soft) / (2 * soft));
  const tongueFrom = detail === "tongue" ? 0.4 : 0.55;
  const tongue = smooth((depth - tongueFrom) / 0.3) * round * smooth((gap - 3 * soft) / (4 * soft));
  const shadow = 1 - 0.35 * Math.abs(across) ** 1.6;
  const teethLuma = 16 + (shades.teeth - 16) * shadow * (0.6 + 0.4 * smooth(down / (2 * soft)));
  const back = shades.dark + (shades.tongue - shades.dark) * tongue * shadow;
  to[2] = Math.min(smooth(down / soft), smooth((gap - down) / (1.2 * soft)));
  to[3] = back + (teethLuma - back) * teeth;
  const tint = (plane: "u" | "v") => {
    const behind = tints.back[plane] + (tints.tongue[plane] - tints.back[plane]) * tongue;
    return behind + (tints.teeth[plane] - behind) * teeth;
  };
  to[4] = tint("u");
  to[5] = tint("v");
}

function shadesOf({ picture, landmarks }: Still): Shades {
  const skin = faceLuma(picture, landmarks);
  const white = eyeWhite(picture, landmarks);
  return {
    teeth: 16 + Math.min(teethShare * (white - 16), 1.15 * (skin - 16) + 34),
    dark: 16 + 0.13 * (skin - 16),
    tongue: 16 + 0.45 * (skin - 16),
  };
}

/** The lightest part of the eyes, in steps of luma. */
function eyeWhite(picture: Uint8Array, landmarks: Landmarks): number {
  const lumas: number[] = [];
  for (const { upper, lower } of Object.values(eyeLines)) {
    const [from, to] = [pointOf(landmarks, upper[0]), pointOf(landmarks, upper[8])];
    const [top, bottom] = [pointOf(landmarks, upper[4]), pointOf(landmarks, lower[4])];
    for (let y = Math.round(top.y); y <= bottom.y; y++) {
      for (let x = Math.round(from.x); x <= to.x; x++) {
        const at = y * pictureSize + x;
        if (at >= 0 && at < lumaBytes) lumas.push(picture[at]!);
      }
    }
  }
  lumas.sort((a, b) => a - b);
  return lumas[Math.floor(0.9 * lumas.length)] ?? 180;
}
