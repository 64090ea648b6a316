import { expect, test } from "bun:test";
import type { Viseme } from "../speech/viseme.ts";
import type { AvatarPack } from "./avatar-pack.ts";
import { PictureDecoder } from "./encoding/picture-decoder.ts";
import { EncoderPool } from "./encoding/picture-encoder.ts";
import { bitRates, type Mood } from "./face.ts";
import { eyeCells, mouthCells } from "./face-cells.ts";
import { FaceStream, type NumberedPicture, toFaceArt } from "./face-stream.ts";
import { idleEyes, idlePicturesOf, loopPictures } from "./motion/idle-motion.ts";
import { identity } from "./pixels/affine.ts";
import { pictureBytes, pictureSize, toSprite } from "./pixels/yuv.ts";

/** A grey face whose mouth is a square, the lighter the more open it is. */
const pack: AvatarPack = {
  kind: "drawing",
  toned: false,
  loop: Array.from({ length: loopPictures }, () => new Uint8Array(pictureBytes).fill(128)),
  heads: Array.from({ length: loopPictures }, () => identity),
  face: { x: 176, y: 104, width: 160, height: 226 },
  blinks: false,
  mouths: {
    x: 200,
    y: 300,
    shapes: mouthCells,
    patches: mouthCells.map(({ open }) => square(Math.round(open * 255))),
  },
  eyes: {
    x: 200,
    y: 100,
    poses: eyeCells,
    patches: eyeCells.map(({ brow }) => square(Math.round(brow * 255))),
  },
};
const art = { pack, idle: idleEyes(1, idlePicturesOf(loopPictures)) };

function square(grey: number) {
  const rgba = new Uint8Array(64 * 64 * 4).fill(grey);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  return toSprite(rgba, 64, 64);
}

async function play(codec: "VP8" | "H264", mood: Mood = "speaking"): Promise<NumberedPicture[]> {
  using encoders = new EncoderPool();
  using stream = new FaceStream(art, codec, encoders);
  stream.begin(1, 290);
  stream.setMood(mood);
  if (mood === "speaking") stream.speak(300 * 40, [{ name: "aa", startMs: 0, endMs: 400 }]);
  stream.advance(314);
  const made: NumberedPicture[] = [];
  while (stream.due) made.push((await stream.make())!);
  return made;
}

test("footage that blinks is at rest for one loop, and footage that does not for as long as blinks take to come by chance", async () => {
  const blinking = await toFaceArt({ ...pack, kind: "video", blinks: true }, "mo");
  expect(blinking.idle).toHaveLength(loopPictures);
  expect(blinking.idle.every(({ blink }) => blink === 0)).toBe(true);
  const staring = await toFaceArt({ ...pack, kind: "video" }, "mo");
  expect(staring.idle).toHaveLength(idlePicturesOf(loopPictures));
  expect(staring.idle.some(({ blink }) => blink === 1)).toBe(true);
});

test.each(["VP8", "H264"] as const)("the same orders give the same bytes in %s", async (codec) => {
  const [one, other] = [await play(codec), await play(codec)];
  expect(one.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, i) => 290 + i));
  expect(Buffer.concat(one.map(({ picture }) => picture.data))).toEqual(
    Buffer.concat(other.map(({ picture }) => picture.data)),
  );
});

test.each(["thinking", "listening"] as const)(
  "the same orders give the same bytes while %s",
  async (mood) => {
    const [one, other, idle] = [await play("VP8", mood), await play("VP8", mood), await play("VP8", "idle")];
    const bytesOf = (made: readonly NumberedPicture[]) =>
      Buffer.concat(made.map(({ picture }) => picture.data));
    expect(bytesOf(one)).toEqual(bytesOf(other));
    expect(bytesOf(one)).not.toEqual(bytesOf(idle));
  },
);

test("a pause nods once, whenever it is told of, and a question lifts the brows before it ends", async () => {
  const gesture = async (mood: Mood, direct: (stream: FaceStream) => void) => {
    using encoders = new EncoderPool();
    using stream = new FaceStream(art, "VP8", encoders);
    stream.nod();
    stream.begin(1, 290);
    stream.setMood(mood);
    const made: Buffer[] = [];
    for (stream.advance(330); stream.due; ) {
      if (made.length === 15) direct(stream);
      made.push(Buffer.from((await stream.make())!.picture.data));
    }
    return made;
  };
  const differ = (one: readonly Buffer[], other: readonly Buffer[]) =>
    one.findIndex((data, i) => !data.equals(other[i]!));
  const still = await gesture("listening", () => {});
  const nodding = await gesture("listening", (stream) => stream.nod());
  expect(differ(still, nodding)).toBe(15);
  expect(differ(nodding, await gesture("listening", (stream) => stream.nod()))).toBe(-1);
  const hum = [{ name: "I" as const, startMs: 0, endMs: 800 }];
  const ask = (asksUntilMs?: number) =>
    gesture("speaking", (stream) => stream.speak(306 * 40, hum, asksUntilMs));
  const [said, asked] = [await ask(), await ask(800)];
  // The last 400 ms of 800 begin with picture 316, the 26th; two later the brows are higher than those as grey as the wall.
  expect(differ(said, asked)).toBe(28);
  expect(differ(asked, await ask(800))).toBe(-1);
});

