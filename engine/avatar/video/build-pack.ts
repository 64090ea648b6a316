import type { AvatarPack, FaceBox, MouthBank } from "../avatar-pack.ts";
import { picturesPerSecond } from "../face.ts";
import { toPackFile } from "../pack-file.ts";
import { type Affine, from } from "../pixels/affine.ts";
import { blit } from "../pixels/blit.ts";
import { fitTone } from "../pixels/tone.ts";
import { type BuildProgress, type BuildReport, type BuildStage, progressAt } from "./build-report.ts";
import { makeEyes } from "./eye-warp.ts";
import { openFaceModels } from "./face-models.ts";
import { followFace, type Seen } from "./follow-face.ts";
import { type Footage, measure, median } from "./footage.ts";
import { inHead } from "./head-pose.ts";
import { type Landmarks, points } from "./landmarks.ts";
import { encodeLoop } from "./loop-codec.ts";
import { findLoop, type LoopPicture } from "./loop-search.ts";
import { type FoundMouths, makeMouths } from "./mouth-bank.ts";
import { costsOf } from "./mouth-costs.ts";
import { ownGap, paintMouths } from "./painted-mouth.ts";
import { type SourceKind, sourceLimits } from "./source-limits.ts";
import { probeSource } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { moveStill } from "./still-motion.ts";

/** A mouth that opens less in the whole video says nothing, as a share of the eyes' distance. */
const silentBelow = 0.055;
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
export async function buildPack(
  path: string,
  kind: SourceKind,
  onProgress: (progress: BuildProgress) => void,
): Promise<BuiltFile> {
  const tell = (stage: BuildStage, share: number) => onProgress(progressAt(stage, share));
  tell("probe", 0);
  const source = await probeSource(path);
  if (source.kind !== kind) throw new SourceRefused("wrong-format");
  if (source.kind === "video" && source.durationS > 0 && source.durationS < sourceLimits.durationLeastS) {
    throw new SourceRefused("too-short");
  }
  using models = await openFaceModels();
  tell("track", 0);
  const onShare = (share: number) => tell("track", share);
  const { pictures, tracks, seen } = await followFace(path, source, { models, onShare });
  const footage = measure(pictures, tracks);
  return await (source.kind === "photo" ? packStill : packFootage)(footage, seen, tell);
}

type Tell = (stage: BuildStage, share: number) => void;

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
  const eyes = makeEyes(picture, still);
  tell("pack", 0);
  const pictures = atRest(loop.pictures, found, footage);
  const { units, decoded } = await encodeLoop(pictures);
  const heads = loop.pictures.map((one) => one.head);
  const pack: AvatarPack = {
    ...{ kind: "video", loop: decoded, heads, mouths, eyes, toned: true },
    face: faceBoxOf(head, landmarks),
    blinks: blinks > 0,
  };
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
  const eyes = makeEyes(picture, still);
  tell("pack", 0);
  const { units, decoded } = await encodeLoop(loop);
  if (gap > ownGap) seen.notes.push("mouth-open-in-photo");
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
  const pack: AvatarPack = {
    ...{ kind: "photo", loop: decoded, heads, mouths, eyes, toned: false, blinks: false },
    face: faceBoxOf(head, landmarks),
  };
  const file = toPackFile(pack, units);
  tell("pack", 1);
  return { file, report };
}

function faceBoxOf(head: Affine, landmarks: Landmarks): FaceBox {
  const at = (index: number) => inHead(head, landmarks, index);
  const [left, right] = [at(points.leftCheek), at(points.rightCheek)];
  const [top, chin] = [at(points.forehead), at(points.chin)];
  return { x: left.x, y: top.y, width: right.x - left.x, height: chin.y - top.y };
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
