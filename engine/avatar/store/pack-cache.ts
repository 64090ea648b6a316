import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { hashPattern } from "./avatar-entry.ts";
import { cacheRoom, keepRoom, markUsed } from "./cache-room.ts";
import { contentHash } from "./content-hash.ts";
import { writeWhole } from "./folder-assets.ts";

const ending = ".avatar";

/** Packs that were fetched from elsewhere. What was changed on the disk, or only half written, counts as not there. */
export class PackCache {
  constructor(readonly folder: string) {}

  async read(hash: string): Promise<Uint8Array | undefined> {
    const path = this.#path(hash);
    const bytes = await Bun.file(path)
      .bytes()
      .catch(() => undefined);
    if (!bytes) return undefined;
    if ((await contentHash(bytes)) !== hash) {
      await rm(path, { force: true }).catch(() => {});
      return undefined;
    }
    await markUsed(path);
    return bytes;
  }

  /** A disk that is full costs the next fetch, and nothing else. */
  async write(hash: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(this.#path(hash), bytes).catch(() => {});
    await keepRoom(this.folder, ending, cacheRoom.packs).catch(() => {});
  }

  /** Removes packs that nobody knows any longer: their owner deleted them. */
  async keepOnly(hashes: ReadonlySet<string>): Promise<void> {
    const names = await readdir(this.folder).catch(() => []);
    const isGone = (hash: string) => hashPattern.test(hash) && !hashes.has(hash);
    const gone = names.filter((name) => isGone(name.split(".")[0]!));
    await Promise.all(gone.map((name) => rm(join(this.folder, name), { force: true })));
  }

  #path(hash: string): string {
    return join(this.folder, `${hash}${ending}`);
  }
}
