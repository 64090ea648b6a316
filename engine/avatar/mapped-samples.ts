import { randomUUID } from "node:crypto";
import { link, mkdir, open, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { cacheRoom, keepRoom, markUsed } from "./store/cache-room.ts";

const ending = ".samples";
/** The content's hash stands behind it. */
const hashBytes = 8;
/** What is hashed in one go: a millisecond or two, where its pages are yet to be fetched. */
const hashedAtOnceBytes = 2 * 1024 * 1024;

/** Where the samples of a face are kept; `version` tells them from every other. */
export interface SamplesPlace {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Samples of `length` bytes in memory that all processes share: they map the same file (mmap(2)), so the kernel holds its pages
 * once. Whoever is first works them out with `make`. Where the file cannot be written the process keeps its own.
 */
export async function mapSamples(
  place: SamplesPlace,
  length: number,
  make: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const path = pathOf(place);
  const known = await mapChecked(path, length);
  if (known) return known;
  const made = await make();
  try {
    await writeOnce(path, made);
    await keepRoom(place.folder, ending, cacheRoom.samples);
    return (await mapChecked(path, length)) ?? made;
  } catch {
    return made;
  }
}

/** What is mapped stays until it is let go. */
export async function removeSamples(place: SamplesPlace): Promise<void> {
  await rm(pathOf(place), { force: true });
}

const pathOf = ({ folder, name, version }: SamplesPlace) => join(folder, `${name}-${version}${ending}`);

/** Undefined when there is no such file, or it is not as it was written. */
async function mapChecked(path: string, length: number): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return undefined;
  if (found.size === length + hashBytes) {
    // A private map of what nobody writes to: its pages are the file's, and a stray write would not reach the others.
    const bytes = Bun.mmap(path, { shared: false });
    const samples = bytes.subarray(0, length);
    const trailer = new DataView(bytes.buffer, bytes.byteOffset + length, hashBytes);
    if (trailer.getBigUint64(0, true) === (await hashInPieces(samples))) {
      await markUsed(path);
      return samples;
    }
  }
  await rm(path, { force: true });
  return undefined;
}

/** Two processes that write at once end with one file, whoever is first. It need not outlive a crash, so the disk is not waited for. */
async function writeOnce(path: string, samples: Uint8Array): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const trailer = Buffer.alloc(hashBytes);
  trailer.writeBigUInt64LE(await hashInPieces(samples));
  await mkdir(join(path, ".."), { recursive: true });
  try {
    await using file = await open(draft, "wx");
    await file.writeFile(samples);
    await file.writeFile(trailer);
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
}

/** The xxHash64 of each piece, with that of the piece before as its seed. Lets everything else go on after each. */
export async function hashInPieces(samples: Uint8Array): Promise<bigint> {
  let hash = 0n;
  for (let from = 0; from < samples.length; from += hashedAtOnceBytes) {
    hash = Bun.hash.xxHash64(samples.subarray(from, from + hashedAtOnceBytes), hash);
    await setImmediate();
  }
  return hash;
}
