import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Begins every file; the digit changes with the format. */
const magic = new TextEncoder().encode("vt-parts1");
const partsMax = 4_096;
const fileBytesMax = 128 * 1024 * 1024;
/** Magic, number of parts, hash of the contents. */
const fixedHeaderBytes = magic.length + 4 + 8;

/**
 * Writes parts of any length to a file, compressed. The file appears whole or not at all: it is
 * written next to its place and then renamed.
 */
export async function writeParts(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const content = Buffer.concat(parts);
  const header = Buffer.alloc(fixedHeaderBytes + parts.length * 4);
  header.set(magic);
  header.writeUInt32LE(parts.length, magic.length);
  header.writeBigUInt64LE(Bun.hash.xxHash64(content), magic.length + 4);
  for (const [index, part] of parts.entries())
    header.writeUInt32LE(part.length, fixedHeaderBytes + index * 4);
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    await using file = await open(draft, "wx");
    await file.writev([header, Bun.zstdCompressSync(content, { level: 1 })]);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** Reads what `writeParts` wrote; undefined when there is no such file, or it is not as it was written. */
export async function readParts(path: string): Promise<Uint8Array[] | undefined> {
  const file = Bun.file(path);
  if (!(await file.exists()) || file.size > fileBytesMax || file.size < fixedHeaderBytes) return undefined;
  const bytes = Buffer.from(await file.arrayBuffer());
  const count = bytes.readUInt32LE(magic.length);
  const headerBytes = fixedHeaderBytes + count * 4;
  if (!bytes.subarray(0, magic.length).equals(magic) || count > partsMax || bytes.length < headerBytes)
    return undefined;
  let content: Uint8Array;
  try {
    content = Bun.zstdDecompressSync(bytes.subarray(headerBytes));
  } catch {
    return undefined;
  }
  if (Bun.hash.xxHash64(content) !== bytes.readBigUInt64LE(magic.length + 4)) return undefined;
  let from = 0;
  const parts = Array.from({ length: count }, (_, index) => {
    const length = bytes.readUInt32LE(fixedHeaderBytes + index * 4);
    from += length;
    return content.subarray(from - length, from);
  });
  return from === content.length ? parts : undefined;
}
