import { type FaceBox, type PackKind, packKinds } from "./avatar-pack.ts";
import type { EyePose } from "./face-cells.ts";
import type { MouthDetail, MouthShape } from "./motion/mouth-curve.ts";
import type { Affine } from "./pixels/affine.ts";
import { type Provenance, readProvenance } from "./store/avatar-entry.ts";

/** Bounds of every pack. A reader refuses what lies outside them. */
export const packLimits = {
  loopPictures: { least: 25, most: 300 },
  patches: { least: 1, most: 255 },
  eyePatches: { least: 0, most: 160 },
  /** Side of a patch, in px; even. */
  side: { least: 8, most: 512 },
  /** Side of a face, in px. */
  face: { least: 16, most: 1_024 },
  /** Corner of a patch in the head's px. */
  position: { least: -1_024, most: 1_024 },
  /** Bytes of one encoded picture of the loop. */
  unitBytes: { least: 1, most: 400_000 },
} as const;

const details = ["plain", "tuck", "tongue", "teeth"] as const satisfies readonly MouthDetail[];

/** The patches of a bank: where they lie, how large they are, and whether all fade out alike. */
export interface BankHeader {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly sharedAlpha: boolean;
}

export const layerNames = ["hair", "body", "head"] as const;

/** What a pack's file says about itself ahead of its samples. */
export interface PackHeader {
  readonly kind: PackKind;
  readonly toned: boolean;
  readonly heads: readonly Affine[];
  /** Bytes of each encoded picture of the loop (H.264, Annex B); undefined when the loop is stored as samples. */
  readonly units: readonly number[] | undefined;
  readonly face: FaceBox;
  readonly blinks: boolean;
  /** A drawing's layers, as `layerNames` has them, each a bank of one patch; the background has no place of its own. */
  readonly layers: readonly BankHeader[] | undefined;
  readonly mouths: BankHeader;
  readonly shapes: readonly MouthShape[];
  readonly costs: boolean;
  readonly eyes: BankHeader;
  readonly poses: readonly EyePose[];
  readonly provenance?: Provenance | undefined;
}

/** The bytes are not a pack, or not one that can be shown. */
export class PackDamaged extends Error {
  override readonly name = "PackDamaged";
}

export function writeHeader(header: PackHeader): Uint8Array {
  const { heads, shapes, poses, mouths, eyes } = header;
  const text = JSON.stringify({
    kind: header.kind,
    toned: header.toned,
    heads: heads.map(({ a, b, c, d, e, f }) => [a, b, c, d, e, f]),
    units: header.units ?? null,
    face: [header.face.x, header.face.y, header.face.width, header.face.height],
    blinks: header.blinks,
    layers: header.layers?.map(bankNumbers) ?? null,
    mouths: bankNumbers(mouths),
    shapes: shapes.map(({ open, width, detail }) => [open, width, details.indexOf(detail)]),
    costs: header.costs,
    eyes: bankNumbers(eyes),
    poses: poses.map(({ blink, gazeX, gazeY, brow }) => [blink, gazeX, gazeY, brow]),
    provenance: header.provenance ?? null,
  });
  return new TextEncoder().encode(text);
}

function bankNumbers({ x, y, width, height, count, sharedAlpha }: BankHeader): number[] {
  return [x, y, width, height, count, sharedAlpha ? 1 : 0];
}

/** Throws PackDamaged, saying which part is wrong. */
export function readHeader(bytes: Uint8Array): PackHeader {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new PackDamaged("the header is no JSON", { cause: error });
  }
  const fields = new Map(Object.entries(value && typeof value === "object" ? value : {}));
  const kind = packKinds.find((known) => known === fields.get("kind"));
  if (!kind) throw new PackDamaged("the kind is unknown");
  const heads = rows(fields.get("heads"), "heads", 6).map(toHead);
  within(heads.length, packLimits.loopPictures, "the loop's length");
  const mouths = toBank(fields.get("mouths"), "mouths", packLimits.patches);
  const eyes = toBank(fields.get("eyes"), "eyes", packLimits.eyePatches);
  const shapes = rows(fields.get("shapes"), "shapes", 3).map(toShape);
  const poses = rows(fields.get("poses"), "poses", 4).map(toPose);
  if (shapes.length !== mouths.count) throw new PackDamaged("mouths and shapes differ in number");
  if (poses.length !== eyes.count) throw new PackDamaged("eyes and poses differ in number");
  const units = toUnits(fields.get("units"), heads.length);
  const toned = flag(fields.get("toned"), "toned");
  const provenance = readProvenance(fields.get("provenance"));
  if (!provenance && fields.get("provenance") !== null) throw new PackDamaged("the provenance is not whole");
  return {
    kind,
    toned,
    heads,
    units,
    face: toFace(fields.get("face")),
    blinks: flag(fields.get("blinks"), "blinks"),
    layers: toLayers(fields.get("layers")),
    mouths,
    shapes,
    costs: flag(fields.get("costs"), "costs"),
    eyes,
    poses,
    ...(provenance && { provenance }),
  };
}

