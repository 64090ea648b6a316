import { readdir, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { hashPattern } from "./avatar-entry.ts";
import { contentHash } from "./content-hash.ts";
import { writeWhole } from "./folder-assets.ts";

/** Packs kept at a time, of 3 to 10 MB each; those that were not read for longest go first. */
export const packsMax = 200;

/** Packs that were fetched from elsewhere. What was changed on the disk, or only half written, counts as not there. */
export class PackCache {
  constructor(readonly folder: string) {}

  async read(hash: string): Promise<Uint8Array | undefined> {
    const path = this.#path(hash);
    const file = Bun.file(path);
    if (!(await file.exists())) return undefined;
    const bytes = await file.bytes();
    if ((await contentHash(bytes)) !== hash) {
      await rm(path, { force: true });
      return undefined;
    }
    const now = new Date();
    // The time of its last use; a disk that cannot write it makes the order worse and nothing else.
    await utimes(path, now, now).catch(() => {});
    return bytes;
  }

  /** A disk that is full costs the next fetch, and nothing else. */
  async write(hash: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(this.#path(hash), bytes).catch(() => {});
    const files = await this.#files();
    if (files.length <= packsMax) return;
    const aged = files.map((name) => ({ name, usedAtMs: Bun.file(join(this.folder, name)).lastModified }));
    aged.sort((a, b) => a.usedAtMs - b.usedAtMs);
    for (const { name } of aged.slice(0, files.length - packsMax))
      await rm(join(this.folder, name), { force: true });
  }

  /** Removes packs that nobody knows any longer: their owner deleted them. */
  async keepOnly(hashes: ReadonlySet<string>): Promise<void> {
    for (const name of await this.#files()) {
      if (!hashes.has(name.split(".")[0]!)) await rm(join(this.folder, name), { force: true });
    }
  }

  async #files(): Promise<string[]> {
    return (await readdir(this.folder).catch(() => [])).filter((name) =>
      hashPattern.test(name.split(".")[0]!),
    );
  }

  #path(hash: string): string {
    return join(this.folder, `${hash}.avatar`);
  }
}
