import type { MouthDetail, MouthShape } from "./motion/mouth-curve.ts";

/** How the eyes and brows are. Every number but gaze lies between 0 and 1. */
export interface EyePose {
  /** 0 open, 1 closed. */
  readonly blink: number;
  /** Gaze from -1 to 1, to the right and down as the viewer sees it; 0, 0 looks at the viewer. */
  readonly gazeX: number;
  readonly gazeY: number;
  /** Raise of the brows. */
  readonly brow: number;
}

/** Eyes that look at the viewer. */
export const restEyes: EyePose = { blink: 0, gazeX: 0, gazeY: 0, brow: 0.25 };

/** Where a face can look: at the viewer, aside, down, and up to the side, in two steps, as one who thinks. */
export const gazes = {
  viewer: [0, 0],
  left: [-0.35, 0],
  right: [0.35, 0],
  down: [0, 0.35],
  halfUp: [0.3, -0.4],
  up: [0.6, -0.8],
} as const satisfies Record<string, readonly [x: number, y: number]>;

const openSteps = 10;
const widthSteps = 6;
const detailCells: Readonly<Record<Exclude<MouthDetail, "plain">, { open: number[]; width: number[] }>> = {
  tuck: { open: [0.08], width: [0.35, 0.5, 0.65] },
  tongue: { open: [0.14, 0.26, 0.4], width: [0.4, 0.58, 0.76] },
  teeth: { open: [0.12, 0.2, 0.3], width: [0.16, 0.45, 0.72] },
};

/**
 * The mouths that a face keeps ready: a picture shows the nearest one. Steps of openness and width
 * are 3 px and 4 px at 512×512.
 */
export const mouthCells: readonly MouthShape[] = [
  ...grid(openSteps, widthSteps).map(([open, width]): MouthShape => ({ open, width, detail: "plain" })),
  ...(["tuck", "tongue", "teeth"] as const).flatMap((detail) =>
    detailCells[detail].open.flatMap((open) =>
      detailCells[detail].width.map((width) => ({ open, width, detail })),
    ),
  ),
];

const openLids = [0, 0.25, 0.5];
const closedLids = [0.8, 1];
const browSteps = 4;

/** The eyes that a face keeps ready. Behind lids that are nearly closed, gaze does not matter. */
export const eyeCells: readonly EyePose[] = Array.from(
  { length: browSteps + 1 },
  (_, i) => i / browSteps,
).flatMap((brow) => [
  ...openLids.flatMap((blink) =>
    Object.values(gazes).map(([gazeX, gazeY]): EyePose => ({ blink, gazeX, gazeY, brow })),
  ),
  ...closedLids.map((blink): EyePose => ({ blink, gazeX: 0, gazeY: 0, brow })),
]);

/** Index of the pose that is nearest; undefined when eyes at rest are as near as any. */
export function nearestEyes(poses: readonly EyePose[], wanted: EyePose): number | undefined {
  let best: number | undefined;
  let least = eyeDistance(restEyes, wanted);
  for (const [index, pose] of poses.entries()) {
    const away = eyeDistance(pose, wanted);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}

/** Behind lids that are nearly closed, gaze does not matter. */
function eyeDistance(pose: EyePose, wanted: EyePose): number {
  const gaze =
    wanted.blink > 0.65 ? 0 : Math.abs(pose.gazeX - wanted.gazeX) + Math.abs(pose.gazeY - wanted.gazeY);
  return 4 * Math.abs(pose.blink - wanted.blink) + 2 * Math.abs(pose.brow - wanted.brow) + gaze;
}

function grid(rows: number, columns: number): [row: number, column: number][] {
  return Array.from({ length: (rows + 1) * (columns + 1) }, (_, i) => [
    Math.floor(i / (columns + 1)) / rows,
    (i % (columns + 1)) / columns,
  ]);
}