function toUnits(value: unknown, count: number): number[] | undefined {
  if (value === null) return undefined;
  const units = numbers(value, "units");
  if (units.length !== count) throw new PackDamaged("units and heads differ in number");
  for (const bytes of units) whole(bytes, packLimits.unitBytes, "units");
  return units;
}

function toHead([a, b, c, d, e, f]: readonly number[]): Affine {
  const head: Affine = { a: a!, b: b!, c: c!, d: d!, e: e!, f: f! };
  for (const part of [head.a, head.b, head.d, head.e]) within(part, { least: -4, most: 4 }, "heads");
  for (const part of [head.c, head.f]) within(part, { least: -2_048, most: 2_048 }, "heads");
  // A head that is shown as a line or mirrored is none.
  within(head.a * head.e - head.b * head.d, { least: 0.05, most: 16 }, "heads");
  return head;
}

function toLayers(value: unknown): BankHeader[] | undefined {
  if (value === null) return undefined;
  if (!Array.isArray(value) || value.length !== layerNames.length)
    throw new PackDamaged("layers: three of them are expected");
  return value.map((layer: unknown) => toBank(layer, "layers", { least: 1, most: 1 }));
}

function toFace(value: unknown): FaceBox {
  const list = numbers(value, "face");
  if (list.length !== 4) throw new PackDamaged("face: four numbers are expected");
  const [x, y, width, height] = list as [number, number, number, number];
  for (const corner of [x, y]) within(corner, packLimits.position, "face");
  for (const side of [width, height]) within(side, packLimits.face, "face");
  return { x, y, width, height };
}

function toShape([open, width, detail]: readonly number[]): MouthShape {
  within(open!, { least: 0, most: 1 }, "shapes");
  within(width!, { least: 0, most: 1 }, "shapes");
  const name = details[detail!];
  if (!name) throw new PackDamaged("shapes: the detail is unknown");
  return { open: open!, width: width!, detail: name };
}

function toPose([blink, gazeX, gazeY, brow]: readonly number[]): EyePose {
  within(blink!, { least: 0, most: 1 }, "poses");
  for (const gaze of [gazeX!, gazeY!]) within(gaze, { least: -1, most: 1 }, "poses");
  within(brow!, { least: 0, most: 1 }, "poses");
  return { blink: blink!, gazeX: gazeX!, gazeY: gazeY!, brow: brow! };
}

function toBank(value: unknown, what: string, counts: Bounds): BankHeader {
  const list = numbers(value, what);
  if (list.length !== 6) throw new PackDamaged(`${what}: six numbers are expected`);
  const [x, y, width, height, count, shared] = list as [number, number, number, number, number, number];
  for (const corner of [x, y]) within(corner, packLimits.position, what);
  for (const side of [width, height]) {
    whole(side, packLimits.side, what);
    if (side % 2 !== 0) throw new PackDamaged(`${what}: sides must be even`);
  }
  whole(count, counts, what);
  whole(shared, { least: 0, most: 1 }, what);
  return { x, y, width, height, count, sharedAlpha: shared === 1 };
}

interface Bounds {
  readonly least: number;
  readonly most: number;
}

function rows(value: unknown, what: string, length: number): number[][] {
  if (!Array.isArray(value) || value.length > 1_000) throw new PackDamaged(`${what}: a list is expected`);
  return value.map((row: unknown) => {
    const list = numbers(row, what);
    if (list.length !== length) throw new PackDamaged(`${what}: rows of ${length} are expected`);
    return list;
  });
}

function numbers(value: unknown, what: string): number[] {
  if (!Array.isArray(value) || value.length > 1_000) throw new PackDamaged(`${what}: a list is expected`);
  const list: unknown[] = value;
  return list.map((item) => {
    if (typeof item !== "number" || !Number.isFinite(item)) throw new PackDamaged(`${what}: not a number`);
    return item;
  });
}

function within(value: number, { least, most }: Bounds, what: string): void {
  if (!(value >= least && value <= most)) throw new PackDamaged(`${what}: ${value} is out of bounds`);
}

function whole(value: number, bounds: Bounds, what: string): void {
  if (!Number.isInteger(value)) throw new PackDamaged(`${what}: ${value} is no whole number`);
  within(value, bounds, what);
}

function flag(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") throw new PackDamaged(`${what}: true or false is expected`);
  return value;
}
