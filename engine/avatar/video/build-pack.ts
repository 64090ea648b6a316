import { from } from "../affine.ts";
import type { AvatarPack, MouthBank } from "../avatar-pack.ts";
import { blit } from "../blit.ts";
import type { EyeBank } from "../avatar-pack.ts";
import { picturesPerSecond } from "../face.ts";
import { toPackFile } from "../pack-file.ts";
import { fitTone } from "../tone.ts";
import { type BuildNote, type BuildProgress, type BuildReport, type BuildStage, progressAt } from "./build-report.ts";
import { openFaceModels } from "./face-models.ts";
import { FaceTracker } from "./face-tracker.ts";
import { type Footage, faceLuma, mean, measure, median } from "./footage.ts";
import { frameFace } from "./framing.ts";
import { type Landmarks, turnOf } from "./landmarks.ts";
import { makeBlinks } from "./lid-warp.ts";
import { encodeLoop } from "./loop-codec.ts";
import { findLoop, type LoopPicture } from "./loop-search.ts";
import { type FoundMouths, makeMouths } from "./mouth-bank.ts";
import { costsOf } from "./mouth-costs.ts";
import { paintMouths } from "./painted-mouth.ts";
import { probeSource, type Source, sourceLimits } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { moveStill } from "./still-motion.ts";
import { cropFilter, decodePictures } from "./video-decoder.ts";

/** A face turned further is refused, in radians; from the second on it is noted. */
const turnMost = { yaw: 0.42, pitch: 0.6, noted: 0.2 };
/** A face darker than this is refused, in steps of luma; below the second it is noted. */
const darkBelow = { refused: 42, noted: 62 };
/** Less of the pictures with a face is refused, or noted. */
const trackedLeast = { refused: 0.6, noted: 0.97 };
/** A mouth that opens less in the whole video says nothing, as a share of the eyes' distance. */
const silentBelow = 0.045;
const hardlyBelow = 0.15;
/** Lips further apart in the idle loop are closed there. */
const idleGap = 0.03;
/** Eyes this much narrower than usual blink. */
const blinkShare = 0.55;

export interface BuiltFile {
  /** A pack's file; see `readPackFile`. */
  readonly file: Uint8Array;
  readonly report: BuildReport;
}

/** Makes a pack from a video or a photo. Takes all of one core for a while. Rejects with SourceRefused. */
export async function buildPack(path: string, onProgress: (progress: BuildProgress) => void): Promise<BuiltFile> {
  const tell = (stage: BuildStage, share: number) => onProgress(progressAt(stage, share));
  tell("probe", 0);
  const source = await probeSource(path);
  if (source.kind === "video" && source.durationS > 0 && source.durationS < sourceLimits.durationLeastS) {
    throw new SourceRefused("too-short");
  }
  using models = await openFaceModels();
  const tracker = new FaceTracker(models);
  tell("find", 0);
  const { pictures, tracks, tracked } = await follow(path, source, { tracker, tell });
  const { notes, ...seen } = examine(pictures, tracks);
  if (tracked < trackedLeast.noted) notes.push("face-often-lost");
  const about = { ...seen, tracked, notes };
  const footage = measure(pictures, tracks);
  if (source.kind === "photo") return await packStill(footage, about, tell);
  return await packFootage(footage, about, tell);
}

interface Seen {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly brightness: number;
  readonly tracked: number;
  readonly notes: BuildNote[];
}

type Tell = (stage: BuildStage, share: number) => void;

/** Decodes the source and follows its face; returns the longest run of pictures without a gap. */
async function follow(path: string, source: Source, { tracker, tell }: { tracker: FaceTracker; tell: Tell }) {
  const { kind, turn } = source;
  const crop = await frameFace(path, source, tracker).catch(toRefusal);
  const usedS = Math.min(source.durationS || sourceLimits.durationUsedS, sourceLimits.durationUsedS);
  const picturesMax = kind === "photo" ? 1 : Math.ceil(usedS * picturesPerSecond);
  const follower = new FaceTracker(tracker.models);
  const runs: { pictures: Uint8Array[]; tracks: Landmarks[] }[] = [{ pictures: [], tracks: [] }];
  let [count, found] = [0, 0];
  try {
    const filter = cropFilter(kind, turn, crop);
    for await (const picture of decodePictures({ path, kind, filter, picturesMax })) {
      const landmarks = follower.track(picture);
      if (landmarks) {
        found++;
        runs.at(-1)!.pictures.push(picture);
        runs.at(-1)!.tracks.push(landmarks);
      } else if (runs.at(-1)!.tracks.length > 0) runs.push({ pictures: [], tracks: [] });
      if (++count % 10 === 0) tell("track", count / picturesMax);
    }
  } catch (error) {
    toRefusal(error);
  }
  if (count === 0) throw new SourceRefused("undecodable");
  const longest = runs.reduce((best, run) => (run.tracks.length > best.tracks.length ? run : best));
  if (found < trackedLeast.refused * count) throw new SourceRefused("no-face");
  if (kind === "video" && longest.tracks.length < sourceLimits.durationLeastS * picturesPerSecond - 2) {
    throw new SourceRefused("too-short");
  }
  return { ...longest, tracked: found / count };
}

