import { readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";

const mebibytes = (count: number) => count * 1024 ** 2;

/** What each kind of file may take of the disk together, in bytes; all of it can be made or fetched again. */
export const cacheRoom = {
  /** Packs that were fetched, of 3 to 10 MB each. */
  packs: mebibytes(1_024),
  /** Samples of faces as processes map them, of 60 to 120 MB each. What is mapped stays until it is let go. */
  samples: mebibytes(512),
  /** Faces at rest, encoded: 0.1 to 1 MB for each codec and rate. */
  recordings: mebibytes(256),
  /** Packs of the drawn faces, of this release and earlier ones. */
  drawn: mebibytes(64),
} as const;

/** Notes that a file is used; a disk that cannot write it makes the order worse and nothing else. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => {});
}

/**
 * Removes files of a kind, those first that were not used for longest, until what is left fits; the one used last stays in any case.
 * Files that were begun (`name.ending.…`) count and go as well, since whoever wrote them may have been killed.
 */
export async function keepRoom(folder: string, ending: string, bytesMax: number): Promise<void> {
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith(ending) || name.includes(`${ending}.`),
  );
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Another process may have removed it meanwhile.
      const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
      return { path, size, usedAtMs: mtimeMs };
    }),
  );
  found.sort((a, b) => b.usedAtMs - a.usedAtMs);
  let bytes = 0;
  for (const [place, { path, size }] of found.entries()) {
    bytes += size;
    if (place > 0 && bytes > bytesMax) await rm(path, { force: true });
  }
}
