import { picturesPerSecond } from "../face.ts";
import type { BuildNote } from "./build-report.ts";
import type { FaceModels } from "./face-models.ts";
import { FaceTracker } from "./face-tracker.ts";
import { brightLuma, faceLuma, mean, median } from "./footage.ts";
import { frameFace } from "./framing.ts";
import { type Landmarks, turnOf } from "./landmarks.ts";
import { sourceLimits } from "./source-limits.ts";
import type { Source } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { cropFilter, decodePictures } from "./video-decoder.ts";

/** A face turned further is refused, in radians; from `noted` on it is noted. */
const turnMost = { yaw: 0.42, pitch: 0.6, noted: 0.2 };
/**
 * A face darker than this is refused, in steps of luma, or noted, where nothing about it is bright either: dark skin in good light is not a
 * dark picture.
 */
const darkBelow = { refused: { face: 42, bright: 100 }, noted: { face: 62, bright: 150 } };
/** Less of the pictures with a face is refused, or noted. */
const trackedLeast = { refused: 0.6, noted: 0.97 };
/** A rounded duration may hide this many pictures. */
const roundingPictures = 2;

/** The longest run of pictures with one face, and where the face's points are in each. */
export interface FollowedFace {
  readonly pictures: readonly Uint8Array[];
  readonly tracks: readonly Landmarks[];
  readonly seen: Seen;
}

/** What is said about the source in the report. */
export interface Seen {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly brightness: number;
  readonly tracked: number;
  readonly notes: BuildNote[];
}

interface Run {
  readonly pictures: Uint8Array[];
  readonly tracks: Landmarks[];
}

/** Decodes a source and follows its face. `onShare` hears how much is done. Rejects with SourceRefused. */
export async function followFace(
  path: string,
  source: Source,
  { models, onShare }: { models: FaceModels; onShare: (share: number) => void },
): Promise<FollowedFace> {
  try {
    const crop = await frameFace(path, source, new FaceTracker(models));
    const { run, tracked } = await trackAll(path, source, {
      tracker: new FaceTracker(models),
      filter: cropFilter(source, crop),
      onShare,
    });
    return { ...run, seen: examine(run, tracked) };
  } catch (error) {
    if (error instanceof SourceRefused) throw error;
    // What the decoder says of a broken file is of use to nobody but its cause.
    throw new SourceRefused("undecodable", { cause: error });
  }
}

async function trackAll(
  path: string,
  { kind, format, usedS }: Source,
  { tracker, filter, onShare }: { tracker: FaceTracker; filter: string; onShare: (share: number) => void },
): Promise<{ run: Run; tracked: number }> {
  const picturesMax = kind === "photo" ? 1 : Math.ceil(usedS * picturesPerSecond);
  const runs: Run[] = [{ pictures: [], tracks: [] }];
  let [count, found] = [0, 0];
  for await (const picture of decodePictures({ path, format, filter, picturesMax })) {
    const landmarks = tracker.track(picture);
    const run = runs.at(-1)!;
    if (landmarks) {
      found++;
      run.pictures.push(picture);
      run.tracks.push(landmarks);
    } else if (run.tracks.length > 0) runs.push({ pictures: [], tracks: [] });
    if (++count % 10 === 0) onShare(count / picturesMax);
  }
  if (count === 0) throw new SourceRefused("undecodable");
  if (found < trackedLeast.refused * count) throw new SourceRefused("no-face");
  const run = runs.reduce((best, other) => (other.tracks.length > best.tracks.length ? other : best));
  const least = sourceLimits.durationLeastS * picturesPerSecond - roundingPictures;
  if (kind === "video" && run.tracks.length < least) throw new SourceRefused("too-short");
  return { run, tracked: found / count };
}

/** Refuses a face that cannot be used, and notes what could be better. */
function examine({ pictures, tracks }: Run, tracked: number): Seen {
  const turns = tracks.map(turnOf);
  const [yaw, pitch] = [median(turns.map((turn) => turn.yaw)), median(turns.map((turn) => turn.pitch))];
  if (Math.abs(yaw) > turnMost.yaw || Math.abs(pitch) > turnMost.pitch)
    throw new SourceRefused("turned-away");
  const every = Math.max(1, Math.floor(pictures.length / 20));
  const looks = pictures.flatMap((picture, i) => (i % every === 0 ? [{ picture, track: tracks[i]! }] : []));
  const brightness = mean(looks.map(({ picture, track }) => faceLuma(picture, track)));
  const bright = mean(looks.map(({ picture }) => brightLuma(picture)));
  const isDark = (below: { face: number; bright: number }) =>
    brightness < below.face && bright < below.bright;
  if (isDark(darkBelow.refused)) throw new SourceRefused("too-dark");
  const notes: BuildNote[] = [];
  if (Math.abs(yaw) > turnMost.noted) notes.push("looks-aside");
  if (isDark(darkBelow.noted)) notes.push("rather-dark");
  if (tracked < trackedLeast.noted) notes.push("face-often-lost");
  return { yawDeg: (yaw * 180) / Math.PI, pitchDeg: (pitch * 180) / Math.PI, brightness, tracked, notes };
}
