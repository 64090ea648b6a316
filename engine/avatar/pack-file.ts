import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { constants, createZstdCompress, zstdCompressSync } from "node:zlib";
import type {
  AvatarPack,
  DrawnLayers,
  EyeBank,
  FootageCosts,
  Layer,
  MouthBank,
  PatchBank,
} from "./avatar-pack.ts";
import type { EncodedPicture } from "./face.ts";
import { mapSamples, type SamplesPlace } from "./mapped-samples.ts";
import {
  type BankHeader,
  layerNames,
  PackDamaged,
  type PackHeader,
  readHeader,
  writeHeader,
} from "./pack-header.ts";
import { pictureBytes, type Sprite } from "./pixels/yuv.ts";
import type { Provenance } from "./store/avatar-entry.ts";
import { unfoldInto } from "./unfold.ts";

/** Begins every file; the last byte is the format's version. */
const magic = new Uint8Array([...new TextEncoder().encode("vtavatar"), 3]);
const headerBytesMax = 1024 * 1024;
/** A file of a loop as samples, well compressed, with large banks. */
export const packFileBytesMax = 96 * 1024 * 1024;
export const samplesBytesMax = 192 * 1024 * 1024;

/**
 * A pack as bytes: magic and version, the header's length (uint32, little endian), the header (JSON),
 * then all samples compressed together (Zstandard, RFC 8878): the loop, the mouths, the eyes, the
 * costs. `loop` are the loop's pictures as H.264, which decode to exactly `pack.loop`; without it the
 * loop is stored as samples. The same pack gives the same bytes.
 */
export function toPackFile(pack: AvatarPack, loop?: readonly EncodedPicture[]): Uint8Array {
  const { header, samples } = layOut(pack, loop);
  return framed(header, zstdCompressSync(Buffer.concat(samples), level));
}

/** The same with the loop as samples, compressed in pieces beside the loop of this process; another file of the same pack. */
export async function foldPackFile(pack: AvatarPack): Promise<Uint8Array> {
  const { header, samples } = layOut(pack, undefined);
  const pieces: Uint8Array[] = await Readable.from(samples).compose(createZstdCompress(level)).toArray();
  return framed(header, Buffer.concat(pieces));
}

const level = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

interface LaidOut {
  readonly header: Uint8Array;
  readonly samples: readonly Uint8Array[];
}

function layOut(pack: AvatarPack, loop: readonly EncodedPicture[] | undefined): LaidOut {
  const { costs } = pack.mouths;
  const header = writeHeader({
    kind: pack.kind,
    toned: pack.toned,
    heads: pack.heads,
    units: loop?.map(({ data }) => data.length),
    face: pack.face,
    blinks: pack.blinks,
    layers: pack.layers && layerNames.map((name) => bankHeader(bankOf(pack.layers![name]))),
    mouths: bankHeader(pack.mouths),
    shapes: pack.mouths.shapes,
    costs: costs !== undefined,
    eyes: bankHeader(pack.eyes),
    poses: pack.eyes.poses,
    provenance: pack.provenance,
  });
  const samples = [
    ...(loop ? loop.map(({ data }) => data) : pack.loop),
    ...(pack.layers
      ? [pack.layers.background, ...layerNames.flatMap((name) => bankPlanes(bankOf(pack.layers![name])))]
      : []),
    ...bankPlanes(pack.mouths),
    ...bankPlanes(pack.eyes),
    ...(costs ? [costs.joins, costs.misfits] : []),
  ];
  return { header, samples };
}

/** The same pack with its provenance. Throws PackDamaged. */
export function withProvenance(file: Uint8Array, provenance: Provenance): Uint8Array {
  const { header, rest } = split(file);
  return framed(writeHeader({ ...header, provenance }), rest);
}

function framed(header: Uint8Array, compressed: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  return Buffer.concat([magic, length, header, compressed]);
}

/**
 * Reads what `toPackFile` wrote. The bytes may come from anywhere: sizes and bounds are checked before anything is made room
 * for. Its samples lie in shared memory, of this process' threads or, with a `place`, of all processes that name it. Others in this
 * process go on meanwhile: it lets them in after each picture. Throws PackDamaged.
 */
export async function readPackFile(bytes: Uint8Array, place?: SamplesPlace): Promise<AvatarPack> {
  const { header, rest } = split(bytes);
  const loopBytes = header.heads.length * pictureBytes;
  const unitBytes = header.units?.reduce((sum, length) => sum + length, 0) ?? loopBytes;
  const length = loopBytes + samplesBytesOf(header) - unitBytes;
  const make = async () => {
    const stored = new Uint8Array(new SharedArrayBuffer(length));
    const units = header.units && new Uint8Array(unitBytes);
    await unfoldInto(units ? [units, stored.subarray(loopBytes)] : [stored], rest);
    if (header.units && units) await decodeLoop(stored, units, header.units);
    return stored;
  };
  const stored = await (place ? mapSamples(place, length, make) : make());
  const reader = new PartReader(stored.subarray(loopBytes));
  const layers = readLayers(reader, header.layers);
  const mouths = readBank(reader, header.mouths);
  const eyes: EyeBank = { ...readBank(reader, header.eyes), poses: header.poses };
  return {
    kind: header.kind,
    toned: header.toned,
    heads: header.heads,
    face: header.face,
    blinks: header.blinks,
    ...(layers && { layers }),
    loop: header.heads.map((_, i) => stored.subarray(i * pictureBytes, (i + 1) * pictureBytes)),
    mouths: { ...mouths, shapes: header.shapes, ...readCosts(reader, header) },
    eyes,
    ...(header.provenance && { provenance: header.provenance }),
  };
}

