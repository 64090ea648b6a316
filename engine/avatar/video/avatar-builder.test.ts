import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import {
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_MPEG,
  FF_ENCODER_LIBWEBP,
  FF_ENCODER_MJPEG,
  type FFVideoEncoder,
} from "node-av/constants";
import { Codec, CodecContext, Dictionary, Frame, Packet, Rational } from "node-av/lib";
import { compose } from "../avatar-pack.ts";
import { encodePng, toPng, toRgb } from "../encoding/poster.ts";
import { openDrawnArt } from "../illustrated/drawn-art.ts";
import { nearestMouth } from "../motion/mouth-chooser.ts";
import { filmPictures } from "../motion/speaking-clip.fixture.ts";
import { readPackFile } from "../pack-file.ts";
import { lumaBytes, pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { AvatarBuilder, BuilderBusy, buildAvatarFromPhoto, buildAvatarFromVideo } from "./avatar-builder.ts";
import { probeSource } from "./source-probe.ts";
import { SourceRefused } from "./source-refused.ts";
import { cropFilter, decodePictures } from "./video-decoder.ts";

setDefaultTimeout(180_000);
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

/** The picture with the face's left half narrow, as in a face that is turned aside. */
function turned(picture: Uint8Array): Uint8Array {
  const [left, nose, middle, right] = [176, 200, 256, 336];
  const sourceOf = (x: number) => {
    if (x < left || x >= right) return x;
    return x < nose
      ? left + ((x - left) * (middle - left)) / (nose - left)
      : middle + ((x - nose) * (right - middle)) / (right - nose);
  };
  const turnedPicture = picture.slice();
  const planes = [
    { start: 0, side: pictureSize },
    { start: lumaBytes, side: pictureSize / 2 },
    { start: lumaBytes + lumaBytes / 4, side: pictureSize / 2 },
  ];
  for (const { start, side } of planes) {
    const scale = pictureSize / side;
    for (let i = 0; i < side * side; i++) {
      const x = i % side;
      turnedPicture[start + i] = picture[start + i - x + Math.round(sourceOf(x * scale) / scale)]!;
    }
  }
  return turnedPicture;
}

/** A face of a ninth of its width on grey. */
function small(picture: Uint8Array): Uint8Array {
  const [times, at] = [9, 220];
  const away = new Uint8Array(pictureBytes).fill(150, 0, lumaBytes).fill(128, lumaBytes);
  for (let y = 0; y < Math.floor(pictureSize / times); y++) {
    for (let x = 0; x < Math.floor(pictureSize / times); x++)
      away[(at + y) * pictureSize + at + x] = picture[times * (y * pictureSize + x)]!;
  }
  return away;
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
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("too-dark");
});

test("a dark face in good light is taken", async () => {
  const picture = darkened(faceAt(0), 0.12);
  // A bright wall behind it.
  picture.fill(200, 0, 60 * pictureSize);
  const path = join(root, "dark-face.png");
  await Bun.write(path, toPng(picture));
  const { report } = await buildAvatarFromPhoto({ path });
  expect(report.brightness).toBeLessThan(42);
  expect(report.notes).not.toContain("rather-dark");
});

test("a face that is turned away is refused", async () => {
  const path = await film("turned", 130, (number) => turned(faceAt(number)));
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("turned-away");
  const photo = join(root, "turned.png");
  await Bun.write(photo, toPng(turned(faceAt(0))));
  expect(await reasonOf(buildAvatarFromPhoto({ path: photo }))).toBe("turned-away");
});

test("a face that is far away is refused", async () => {
  const path = await film("small", 130, (number) => small(faceAt(number)));
  expect(await reasonOf(buildAvatarFromVideo({ path }))).toBe("too-small");
});

test("a file that takes too much memory ends its process and is refused, however small it is", async () => {
  const path = join(root, "bomb.png");
  const side = 8_000;
  await Bun.write(path, encodePng(new Uint8ClampedArray(3 * side * side), side, side));
  expect(Bun.file(path).size).toBeLessThan(400_000);
  expect(await reasonOf(buildAvatarFromPhoto({ path, memoryBytesMax: 150_000_000 }))).toBe("too-costly");
  // What a photo may have at most is read under the usual limit.
  expect(await reasonOf(buildAvatarFromPhoto({ path }))).toBe("no-face");
});

