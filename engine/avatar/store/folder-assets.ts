import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Asset, type AssetStore, assetsMax, checkedKey } from "./asset-store.ts";
import { unreachable } from "./store-failure.ts";

/** Assets in a folder, which may be shared over a network. */
export class FolderAssets implements AssetStore {
  constructor(readonly folder: string) {}

  async list(prefix: string): Promise<Asset[]> {
    const folder = dirname(`${checkedKey(prefix)}x`);
    const names = await readdir(join(this.folder, folder)).catch((error) => unless(error, []));
    const keys = names.map((name) => `${folder}/${name}`).filter((key) => key.startsWith(prefix));
    const assets = await Promise.all(keys.slice(0, assetsMax).map((key) => this.#look(key)));
    return assets.filter((asset) => asset !== undefined);
  }

  /** Undefined for what is no file, or not a whole one. Whoever was killed while writing one does not come back for it. */
  async #look(key: string): Promise<Asset | undefined> {
    const path = join(this.folder, key);
    const found = await stat(path).catch((error) => unless(error, undefined));
    if (!found?.isFile()) return undefined;
    const { mtimeMs, size, ino } = found;
    if (!key.endsWith(draftEnding))
      return { key, version: `${mtimeMs} ${size} ${ino}`, writtenAtMs: mtimeMs };
    // One that stays does no harm.
    if (Date.now() - mtimeMs > draftMaxMs) await rm(path, { force: true }).catch(() => {});
    return undefined;
  }

  async read(key: string, bytesMax: number): Promise<Uint8Array | undefined> {
    const path = join(this.folder, checkedKey(key));
    try {
      if ((await stat(path)).size > bytesMax) throw new RangeError("the file is too large");
      return await Bun.file(path).bytes();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      return unless(error as NodeJS.ErrnoException, undefined);
    }
  }

  async write(key: string, bytes: Uint8Array): Promise<void> {
    await writeWhole(join(this.folder, checkedKey(key)), bytes).catch(unreachable);
  }

  async delete(key: string): Promise<void> {
    await rm(join(this.folder, checkedKey(key)), { force: true }).catch(unreachable);
  }
}

/** A folder that cannot be read is not an empty one: a share may be away for a moment. */
function unless<Nothing>(error: NodeJS.ErrnoException, nothing: Nothing): Nothing {
  return error.code === "ENOENT" ? nothing : unreachable(error);
}

const draftEnding = ".draft";
/** A file is written in less. */
const draftMaxMs = 60 * 60_000;

/** Writes a file that appears whole or not at all. Makes its folder. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}${draftEnding}`;
  try {
    await using file = await open(draft, "wx");
    await file.writeFile(bytes);
    await file.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw error;
  }
}
