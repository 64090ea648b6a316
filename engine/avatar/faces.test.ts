import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Viseme } from "../speech/viseme.ts";
import { PictureDecoder } from "./encoding/picture-decoder.ts";
import type { EncodedPicture, Performance, VideoCodec } from "./face.ts";
import { type Faces, openFaces } from "./faces.ts";
import { idlePicturesOf, loopPictures } from "./motion/idle-motion.ts";
import { toPackFile } from "./pack-file.ts";
import { PackDamaged } from "./pack-header.ts";
import { pictureSize } from "./pixels/yuv.ts";
import { AvatarMissing, AvatarStore } from "./store/avatar-store.ts";
import { storeFace } from "./store/store-face.fixture.ts";
import { tinyPack } from "./tiny-pack.fixture.ts";

setDefaultTimeout(120_000);
const cacheDir = mkdtempSync(join(tmpdir(), "drawn-faces-"));
const idlePictures = idlePicturesOf(loopPictures);
const codecs = ["VP8", "H264"] as const;
const storeDir = mkdtempSync(join(tmpdir(), "faces-store-"));
let faces: Faces;
let store: AvatarStore;

beforeAll(async () => {
  store = await AvatarStore.open({ folder: storeDir });
  faces = await openFaces({ cacheDir, store });
});
afterAll(async () => {
  await faces[Symbol.asyncDispose]();
  for (const folder of [cacheDir, storeDir]) rmSync(folder, { recursive: true });
});

const ah: readonly Viseme[] = [{ name: "aa", startMs: 0, endMs: 2_000 }];

/** Collects a performance's pictures until `last` has come. */
function watch(performance: Performance, last: number): Promise<Map<number, EncodedPicture>> {
  const { promise, resolve, reject } = Promise.withResolvers<Map<number, EncodedPicture>>();
  const pictures = new Map<number, EncodedPicture>();
  performance.onFailure = reject;
  performance.onPicture = (number, picture) => {
    pictures.set(number, picture);
    if (number === last) resolve(pictures);
  };
  return promise;
}

/** Decodes a run of pictures from a key picture on. */
async function decodeAll(codec: VideoCodec, pictures: Iterable<EncodedPicture>): Promise<Uint8Array[]> {
  using decoder = await PictureDecoder.open(codec);
  return Array.from(pictures, ({ data }) => decoder.decode(data));
}

/** Dark pixels where the mouth is: the inside of an open mouth. */
function darkness(picture: Uint8Array): number {
  let dark = 0;
  for (let y = 262; y < 312; y++) {
    for (let x = 226; x < 288; x++) if (picture[y * pictureSize + x]! < 75) dark++;
  }
  return dark;
}

/** Mean difference of luma in a box. */
function difference(one: Uint8Array, other: Uint8Array, box: readonly number[] = [0, 0, 512, 512]): number {
  const [left, top, right, bottom] = box;
  let sum = 0;
  for (let y = top!; y < bottom!; y++) {
    for (let x = left!; x < right!; x++)
      sum += Math.abs(one[y * pictureSize + x]! - other[y * pictureSize + x]!);
  }
  return sum / ((right! - left!) * (bottom! - top!));
}

async function perform(codec: VideoCodec, script: (performance: Performance) => void, last: number) {
  await using performance = faces.face("ada").perform(codec);
  const watching = watch(performance, last);
  script(performance);
  performance.advance(last);
  return await watching;
}

test.each(codecs)("the idle stream in %s decodes, with a key picture every two seconds", async (codec) => {
  const { pictures } = await faces.face("ada").idle(codec);
  expect(pictures).toHaveLength(idlePictures);
  expect(pictures.flatMap(({ key }, i) => (key ? [i] : []))).toEqual(
    Array.from({ length: 12 }, (_, i) => i * 50),
  );
  const decoded = await decodeAll(codec, pictures.slice(0, 110));
  expect(Math.max(...decoded.map(darkness))).toBeLessThan(60);
  expect(Math.max(...pictures.filter(({ key }) => key).map(({ data }) => data.length))).toBeLessThan(25_000);
  const bitsPerSecond = (pictures.reduce((sum, { data }) => sum + data.length, 0) * 8) / (idlePictures / 25);
  expect(bitsPerSecond).toBeLessThan(600_000);
});

