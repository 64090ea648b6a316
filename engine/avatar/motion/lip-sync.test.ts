import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SpokenClip } from "../../speech/speaker.ts";
import { openWorkerSpeaker } from "../../speech/worker-speaker.ts";
import { compose } from "../avatar-pack.ts";
import { PictureDecoder } from "../encoding/picture-decoder.ts";
import { EncoderPool } from "../encoding/picture-encoder.ts";
import { toSheet } from "../encoding/picture-sheet.fixture.ts";
import { pictureMs, type VideoCodec } from "../face.ts";
import { FaceStream, toFaceArt } from "../face-stream.ts";
import { type Faces, openFaces } from "../faces.ts";
import { apply } from "../pixels/affine.ts";
import { chromaBytes, lumaBytes, pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { AvatarStore } from "../store/avatar-store.ts";
import { packOf, storeFace } from "../store/store-face.fixture.ts";
import { type BuiltAvatar, buildAvatarFromPhoto, buildAvatarFromVideo } from "../video/avatar-builder.ts";
import type { BuildProgress } from "../video/build-report.ts";
import { type FaceModels, openFaceModels } from "../video/face-models.ts";
import { mean } from "../video/footage.ts";
import { scoreLips } from "./lip-score.fixture.ts";
import { leadPictures, performClips, writeMp4 } from "./speaking-clip.fixture.ts";

setDefaultTimeout(120_000);
const root = mkdtempSync(join(tmpdir(), "lip-sync-"));
/** Pictures stay here for people to look at. */
const artifacts = join(process.env.TEST_ARTIFACTS ?? root, "faces");
const opened = new AsyncDisposableStack();

/** What the tutor says in the video that an avatar is made from: every shape of the mouth. */
const filmedText =
  "Hello! I am your tutor. Today we will find out how big models learn from small mistakes. " +
  "Maybe we should move slowly, and open every box. Are you ready?";
/** What all avatars say in the end: lips meet often in it. */
const spokenText = "Good morning! Maybe big boats float because people make them from empty boxes.";

let faces: Faces;
let store: AvatarStore;
let models: FaceModels;
let spoken: SpokenClip[];
let filmed: SpokenClip[];
let built: BuiltAvatar;
const progress: BuildProgress[] = [];

beforeAll(async () => {
  mkdirSync(artifacts, { recursive: true });
  store = await AvatarStore.open({ folder: join(root, "store") });
  faces = opened.use(await openFaces({ cacheDir: join(root, "cache"), store }));
  models = opened.use(await openFaceModels());
  await using speaker = await openWorkerSpeaker();
  const say = (text: string) =>
    Array.fromAsync(speaker.speak({ text, language: "en" }, new AbortController().signal));
  filmed = await say(filmedText);
  spoken = await say(spokenText);
  const video = join(artifacts, "talking-head.mp4");
  await writeMp4(video, await performClips(faces.face("mei"), "H264", filmed));
  built = await buildAvatarFromVideo({ path: video, onProgress: (step) => progress.push(step) });
  await storeFace(store, "mei-filmed", built.pack);
});
afterAll(async () => {
  await opened.disposeAsync();
  rmSync(root, { recursive: true, force: true });
});

/** Lets a face speak, and returns the pictures as a student receives them; leaves some to be looked at. */
async function receive(name: string, codec: VideoCodec): Promise<Uint8Array[]> {
  const encoded = await performClips(faces.face(name), codec, spoken);
  using decoder = await PictureDecoder.open(codec);
  const pictures = encoded.map(({ data }) => decoder.decode(data));
  const every = Math.floor(pictures.length / 15);
  const whole = pictures.filter((_, i) => i % every === 0).slice(0, 15);
  await Bun.write(join(artifacts, `${name}.png`), toSheet(whole, { columns: 5, step: 2 }));
  const mouths = pictures.slice(leadPictures, leadPictures + 60);
  const box = { x: 176, y: 226, side: 160 };
  await Bun.write(join(artifacts, `${name}-mouths.png`), toSheet(mouths, { columns: 10, box }));
  return pictures;
}

async function expectLipSync(name: string, pictures: readonly Uint8Array[]): Promise<void> {
  const score = scoreLips(pictures, spoken, models);
  await Bun.write(join(artifacts, `${name}.json`), JSON.stringify(score));
  const { correlation, lag, closures, closedShare, seenShare } = score;
  expect(seenShare).toBe(1);
  expect(correlation).toBeGreaterThanOrEqual(0.85);
  expect(Math.abs(lag)).toBeLessThanOrEqual(1);
  expect(closures).toBeGreaterThanOrEqual(7);
  expect(closedShare).toBeGreaterThanOrEqual(0.9);
}

test("an avatar made from a video moves the lips with the sound", async () => {
  await expectLipSync("mei-filmed", await receive("mei-filmed", "H264"));
});

test("the report tells of the video, and progress goes from nothing to all", () => {
  expect(built.report).toMatchObject({ kind: "video", tracked: 1 });
  expect(built.report.loopSeconds).toBeGreaterThanOrEqual(3);
  expect(built.report.loopSeconds).toBeLessThanOrEqual(10);
  expect(built.report.mouths).toBeGreaterThan(80);
  expect(Math.abs(built.report.yawDeg)).toBeLessThan(5);
  const fractions = progress.map(({ fraction }) => fraction);
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
  expect(new Set(progress.map(({ stage }) => stage)).size).toBe(5);
});

test("the same orders give an avatar the same pictures, bit by bit", async () => {
  const art = await toFaceArt(await store.openPack(packOf(store.find("mei-filmed"))), "mei-filmed");
  const perform = async (gestures: boolean) => {
    using encoders = new EncoderPool();
    using stream = new FaceStream(art, "VP8", encoders);
    stream.begin(1, 100);
    stream.setMood("listening");
    if (gestures) stream.nod();
    stream.speak(114 * pictureMs, spoken[1]!.visemes, gestures ? 600 : undefined);
    stream.advance(140);
    const made: Uint8Array[] = [];
    while (stream.due) {
      if (made.length === 12) stream.setMood("speaking");
      made.push((await stream.make())!.picture.data);
    }
    return made;
  };
  const [one, other, plain] = [await perform(true), await perform(true), await perform(false)];
  expect(one).toHaveLength(41);
  expect(one.every((data, i) => Buffer.from(data).equals(other[i]!))).toBe(true);
  expect(Buffer.from(one[0]!)).not.toEqual(Buffer.from(plain[0]!));
});

test("an avatar at rest keeps its lips closed, though the video speaks throughout", async () => {
  const { pictures } = await faces.face("mei-filmed").idle("H264");
  using decoder = await PictureDecoder.open("H264");
  const shown = pictures.slice(0, 150).map(({ data }) => decoder.decode(data));
  await Bun.write(
    join(artifacts, "mei-filmed-idle.png"),
    toSheet(
      shown.filter((_, i) => i % 10 === 0),
      { columns: 5, step: 2 },
    ),
  );
  // The inside of an open mouth is dark: in hardly any picture more than the line between the lips.
  const dark = shown.map((picture) => {
    let count = 0;
    for (let y = 262; y < 312; y++) {
      for (let x = 226; x < 288; x++) if (picture[y * 512 + x]! < 75) count++;
    }
    return count;
  });
  expect(Math.max(...dark)).toBeLessThan(90);
});

test("the skin about eyes that are replaced keeps its colour", async () => {
  const pack = await store.openPack(packOf(store.find("mei-filmed")));
  const { face, eyes, heads, loop } = pack;
  const raised = eyes.poses.findIndex(({ brow, blink }) => brow === 0.75 && blink === 0);
  const shown = new Uint8Array(pictureBytes);
  const [blue, red] = [lumaBytes, lumaBytes + chromaBytes].map((plane) => {
    const changes = loop.map((picture, number) => {
      compose(shown, pack, number, { mouth: undefined, eyes: raised });
      const forehead = apply(heads[number]!, face.x + face.width / 2, face.y + 0.1 * face.height);
      const [left, top] = [Math.round(forehead.x / 2) - 6, Math.round(forehead.y / 2) - 2];
      let sum = 0;
      for (let y = top; y < top + 4; y++) {
        for (let x = left; x < left + 12; x++) {
          const at = plane + (y * pictureSize) / 2 + x;
          sum += shown[at]! - picture[at]!;
        }
      }
      return sum / 48;
    });
    return mean(changes);
  });
  expect(Math.abs(blue!)).toBeLessThan(1.2);
  expect(Math.abs(red!)).toBeLessThan(1.2);
});

test("a lid that closes under a raised brow shows skin, not the lashes of the open eye", async () => {
  const { eyes } = await store.openPack(packOf(store.find("mei-filmed")));
  const darkPx = (brow: number) => {
    const closed = eyes.poses.findIndex((pose) => pose.blink === 1 && pose.brow === brow);
    return eyes.patches[closed]!.y.reduce((count, luma, i) => {
      const isDark = luma < 120 && eyes.patches[closed]!.alpha[i] === 255;
      return isDark ? count + 1 : count;
    }, 0);
  };
  expect(darkPx(0.75)).toBeLessThan(1.02 * darkPx(0.25));
});

test("mouths leave the neck's edges as they are, however the head is held", async () => {
  const pack = await store.openPack(packOf(store.find("mei-filmed")));
  const { face, heads, loop, mouths } = pack;
  const widest = mouths.shapes.map(({ open }) => open).indexOf(Math.max(...mouths.shapes.map((s) => s.open)));
  const shown = new Uint8Array(pictureBytes);
  const changes = loop.flatMap((picture, number) => {
    compose(shown, pack, number, { mouth: widest, eyes: undefined });
    const chin = apply(heads[number]!, face.x + face.width / 2, face.y + face.height);
    const places: number[] = [];
    for (let y = Math.round(chin.y); y < chin.y + 0.12 * face.height; y++) {
      for (let aside = Math.round(0.17 * face.width); aside < 0.27 * face.width; aside++)
        for (const x of [Math.round(chin.x) - aside, Math.round(chin.x) + aside])
          places.push(y * pictureSize + x);
    }
    return places.map((at) => Math.abs(shown[at]! - picture[at]!));
  });
  expect(Math.max(...changes)).toBeLessThan(6);
});

test("an avatar made from one photo moves the lips with the sound, and blinks", async () => {
  const photo = join(artifacts, "photo.png");
  await Bun.write(photo, await faces.facePoster("ben"));
  const { pack, report } = await buildAvatarFromPhoto({ path: photo });
  await storeFace(store, "ben-photo", pack);
  expect(report).toMatchObject({ kind: "photo", seconds: 0, loopSeconds: 6 });
  await expectLipSync("ben-photo", await receive("ben-photo", "H264"));
  const { eyes } = await store.openPack(packOf(store.find("ben-photo")));
  expect(eyes.poses.filter(({ blink, brow }) => blink === 1 && brow === 0.25)).toHaveLength(1);
});
