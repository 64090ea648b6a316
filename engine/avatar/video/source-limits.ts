export type SourceKind = "video" | "photo";

/** What a face may be made from. */
export const sourceLimits = {
  videoBytesMax: 200 * 1024 * 1024,
  photoBytesMax: 20 * 1024 * 1024,
  /** Long side, in px; 2160p upright or lying, as telephones film it. */
  videoSide: { least: 240, most: 3_840 },
  photoSide: { least: 240, most: 8_192 },
  durationLeastS: 5,
  /** What comes after is not looked at. */
  durationUsedS: 60,
  /** Nor what would have more px decoded than that: a minute of 2160p at 30 pictures a second, half a minute at 60. */
  decodedPxMost: 60 * 30 * 3_840 * 2_160,
} as const;