test("H.264 is constrained baseline in Annex B, with its parameter sets before each key picture", async () => {
  const { pictures } = await faces.face("ada").idle("H264");
  for (const { data, key } of pictures) {
    const types = Buffer.from(data)
      .toString("latin1")
      .split("\0\0\u0001")
      .slice(1)
      .map((unit) => unit.charCodeAt(0) & 31);
    expect(types.includes(7) && types.includes(8) && types.includes(5)).toBe(key);
    if (!key) expect(types).toEqual([1]);
  }
  const [, profile, constraints, level] = Buffer.from(pictures[0]!.data).subarray(4);
  expect(profile).toBe(66);
  expect(constraints! & 0x40).toBe(0x40);
  expect(level).toBe(31);
});

test.each(codecs)(
  "the mouth opens while the face speaks in %s, and is closed before and after",
  async (codec) => {
    const pictures = await perform(
      codec,
      (performance) => {
        performance.setMood("speaking");
        performance.begin(1_000);
        performance.speak(1_010 * 40, [{ name: "aa", startMs: 0, endMs: 400 }]);
      },
      1_034,
    );
    expect([...pictures.keys()]).toEqual(Array.from({ length: 35 }, (_, i) => 1_000 + i));
    expect([...pictures.values()].findIndex(({ key }) => key)).toBe(0);
    const dark = (await decodeAll(codec, pictures.values())).map(darkness);
    expect(Math.max(...dark.slice(0, 6))).toBeLessThan(60);
    expect(Math.min(...dark.slice(12, 17))).toBeGreaterThan(200);
    expect(Math.max(...dark.slice(28))).toBeLessThan(60);
  },
);

test.each(codecs)("a private picture in %s looks like the shared one of its number", async (codec) => {
  const { pictures: shared } = await faces.face("ada").idle(codec);
  const own = await perform(
    codec,
    (performance) => performance.begin(idlePictures + 100),
    idlePictures + 150,
  );
  const [mine, theirs] = [
    await decodeAll(codec, own.values()),
    await decodeAll(codec, shared.slice(100, 151)),
  ];
  for (const [i, picture] of mine.entries()) expect(difference(picture, theirs[i]!)).toBeLessThan(1.5);
});

test("after a hush the mouth is closed within 120 ms", async () => {
  const pictures = await perform(
    "VP8",
    (performance) => {
      performance.begin(0);
      performance.speak(0, ah);
      performance.hush(800);
    },
    30,
  );
  const dark = (await decodeAll("VP8", pictures.values())).map(darkness);
  expect(dark[18]).toBeGreaterThan(200);
  expect(Math.max(...dark.slice(23))).toBeLessThan(60);
});

test("nothing is made beyond what was asked for, and a new beginning is a key picture", async () => {
  await using performance = faces.face("ada").perform("VP8");
  const numbers: number[] = [];
  let reached = Promise.withResolvers<void>();
  performance.onPicture = (number, { key }) => {
    numbers.push(key ? -number : number);
    if (number === 13 || number === 52) reached.resolve();
  };
  performance.begin(10);
  performance.advance(13);
  await reached.promise;
  reached = Promise.withResolvers();
  performance.begin(50);
  performance.advance(52);
  await reached.promise;
  performance.end();
  expect(numbers).toEqual([-10, 11, 12, 13, -50, 51, 52]);
});

test("a key picture comes when it is wanted", async () => {
  await using performance = faces.face("ada").perform("H264");
  const first = watch(performance, 5);
  performance.begin(0);
  performance.advance(5);
  await first;
  const second = watch(performance, 8);
  performance.wantKeyPicture();
  performance.advance(8);
  expect([...(await second).values()].map(({ key }) => key)).toEqual([true, false, false]);
});

test("thinking looks away and listening lifts the brows, while the mouth stays closed", async () => {
  const show = async (mood: "idle" | "thinking" | "listening") => {
    const pictures = await perform(
      "VP8",
      (performance) => {
        performance.setMood(mood);
        performance.begin(0);
      },
      12,
    );
    return (await decodeAll("VP8", pictures.values())).at(-1)!;
  };
  const [idle, thinking, listening] = [await show("idle"), await show("thinking"), await show("listening")];
  const eyes = [180, 170, 332, 240];
  for (const mood of [thinking, listening]) {
    expect(difference(idle, mood, eyes)).toBeGreaterThan(2);
    expect(darkness(mood)).toBeLessThan(60);
  }
});