/** What the decoder says of a broken file is of use to nobody. */
function toRefusal(error: unknown): never {
  if (error instanceof SourceRefused) throw error;
  throw new SourceRefused("undecodable", { cause: error });
}

function examine(pictures: readonly Uint8Array[], tracks: readonly Landmarks[]) {
  const turns = tracks.map(turnOf);
  const [yaw, pitch] = [median(turns.map((turn) => turn.yaw)), median(turns.map((turn) => turn.pitch))];
  if (Math.abs(yaw) > turnMost.yaw || Math.abs(pitch) > turnMost.pitch) throw new SourceRefused("turned-away");
  const every = Math.max(1, Math.floor(pictures.length / 20));
  const lumas = pictures.flatMap((picture, i) => (i % every === 0 ? [faceLuma(picture, tracks[i]!)] : []));
  const brightness = mean(lumas);
  if (brightness < darkBelow.refused) throw new SourceRefused("too-dark");
  const notes: BuildNote[] = [];
  if (Math.abs(yaw) > turnMost.noted) notes.push("looks-aside");
  if (brightness < darkBelow.noted) notes.push("rather-dark");
  return { yawDeg: (yaw * 180) / Math.PI, pitchDeg: (pitch * 180) / Math.PI, brightness, notes };
}

async function packFootage(footage: Footage, seen: Seen, tell: Tell): Promise<BuiltFile> {
  tell("loop", 0);
  const loop = findLoop(footage);
  if (loop.toAndFro) seen.notes.push("loop-to-and-fro");
  tell("mouths", 0);
  const found = makeMouths(footage);
  const silent = found.gapMost < silentBelow;
  const { picture, head, landmarks } = footage.takes[footage.reference]!;
  const still = { picture, head, landmarks, eyeDistance: footage.eyeDistance };
  const costs = costsOf(found, loop.pictures, footage);
  const { x, y, patches, pieces } = found;
  const mouths: MouthBank = silent
    ? paintMouths(still)
    : { x, y, patches, shapes: pieces.map(({ shape }) => shape), costs };
  if (silent) seen.notes.push("mouth-painted");
  else if (found.gapMost < hardlyBelow) seen.notes.push("mouth-hardly-opens");
  const blinks = blinksIn(footage, loop.pictures);
  if (blinks === 0) seen.notes.push("blinks-made");
  const eyes: EyeBank = blinks > 0 ? { x: 0, y: 0, patches: [], poses: [] } : makeBlinks(picture, still);
  tell("pack", 0);
  const pictures = atRest(loop.pictures, found, footage);
  const { units, decoded } = await encodeLoop(pictures);
  const heads = loop.pictures.map((one) => one.head);
  const pack: AvatarPack = { kind: "video", loop: decoded, heads, mouths, eyes, toned: true };
  const report: BuildReport = {
    ...seen,
    kind: "video",
    seconds: footage.takes.length / picturesPerSecond,
    mouthOpen: found.gapMost,
    mouths: mouths.patches.length,
    mouthsExtended: silent ? 0 : Math.round(found.extendedShare * pieces.length),
    loopSeconds: pictures.length / picturesPerSecond,
    seamPx: loop.seamPx,
    blinks,
  };
  const file = toPackFile(pack, units);
  tell("pack", 1);
  return { file, report };
}

async function packStill(footage: Footage, seen: Seen, tell: Tell): Promise<BuiltFile> {
  const { picture, head, landmarks, gap } = footage.takes[0]!;
  const still = { picture, head, landmarks, eyeDistance: footage.eyeDistance };
  tell("loop", 0);
  const { loop, heads } = moveStill(picture, head, landmarks);
  tell("mouths", 0);
  const mouths = paintMouths(still);
  const eyes = makeBlinks(picture, still);
  tell("pack", 0);
  const { units, decoded } = await encodeLoop(loop);
  if (gap > silentBelow) seen.notes.push("mouth-open-in-photo");
  const report: BuildReport = {
    ...seen,
    kind: "photo",
    seconds: 0,
    mouthOpen: gap,
    mouths: mouths.patches.length,
    mouthsExtended: 0,
    loopSeconds: loop.length / picturesPerSecond,
    seamPx: 0,
    blinks: 0,
  };
  const file = toPackFile({ kind: "photo", loop: decoded, heads, mouths, eyes, toned: false }, units);
  tell("pack", 1);
  return { file, report };
}

/** The loop with closed lips: where they part in it, the mouth at rest is laid on all of it. */
function atRest(loop: readonly LoopPicture[], found: FoundMouths, { takes }: Footage): Uint8Array[] {
  const closed = Math.min(...takes.map(({ gap }) => gap));
  const parts = loop.some(({ take }) => takes[take]!.gap - closed > idleGap);
  if (!parts) return loop.map(({ picture }) => picture);
  const rest = found.patches[found.rest]!;
  return loop.map(({ picture, head }) => {
    const drawn = picture.slice();
    const at = from(head, found.x, found.y);
    blit(drawn, rest, at, { tone: fitTone(picture, rest, at) });
    return drawn;
  });
}

function blinksIn({ takes }: Footage, loop: readonly LoopPicture[]): number {
  const usual = median(takes.map(({ eyes }) => eyes));
  const closed = loop.map(({ take }) => takes[take]!.eyes < blinkShare * usual);
  return closed.filter((now, i) => now && !closed[i - 1]).length;
}
