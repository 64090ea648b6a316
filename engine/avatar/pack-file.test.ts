import { expect, test } from "bun:test";
import { zstdCompressSync } from "node:zlib";
import { compose } from "./avatar-pack.ts";
import { readPackFile, toPackFile, withProvenance } from "./pack-file.ts";
import { PackDamaged, readHeader } from "./pack-header.ts";
import { pictureBytes } from "./pixels/yuv.ts";
import { madeUp } from "./store/store-face.fixture.ts";
import { greySquare, tinyPack } from "./tiny-pack.fixture.ts";
import { encodeLoop } from "./video/loop-codec.ts";

const headerAt = 13;

/** The pack's file with something else in its header; the header's length follows. */
function withHeader(file: Uint8Array, change: (header: Record<string, unknown>) => void): Uint8Array {
  const length = new DataView(file.buffer, file.byteOffset).getUint32(9, true);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(headerAt, headerAt + length)));
  change(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  return Buffer.concat([file.subarray(0, 9), size, text, file.subarray(headerAt + length)]);
}

async function refusal(file: Uint8Array): Promise<string> {
  const error: unknown = await readPackFile(file).then(
    () => new Error("it was read"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof PackDamaged)) throw error;
  return error.message;
}

test("what is written is read again, into shared memory, and the same pack gives the same bytes", async () => {
  const pack = tinyPack();
  const file = toPackFile(pack);
  expect(toPackFile(tinyPack())).toEqual(file);
  const read = await readPackFile(file);
  expect(read).toEqual(pack);
  for (const bytes of [
    read.loop[3]!,
    read.mouths.patches[1]!.u,
    read.mouths.costs!.joins,
    read.eyes.patches[0]!.y,
  ]) {
    expect(bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
  }
});

test("who answers for a face stands in its file, and half of that is refused", async () => {
  const file = withProvenance(toPackFile(tinyPack()), madeUp);
  const pack = await readPackFile(file);
  expect(pack.provenance).toEqual(madeUp);
  expect(pack.loop).toHaveLength(25);
  for (const half of [
    { ...madeUp, consentBy: "" },
    { ...madeUp, sourceSha256: "5" },
    { ...madeUp, madeAt: "later" },
  ]) {
    expect(await refusal(withProvenance(file, half))).toContain("provenance");
  }
});

test("a face whose pieces fade out differently keeps each one's own border", async () => {
  const pack = tinyPack();
  const patches = [greySquare(9), greySquare(90), greySquare(200)];
  patches[1]!.alpha.fill(7);
  const read = await readPackFile(
    toPackFile({ ...pack, mouths: { ...pack.mouths, patches, costs: undefined } }),
  );
  expect(read.mouths.patches.map(({ alpha }) => alpha[0])).toEqual([255, 7, 255]);
  expect(read.mouths.costs).toBeUndefined();
});

test("a loop stored as H.264 is read as it decodes", async () => {
  const pack = tinyPack();
  const { units, decoded } = await encodeLoop(pack.loop);
  const file = toPackFile({ ...pack, loop: decoded }, units);
  expect(file.length).toBeLessThan(20_000);
  const read = await readPackFile(file);
  expect(read.loop.every((picture, i) => Buffer.from(picture).equals(decoded[i]!))).toBe(true);
  expect(Math.abs(read.loop[20]![5_000]! - 120)).toBeLessThan(3);
});

test("another thread composes the same picture from the same memory", async () => {
  const pack = await readPackFile(toPackFile(tinyPack()));
  const look = { mouth: 2, eyes: 0 };
  const here = new Uint8Array(pictureBytes);
  compose(here, pack, 4, look);
  const code = `import { compose } from ${JSON.stringify(new URL("./avatar-pack.ts", import.meta.url).href)};
    self.onmessage = ({ data: { pack, look } }) => {
      const picture = new Uint8Array(${pictureBytes});
      compose(picture, pack, 4, look);
      pack.loop[0][0] = 77;
      postMessage(picture);
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "application/typescript" })));
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => resolve(data);
  worker.onerror = (event) => reject(new Error(event.message));
  worker.postMessage({ pack, look });
  expect(Buffer.from(await promise).equals(here)).toBe(true);
  expect(pack.loop[0]![0]).toBe(77);
  worker.terminate();
});

test("a file that is cut short anywhere, of another format or version, is refused", async () => {
  const file = toPackFile(tinyPack());
  for (const length of [0, 5, 9, 12, 40, file.length - 1]) {
    expect(await refusal(file.slice(0, length))).not.toBe("");
  }
  const later = file.slice();
  later[8] = 9;
  expect(await refusal(later)).toContain("version");
});

test.each<[string, (header: Record<string, unknown>) => void]>([
  ["kind", (header) => Object.assign(header, { kind: "virus" })],
  ["heads", (header) => Object.assign(header, { heads: [[1, 0, 0, 0, 1, 0]] })],
  ["heads", (header) => Object.assign(header, { heads: Array(25).fill([0, 0, 0, 0, 0, 0]) })],
  ["heads", (header) => Object.assign(header, { heads: Array(25).fill([1, 0, 1e300, 0, 1, 0]) })],
  ["heads", (header) => Object.assign(header, { heads: Array(25).fill([1, 0, null, 0, 1, 0]) })],
  ["mouths", (header) => Object.assign(header, { mouths: [0, 0, 1e9, 16, 3, 1] })],
  ["mouths", (header) => Object.assign(header, { mouths: [0, 0, 15, 16, 3, 1] })],
  ["mouths", (header) => Object.assign(header, { mouths: [0, 0, 16, 16, 2, 1] })],
  [
    "shapes",
    (header) =>
      Object.assign(header, {
        shapes: [
          [0, 0, 9],
          [0, 0, 0],
          [0, 0, 0],
        ],
      }),
  ],
  ["poses", (header) => Object.assign(header, { poses: [[0, 0, 2, 0]] })],
  ["units", (header) => Object.assign(header, { units: [1, 2] })],
  ["costs", (header) => Object.assign(header, { costs: "yes" })],
])("a header with impossible %s is refused", async (_, change) => {
  expect(await refusal(withHeader(toPackFile(tinyPack()), change))).not.toBe("");
});

test("samples that unfold to more than the header says are refused before they are unfolded", async () => {
  const file = toPackFile(tinyPack());
  const length = new DataView(file.buffer, file.byteOffset).getUint32(9, true);
  const bomb = Buffer.concat([
    file.subarray(0, headerAt + length),
    zstdCompressSync(Buffer.alloc(256 * 1024 * 1024)),
  ]);
  expect(bomb.length).toBeLessThan(100_000);
  expect(await refusal(bomb)).toContain("decompress");
});

test("a header is read from bytes that are no JSON, or JSON of another kind, without harm", () => {
  for (const text of ["", "null", "[]", "7", '{"kind":', "\uD800"]) {
    expect(() => readHeader(new TextEncoder().encode(text))).toThrow(PackDamaged);
  }
});