test("who listens nods at a pause: the head goes down and comes back", async () => {
  const show = async (pauses: boolean) => {
    const made = await perform(
      "VP8",
      (performance) => {
        performance.setMood("listening");
        performance.begin(0);
        if (pauses) performance.nod();
      },
      12,
    );
    return await decodeAll("VP8", made.values());
  };
  const [still, nodding] = [await show(false), await show(true)];
  // Where the hair ends against the wall.
  const crown = [200, 40, 312, 90];
  const away = still.map((picture, number) => difference(picture, nodding[number]!, crown));
  expect(away[4]!).toBeGreaterThan(4 * away[11]!);
});

test("a performance that is told more than can wait for its face fails, and the next one goes on", async () => {
  await using flooded = faces.face("ada").perform("VP8");
  const failed = watch(flooded, -1);
  flooded.begin(0);
  for (let number = 0; number < 1_000; number++) flooded.advance(number);
  await expect(failed).rejects.toThrow("too long");
  await using next = faces.face("ada").perform("VP8");
  const shown = watch(next, 5);
  next.begin(0);
  next.advance(5);
  expect((await shown).size).toBe(6);
});

test("the poster is a PNG of the right size", async () => {
  const poster = Buffer.from(await faces.facePoster("ada"));
  expect(poster.subarray(1, 4).toString()).toBe("PNG");
  expect([poster.readUInt32BE(16), poster.readUInt32BE(20)]).toEqual([pictureSize, pictureSize]);
  const refused = await faces.facePoster("nobody").catch((error: Error) => error.message);
  expect(refused).toContain("no face called");
});

test("a face that does not exist is refused", () => {
  expect(() => faces.face("nobody")).toThrow(RangeError);
});

test("a damaged cache is made anew, and closing fails what is open", async () => {
  await faces.face("ada").idle("VP8");
  for (const name of readdirSync(cacheDir)) writeFileSync(join(cacheDir, name), "broken");
  const again = await openFaces({ cacheDir });
  const performance = again.face("ada").perform("VP8");
  const failed = Promise.withResolvers<Error>();
  performance.onFailure = failed.resolve;
  const made = watch(performance, 0);
  performance.onFailure = failed.resolve;
  performance.begin(0);
  performance.advance(0);
  await made;
  await again[Symbol.asyncDispose]();
  expect((await failed.promise).message).toContain("closed");
});

test("an opening that is aborted says why", async () => {
  await expect(openFaces({ signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow("stopped");
});

test("a face that was stored is there at once, and gone when it is deleted", async () => {
  expect(faces.names).toEqual(["ada", "ben", "mei"]);
  await storeFace(store, "kim", toPackFile(tinyPack()));
  await storeFace(store, "ada", toPackFile(tinyPack()));
  expect(faces.names).toEqual(["ada", "ben", "mei", "kim"]);
  const pictures = await (async () => {
    await using performance = faces.face("kim").perform("VP8");
    const watching = watch(performance, 30);
    // Directions that come while the pack is being opened are not lost.
    performance.begin(0);
    performance.speak(400, ah);
    performance.advance(30);
    return await watching;
  })();
  const shown = await decodeAll("VP8", pictures.values());
  const mouthAt = (picture: Uint8Array) => picture[308 * pictureSize + 210]!;
  expect(mouthAt(shown[30]!)).toBeGreaterThan(220);
  expect(Math.abs(mouthAt(shown[2]!) - 102)).toBeLessThan(6);
  expect((await faces.face("kim").idle("VP8")).pictures).toHaveLength(600);
  expect((await faces.facePoster("kim")).length).toBeGreaterThan(200);
  await store.delete("kim");
  expect(() => faces.face("kim")).toThrow(RangeError);
});

test("a stored face that is damaged fails, and the others go on", async () => {
  const { hash } = await storeFace(store, "broken", toPackFile({ ...tinyPack(), toned: true }));
  writeFileSync(join(storeDir, "packs", `${hash}.avatar`), "nothing");
  await expect(faces.face("broken").idle("VP8")).rejects.toThrow("not what was stored");
  await expect(faces.warm("broken")).rejects.toThrow(PackDamaged);
  await expect(faces.warm("nobody")).rejects.toThrow(AvatarMissing);
  await using performance = faces.face("broken").perform("VP8");
  const failed = Promise.withResolvers<Error>();
  performance.onFailure = failed.resolve;
  performance.begin(0);
  expect((await failed.promise).message).toContain("not what was stored");
  expect((await faces.facePoster("mei")).length).toBeGreaterThan(1_000);
});
