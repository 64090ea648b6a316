import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** What the recordings of a face that was made are called. */
export function builtName(hash: string): string {
  return `built-${hash.slice(0, 16)}`;
}

/** Removes recordings of faces that were made and are not there any longer: somebody deleted them. */
export async function forgetRecordings(folder: string, hashes: ReadonlySet<string>): Promise<void> {
  const names = new Set([...hashes].map(builtName));
  for (const file of await readdir(folder).catch(() => [])) {
    const name = /^built-[0-9a-f]{16}/.exec(file)?.[0];
    if (name && !names.has(name)) await rm(join(folder, file), { force: true });
  }
}