test("mouth and brows are laid where the head has them", async () => {
  using decoder = await PictureDecoder.open("VP8");
  const shown = (await play("VP8")).map(({ picture }) => decoder.decode(picture.data));
  const at = (picture: Uint8Array, x: number, y: number) => picture[y * pictureSize + x]!;
  // Picture 305 shows the vowel's middle; by then the brows are up.
  expect(at(shown[15]!, 232, 332)).toBeGreaterThan(215);
  expect(at(shown[15]!, 232, 132)).not.toBeCloseTo(128, -1);
  expect(Math.abs(at(shown[15]!, 100, 100) - 128)).toBeLessThan(4);
  expect(Math.abs(at(shown[2]!, 232, 332) - 128)).toBeLessThan(4);
});

test("a stream that ended makes nothing until it begins again", async () => {
  using encoders = new EncoderPool();
  using stream = new FaceStream(art, "VP8", encoders);
  stream.advance(10);
  expect(stream.due).toBe(false);
  stream.begin(1, 5);
  expect(stream.due).toBe(false);
  stream.advance(5);
  expect(stream.due).toBe(true);
  stream.end();
  expect(stream.due).toBe(false);
  stream.begin(2, 7);
  stream.advance(7);
  expect(await stream.make()).toMatchObject({ run: 2, number: 7, picture: { key: true } });
});

test("a pose that is held begins with its second picture, unless the mouth moves, and one that is not held is shown at once", async () => {
  const grey = [110, 120, 130, 140].map((luma) => new Uint8Array(pictureBytes).fill(luma));
  const loop = [0, 0, 0, 1, 1, 1, 2, 3, 3].map((i) => grey[i]!);
  const still = { ...art.idle[0]!, blink: 0, gazeX: 0, gazeY: 0 };
  const calm = {
    pack: { ...pack, loop, heads: loop.map(() => identity) },
    idle: loop.map(() => still),
  };
  const babble = Array.from({ length: 5 }, (_, i) => ({
    name: i % 2 === 0 ? ("aa" as const) : ("U" as const),
    startMs: 80 * i,
    endMs: 80 * (i + 1),
  }));
  const changes = async (visemes: readonly Viseme[] = []) => {
    using encoders = new EncoderPool();
    using stream = new FaceStream(calm, "VP8", encoders);
    using decoder = await PictureDecoder.open("VP8");
    stream.begin(1, 0);
    stream.speak(0, visemes);
    stream.advance(8);
    const seen: number[] = [];
    while (stream.due) seen.push(decoder.decode((await stream.make())!.picture.data)[0]!);
    return seen.flatMap((luma, i) => (Math.abs(luma - (seen[i - 1] ?? luma)) > 5 ? [i] : []));
  };
  expect(await changes()).toEqual([4, 6, 8]);
  expect(await changes(babble)).toEqual([3, 6, 7]);
});

test("a rate that is set while an encoder opens holds from the first picture on", async () => {
  const play = async (direct: (stream: FaceStream) => Promise<NumberedPicture | undefined>) => {
    using encoders = new EncoderPool();
    using stream = new FaceStream(art, "VP8", encoders);
    stream.begin(1, 0);
    stream.advance(3);
    const made = [await direct(stream)];
    while (stream.due) made.push(await stream.make());
    return made.map((one) => one!.picture);
  };
  const late = await play((stream) => {
    const first = stream.make();
    stream.setBitRate(180_000);
    return first;
  });
  const early = await play((stream) => {
    stream.setBitRate(180_000);
    return stream.make();
  });
  expect(late).toEqual(early);
  expect(early).not.toEqual(await play((stream) => stream.make()));
});

test("footage full of noise takes no more in H.264 than its rate", async () => {
  let seed = 1;
  const noise = () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (seed >> 16) % 17;
  };
  const loop = Array.from({ length: 30 }, () =>
    new Uint8Array(pictureBytes).fill(128).map((grey) => grey + noise()),
  );
  const noisy: AvatarPack = { ...pack, kind: "video", loop, heads: loop.map(() => identity) };
  using encoders = new EncoderPool();
  using stream = new FaceStream({ pack: noisy, idle: art.idle }, "H264", encoders);
  stream.begin(1, 0);
  stream.advance(49);
  const sizes: number[] = [];
  while (stream.due) sizes.push((await stream.make())!.picture.data.length);
  const lastSecond = sizes.slice(-25).reduce((sum, bytes) => sum + bytes, 0);
  expect(8 * lastSecond).toBeLessThan(bitRates[0]);
});