function split(bytes: Uint8Array): { header: PackHeader; rest: Uint8Array } {
  if (bytes.length > packFileBytesMax) throw new PackDamaged("the file is too large");
  if (magic.some((byte, i) => bytes[i] !== byte)) throw new PackDamaged("this is no pack of version 3");
  const at = magic.length + 4;
  if (bytes.length < at) throw new PackDamaged("the file is cut short");
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true);
  if (length > headerBytesMax || bytes.length < at + length) throw new PackDamaged("the header is cut short");
  const header = readHeader(bytes.subarray(at, at + length));
  if (samplesBytesOf(header) > samplesBytesMax) throw new PackDamaged("the samples are too many");
  return { header, rest: bytes.subarray(at + length) };
}

function samplesBytesOf({ heads, units, layers, mouths, eyes, costs }: PackHeader): number {
  const loop = units?.reduce((sum, length) => sum + length, 0) ?? heads.length * pictureBytes;
  const costBytes = costs ? (mouths.count + 1) ** 2 + heads.length * mouths.count : 0;
  const drawn = layers?.reduce((sum, layer) => sum + bankBytes(layer), pictureBytes) ?? 0;
  return loop + drawn + bankBytes(mouths) + bankBytes(eyes) + costBytes;
}

function bankBytes({ width, height, count, sharedAlpha }: BankHeader): number {
  const samples = width * height;
  const alphas = sharedAlpha ? Math.min(1, count) : count;
  return count * 1.5 * samples + alphas * 1.25 * samples;
}

async function decodeLoop(to: Uint8Array, samples: Uint8Array, units: readonly number[]): Promise<void> {
  // The main process reads headers alone, and does without the decoder.
  const { PictureDecoder } = await import("./encoding/picture-decoder.ts");
  using decoder = await PictureDecoder.open("H264");
  let from = 0;
  for (const [index, length] of units.entries()) {
    try {
      to.set(decoder.decode(samples.subarray(from, from + length)), index * pictureBytes);
    } catch (error) {
      throw new PackDamaged("the loop does not decode", { cause: error });
    }
    from += length;
    // A picture takes as long as one of a lesson; the lessons beside it are not to wait for the whole loop.
    await setImmediate();
  }
}

function bankHeader({ x, y, patches }: PatchBank): BankHeader {
  const { width, height, alpha } = patches[0] ?? { width: 8, height: 8, alpha: undefined };
  const sharedAlpha = patches.length > 1 && patches.every((patch) => patch.alpha === alpha);
  return { x, y, width, height, count: patches.length, sharedAlpha };
}

function bankPlanes(bank: PatchBank): Uint8Array[] {
  const { sharedAlpha } = bankHeader(bank);
  const alphas = bank.patches
    .slice(0, sharedAlpha ? 1 : undefined)
    .flatMap(({ alpha, halfAlpha }) => [alpha, halfAlpha]);
  return [...alphas, ...bank.patches.flatMap(({ y, u, v }) => [y, u, v])];
}

function readBank(reader: PartReader, { x, y, width, height, count, sharedAlpha }: BankHeader): PatchBank {
  const [full, half] = [width * height, (width * height) / 4];
  const alphas = Array.from({ length: sharedAlpha ? Math.min(1, count) : count }, () => ({
    alpha: reader.take(full),
    halfAlpha: reader.take(half),
  }));
  const patches = Array.from({ length: count }, (_, i): Sprite => {
    const { alpha, halfAlpha } = alphas[sharedAlpha ? 0 : i]!;
    return {
      width,
      height,
      alpha,
      halfAlpha,
      y: reader.take(full),
      u: reader.take(half),
      v: reader.take(half),
    };
  });
  return { x, y, patches };
}

function readLayers(reader: PartReader, headers: readonly BankHeader[] | undefined): DrawnLayers | undefined {
  if (!headers) return undefined;
  const background = reader.take(pictureBytes);
  const [hair, body, head] = headers.map((header): Layer => {
    const { x, y, patches } = readBank(reader, header);
    return { x, y, sprite: patches[0]! };
  });
  return { background, hair: hair!, body: body!, head: head! };
}

const bankOf = ({ x, y, sprite }: Layer): PatchBank => ({ x, y, patches: [sprite] });

function readCosts(reader: PartReader, { costs, mouths, heads }: PackHeader): Pick<MouthBank, "costs"> {
  if (!costs) return {};
  const joins = reader.take((mouths.count + 1) ** 2);
  const found: FootageCosts = { joins, misfits: reader.take(mouths.count * heads.length) };
  return { costs: found };
}

/** Takes parts off the front; their sum was checked. */
class PartReader {
  #from = 0;

  constructor(readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    this.#from += length;
    return this.bytes.subarray(this.#from - length, this.#from);
  }
}