test("a picture larger than photos may be is refused before anything is made room for", async () => {
  const path = join(root, "huge.png");
  const bytes = Buffer.from(encodePng(new Uint8ClampedArray(3 * 300 * 300), 300, 300));
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  await Bun.write(path, bytes);
  expect(["no-video", "wrong-size"]).toContain(
    await reasonOf(buildAvatarFromPhoto({ path, memoryBytesMax: 400_000_000 })),
  );
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

/** A picture in a photo's format. */
async function encodeStill(name: FFVideoEncoder, picture: Uint8Array): Promise<Uint8Array> {
  const codec = Codec.findEncoderByName(name)!;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = context.height = pictureSize;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.colorRange = AVCOL_RANGE_MPEG;
  context.timeBase = new Rational(1, 25);
  // JPEG has no studio range of its own.
  const options = Dictionary.fromObject({ strict: "unofficial" });
  expect(await context.open2(codec, options)).toBeGreaterThanOrEqual(0);
  const size = { width: pictureSize, height: pictureSize };
  const frame = Frame.fromVideoBuffer(Buffer.from(picture), {
    ...size,
    format: AV_PIX_FMT_YUV420P,
    timeBase: new Rational(1, 25),
  });
  frame.pts = 0n;
  const packet = new Packet();
  packet.alloc();
  context.sendFrameSync(frame);
  context.sendFrameSync(null);
  expect(context.receivePacketSync(packet)).toBeGreaterThanOrEqual(0);
  const bytes = new Uint8Array(packet.data!);
  frame.free();
  packet.free();
  context.freeContext();
  return bytes;
}

test.each([
  ["jpg", FF_ENCODER_MJPEG],
  ["webp", FF_ENCODER_LIBWEBP],
] as const)("a face is made from a photo in %s", async (ending, encoder) => {
  const path = join(root, `face.${ending}`);
  await Bun.write(path, await encodeStill(encoder, faceAt(0)));
  const { report, pack } = await buildAvatarFromPhoto({ path });
  expect(report).toMatchObject({ kind: "photo", tracked: 1, loopSeconds: 6 });
  const { kind, eyes, mouths } = await readPackFile(pack);
  expect(kind).toBe("photo");
  // It can look aside, lift its brows and close its eyes.
  expect(eyes.poses.some(({ gazeX }) => gazeX > 0)).toBe(true);
  expect(eyes.poses.some(({ brow }) => brow > 0.7)).toBe(true);
  expect(eyes.poses.some(({ blink }) => blink === 1)).toBe(true);
  expect(mouths.shapes.some(({ open }) => open === 1)).toBe(true);
});

/** Where the px of an upright picture are stored, for each orientation that a photo may tell (Exif 2.3, section 4.6.4). */
const storedAt: Readonly<Record<number, (x: number, y: number, last: number) => [x: number, y: number]>> = {
  1: (x, y) => [x, y],
  2: (x, y, last) => [last - x, y],
  3: (x, y, last) => [last - x, last - y],
  4: (x, y, last) => [x, last - y],
  5: (x, y) => [y, x],
  6: (x, y, last) => [y, last - x],
  7: (x, y, last) => [last - y, last - x],
  8: (x, y, last) => [last - y, x],
};

/** The picture as a camera stores it that was held so. */
function storedAs(orientation: number, picture: Uint8Array): Uint8Array {
  const stored = picture.slice();
  for (const [start, side] of [
    [0, pictureSize],
    [lumaBytes, pictureSize / 2],
    [lumaBytes * 1.25, pictureSize / 2],
  ] as const) {
    for (let i = 0; i < side * side; i++) {
      const [x, y] = storedAt[orientation]!(i % side, Math.floor(i / side), side - 1);
      stored[start + y * side + x] = picture[start + i]!;
    }
  }
  return stored;
}

/** Whether a file's first picture is shown as it was before it was stored. */
async function expectUpright(path: string): Promise<void> {
  const source = await probeSource(path);
  const filter = cropFilter(source, { x: 0, y: 0, side: pictureSize });
  const [shown] = await Array.fromAsync(
    decodePictures({ path, format: source.format, filter, picturesMax: 1 }),
  );
  const changes = faceAt(0).map((value, i) => Math.abs(value - shown![i]!));
  expect(changes.reduce((sum, value) => sum + value, 0) / changes.length).toBeLessThan(4);
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])("a photo of orientation %i is shown upright", async (orientation) => {
  const path = join(root, `held-${orientation}.jpg`);
  const jpeg = await encodeStill(FF_ENCODER_MJPEG, storedAs(orientation, faceAt(0)));
  // One entry of a TIFF directory, little-endian: tag 0x112, one SHORT.
  const tiff = Buffer.from("49492a0008000000010012010300010000000000000000000000", "hex");
  tiff[18] = orientation;
  const exif = Buffer.concat([Buffer.from("\xff\xe1\0\x22Exif\0\0", "latin1"), tiff]);
  await Bun.write(path, Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
  await expectUpright(path);
});

test("a video from a phone that was held upright is shown upright", async () => {
  const stored = storedAs(6, faceAt(0));
  const path = await film("phone", 30, () => stored);
  const bytes = Buffer.from(await Bun.file(path).bytes());
  // The track's matrix follows 36 bytes after the header's version (ISO/IEC 14496-12, section 8.3.2).
  const matrix = bytes.indexOf("tkhd") + 4 + 40;
  for (const [i, value] of [0, 1, 0, -1, 0].entries()) bytes.writeInt32BE(value * 65_536, matrix + 4 * i);
  await Bun.write(path, bytes);
  await expectUpright(path);
});

test("a mouth that hardly opens in the video is opened further than filmed", async () => {
  const { pack } = await openDrawnArt("mei", undefined);
  const canvas = new Uint8Array(pictureBytes);
  const path = await film("mumble", 150, (number) => {
    const open = 0.2 * (1 - Math.cos(number / 2.5));
    const mouth = nearestMouth(pack.mouths.shapes, { open, width: 0.55, detail: "plain" });
    compose(canvas, pack, number, { mouth, eyes: undefined });
    return canvas;
  });
  const { report, pack: file } = await buildAvatarFromVideo({ path });
  expect(report.notes).toContain("mouth-hardly-opens");
  expect(report.mouthOpen).toBeLessThan(0.15);
  expect(report.mouthsExtended).toBeGreaterThan(5);
  const { mouths, blinks, eyes } = await readPackFile(file);
  expect(Math.max(...mouths.shapes.map(({ open }) => open))).toBeGreaterThan(0.75);
  // Nobody blinks in the clip, so blinks are made.
  expect(report.notes).toContain("blinks-made");
  expect(blinks).toBe(false);
  expect(eyes.poses.some(({ blink }) => blink === 1)).toBe(true);
});

test("who says nothing in a video gets a painted mouth and is told so", async () => {
  const path = await film("silent", 130, faceAt);
  const { report, pack } = await buildAvatarFromVideo({ path });
  expect(report.notes).toContain("mouth-painted");
  expect(report.mouthOpen).toBeLessThan(0.06);
  expect(pack.length).toBeLessThan(8_000_000);
});

test("a build that gets no time beside other work ends as one that may be tried again", async () => {
  const path = join(root, "slow.png");
  await Bun.write(path, toPng(face[0]!));
  await expect(buildAvatarFromPhoto({ path, timeoutMs: 50 })).rejects.toThrow(BuilderBusy);
});

/** Ends the one process that this one has begun to build with, once it is at work. */
async function buildEndedBy(signal: NodeJS.Signals, path: string): Promise<unknown> {
  const onProgress = () => {
    for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      const read = (file: string) => readFileSync(join("/proc", name, file), "latin1");
      try {
        const parent = Number(/^PPid:\t(\d+)$/m.exec(read("status"))?.[1]);
        if (parent === process.pid && read("cmdline").includes("build-process.ts"))
          process.kill(Number(name), signal);
      } catch {
        // Another one that has ended meanwhile.
      }
    }
  };
  return await buildAvatarFromPhoto({ path, onProgress });
}

test("a file that crashes its process, or takes all the time that this may have, is refused for good", async () => {
  const path = join(root, "crash.png");
  await Bun.write(path, toPng(face[0]!));
  expect(await reasonOf(buildEndedBy("SIGSEGV", path))).toBe("undecodable");
  expect(await reasonOf(buildEndedBy("SIGXCPU", path))).toBe("too-costly");
  expect(await reasonOf(buildEndedBy("SIGKILL", path))).toBe("too-costly");
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
