/** What the owner of a new avatar is told about it. */
export interface BuildReport {
  readonly kind: "video" | "photo";
  /** Seconds of the source that were used; 0 for a photo. */
  readonly seconds: number;
  /** Share of the pictures in which the face was followed. */
  readonly tracked: number;
  /** Usual turn of the face, in degrees; 0 looks into the camera. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** Mean luma of the face, from 16 (black) to 235. */
  readonly brightness: number;
  /** Widest gap between the lips, as a share of the distance of the eyes. */
  readonly mouthOpen: number;
  /** Pieces in the mouth bank, and how many of them were opened further than filmed. */
  readonly mouths: number;
  readonly mouthsExtended: number;
  readonly loopSeconds: number;
  /** The head's jump at the loop's seam before it is faded, in px. */
  readonly seamPx: number;
  /** Blinks in the loop; 0 where they are made. */
  readonly blinks: number;
  readonly notes: readonly BuildNote[];
}

/** What could be better, in the words of a fixed list. */
export const buildNotes = {
  "face-often-lost": "The face leaves the picture now and then.",
  "looks-aside": "The face looks a little aside.",
  "rather-dark": "More light on the face would help.",
  "mouth-hardly-opens":
    "The mouth hardly opens in the video, so it is opened further than filmed: say something lively.",
  "mouth-painted": "Nothing is said in the video, so the inside of the mouth is painted.",
  "mouth-open-in-photo": "The mouth is open in the photo; one with closed lips looks better.",
  "loop-to-and-fro": "The head never comes back to where it was, so the idle loop runs to and fro.",
  "blinks-made": "There is no blink to be seen in the idle loop, so blinks are made.",
} as const;
export type BuildNote = keyof typeof buildNotes;

/** Stages in their order, and the share of the time that each takes. */
export const buildStages = {
  probe: 0.02,
  track: 0.66,
  loop: 0.08,
  mouths: 0.14,
  pack: 0.1,
} as const;
export type BuildStage = keyof typeof buildStages;

export interface BuildProgress {
  readonly stage: BuildStage;
  /** Of the whole, from 0 to 1. */
  readonly fraction: number;
}

/** Where the whole stands when a stage is `share` done. */
export function progressAt(stage: BuildStage, share: number): BuildProgress {
  let before = 0;
  for (const [name, part] of Object.entries(buildStages)) {
    if (name === stage)
      return { stage, fraction: Math.min(1, before + part * Math.max(0, Math.min(1, share))) };
    before += part;
  }
  return { stage, fraction: 1 };
}
