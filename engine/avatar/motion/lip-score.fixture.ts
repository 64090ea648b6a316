import type { SpokenClip } from "../../speech/speaker.ts";
import { pictureMs } from "../face.ts";
import type { FaceModels } from "../video/face-models.ts";
import { FaceTracker } from "../video/face-tracker.ts";
import { percentile } from "../video/footage.ts";
import { pointOf, points } from "../video/landmarks.ts";
import { mouthLeadMs } from "./mouth-curve.ts";
import { MouthTrack } from "./mouth-track.ts";
import { leadPictures } from "./speaking-clip.fixture.ts";

/** Pictures by which the lips may be off in the search for the best fit. */
const lagMost = 4;
/** Lips count as closed below this share of the mouth's own range. */
const closedBelow = 0.2;

export interface LipScore {
  /** Of the openness that was seen with the one that was wanted, from -1 to 1. */
  readonly correlation: number;
  /** Pictures by which the seen openness is late where it fits best. */
  readonly lag: number;
  /** That pictures could show. */
  readonly closures: number;
  /** Closures that were seen, of all. */
  readonly closedShare: number;
  /** Pictures that came and showed a face, of all that were to come. */
  readonly seenShare: number;
}

/**
 * Measures lips on pictures as a student sees them, with a tracker that knows nothing of how they were made; undefined: a
 * picture that did not come.
 */
export function scoreLips(
  pictures: readonly (Uint8Array | undefined)[],
  clips: readonly SpokenClip[],
  models: FaceModels,
  /** When the first clip's sound begins, where picture 0 is shown at 0. */
  startMs = leadPictures * pictureMs,
): LipScore {
  const seen = measureGaps(pictures, models);
  const track = new MouthTrack();
  const closedAt: number[] = [];
  let atMs = startMs;
  for (const { visemes, durationMs } of clips) {
    track.speak(atMs, visemes);
    for (const { name, startMs, endMs } of visemes) {
      const middleMs = atMs + (startMs + endMs) / 2 - mouthLeadMs;
      if (name === "PP") closedAt.push(Math.round(middleMs / pictureMs));
    }
    atMs += durationMs;
  }
  const wanted = pictures.map((_, number) => track.at(number * pictureMs).open);
  const lags = Array.from({ length: 2 * lagMost + 1 }, (_, i) => i - lagMost);
  const fits = lags.map((lag) => correlate(wanted, seen, lag));
  const known = seen.filter((gap) => gap !== undefined);
  const [least, most] = [percentile(known, 0.02), percentile(known, 0.98)];
  const judged = closedAt.flatMap((number) => {
    // A closure of 50 ms may lie between two pictures, and be on one that did not come.
    const near = [number - 1, number, number + 1];
    const isClosed =
      (Math.min(...near.flatMap((at) => seen[at] ?? [])) - least) / (most - least) < closedBelow;
    return isClosed || near.every((at) => pictures[at]) ? [isClosed] : [];
  });
  return {
    correlation: fits[lagMost]!,
    lag: lags[fits.indexOf(Math.max(...fits))]!,
    closures: judged.length,
    closedShare: judged.filter((isClosed) => isClosed).length / judged.length,
    seenShare: known.length / pictures.length,
  };
}

/** The gap between the lips as a share of the eyes' distance; undefined where there is no face, or no picture. */
function measureGaps(
  pictures: readonly (Uint8Array | undefined)[],
  models: FaceModels,
): (number | undefined)[] {
  const tracker = new FaceTracker(models);
  return pictures.map((picture) => {
    const landmarks = picture && tracker.track(picture);
    if (!landmarks) return undefined;
    const apart = (one: number, other: number) => {
      const [a, b] = [pointOf(landmarks, one), pointOf(landmarks, other)];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    return (
      apart(points.upperLipInner, points.lowerLipInner) / apart(points.leftEyeOuter, points.rightEyeOuter)
    );
  });
}

/** Pearson's correlation of `wanted` with `seen` some pictures later. */
export function correlate(
  wanted: readonly number[],
  seen: readonly (number | undefined)[],
  lag: number,
): number {
  const pairs = wanted.flatMap((one, i) => {
    const other = seen[i + lag];
    return other === undefined ? [] : [[one, other] as const];
  });
  const mean = (index: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[index], 0) / pairs.length;
  const [a, b] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [one, other] of pairs) {
    ab += (one - a) * (other - b);
    aa += (one - a) ** 2;
    bb += (other - b) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
