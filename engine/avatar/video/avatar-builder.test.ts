import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDrawnArt } from "../illustrated/drawn-art.ts";
import { encodePng, toPng, toRgb } from "../poster.ts";
import { filmPictures } from "../speaking-clip.fixture.ts";
import { lumaBytes, pictureBytes, pictureSize } from "../yuv.ts";
import { AvatarBuilder, buildAvatarFromPhoto, buildAvatarFromVideo } from "./avatar-builder.ts";
import { SourceRefused } from "./source-refused.ts";

setDefaultTimeout(60_000);
const root = mkdtempSync(join(tmpdir(), "avatar-builder-"));
afterAll(() => rmSync(root, { recursive: true }));
let face: readonly Uint8Array[];

beforeAll(async () => {
  const { pack } = await openDrawnArt("mei", undefined);
  face = pack.loop;
});

const film = (name: string, count: number, pictureAt: (number: number) => Uint8Array) =>
  filmPictures(join(root, `${name}.mp4`), count, pictureAt);

const faceAt = (number: number) => face[number % face.length]!;

/** The same picture with everything darker. */
function darkened(picture: Uint8Array, share: number): Uint8Array {
  return picture.map((value, i) => (i < lumaBytes ? 16 + (value - 16) * share : 128 + (value - 128) * share));
}

/** Two half-size faces side by side. */
function twice(picture: Uint8Array): Uint8Array {
  const both = new Uint8Array(pictureBytes).fill(128);
  for (let y = 0; y < 256; y++) {
    for (let x = 0; x < pictureSize; x++) {
      both[(y + 128) * pictureSize + x] = picture[2 * y * pictureSize + ((2 * x) % pictureSize)]!;
    }
  }
  return both;
}

async function reasonOf(building: Promise<unknown>): Promise<string> {
  const error: unknown = await building.then(
    () => new Error("it was built"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceRefused)) throw error;
  return error.reason;
}

test("a video without a face is refused", async () => {
  const path = await film("grey", 130, (number) => new Uint8Array(pictureBytes).fill(60 + (number % 100)));
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("no-face");
});

test("a video of two faces is refused", async () => {
  const path = await film("two", 130, (number) => twice(faceAt(number)));
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("several-faces");
});

test("a video of three seconds is refused", async () => {
  const path = await film("short", 75, faceAt);
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("too-short");
});

test("a face that is there for two seconds of five is refused", async () => {
  const nobody = new Uint8Array(pictureBytes).fill(128);
  const path = await film("gone", 130, (number) => (number < 50 ? faceAt(number) : nobody));
  expect(["no-face", "too-short"]).toContain(await reasonOf(buildAvatarFromVideo({ path })));
});

test("a face in the dark is refused", async () => {
  const path = await film("dark", 130, (number) => darkened(faceAt(number), 0.12));
  expect(["too-dark", "no-face"]).toContain(await reasonOf(buildAvatarFromVideo({ path })));
});

test("files that are cut short or full of nonsense are refused", async () => {
  const path = await film("cut", 150, faceAt);
  truncateSync(path, 20_000);
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("undecodable");
  const noise = join(root, "noise.mp4");
  const bytes = new Uint8Array(100_000).map((_, i) => (i * 7919) % 251);
  bytes.set(new TextEncoder().encode("ftypisom"), 4);
  await Bun.write(noise, bytes);
  expect(await reasonOf(buildAvatarFromVideo({ path: noise }))).toBe("undecodable");
});

test("a playlist that points elsewhere is no video, whatever it is called", async () => {
  const path = join(root, "list.mp4");
  await Bun.write(path, "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n");
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("wrong-format");
});

test("a photo is no video, and a video no photo", async () => {
  const photo = join(root, "photo.png");
  await Bun.write(photo, toPng(faceAt(0)));
  expect(await reasonOf(buildAvatarFromVideo({ path: photo }))).toBe("wrong-format");
  const video = await film("video", 30, faceAt);
  expect(await reasonOf(buildAvatarFromPhoto({ path: video }))).toBe("wrong-format");
});

test("a photo that is too small is refused", async () => {
  const path = join(root, "small.png");
  await Bun.write(path, encodePng(toRgb(faceAt(0)).slice(0, 3 * 100 * 100), 100, 100));
  expect(await reasonOf(buildAvatarFromPhoto({ path }))).toBe("wrong-size");
});

test("who says nothing in a video gets a painted mouth and is told so", async () => {
  const path = await film("silent", 130, faceAt);
  const { report, pack } = await buildAvatarFromVideo({ path });
  expect(report.notes).toContain("mouth-painted");
  expect(report.mouthOpen).toBeLessThan(0.06);
  expect(pack.length).toBeLessThan(8_000_000);
});

test("a build that is aborted ends with the signal's reason, and closing ends those that wait", async () => {
  const path = await film("long", 250, faceAt);
  const stop = new AbortController();
  const building = buildAvatarFromVideo({
    path,
    signal: stop.signal,
    onProgress: ({ stage }) => stage === "track" && stop.abort(new Error("enough")),
  });
  await expect(building).rejects.toThrow("enough");

  const builder = new AvatarBuilder();
  const begun = Promise.withResolvers<void>();
  const two = [
    builder.build("video", { path, onProgress: () => begun.resolve() }),
    builder.build("video", { path }),
  ].map((build) => build.catch((error: Error) => error.message));
  await begun.promise;
  await builder[Symbol.asyncDispose]();
  expect(await Promise.all(two)).toEqual(["the builder is closed", "the builder is closed"]);
});
