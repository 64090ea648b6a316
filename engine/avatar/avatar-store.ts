import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AvatarPack } from "./avatar-pack.ts";
import { packFileBytesMax, readPackFile } from "./pack-file.ts";
import { PackDamaged } from "./pack-header.ts";

/** An avatar's name, which is also its name in a URL. */
export const avatarNamePattern = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const hashPattern = /^[0-9a-f]{64}$/;
/** Avatars in one store. */
const avatarsMax = 10_000;

export interface AvatarEntry {
  readonly name: string;
  /** SHA-256 of the pack's file, in hex. */
  readonly hash: string;
}

/** There is no avatar, or no pack, of this name or hash. */
export class AvatarMissing extends Error {
  override readonly name = "AvatarMissing";
}

/**
 * Packs in a folder, by content, and names that point to them. Files appear whole or not at all, and
 * a pack is checked against its hash whenever it is read. Several processes may use one folder; each
 * sees the names that others gave after `refresh`.
 */
export class AvatarStore {
  readonly #entries = new Map<string, string>();

  /** A view that knows no names, for reading packs by hash. */
  constructor(readonly folder: string) {}

  /** Makes the folder if need be, and reads the names. */
  static async open(folder: string): Promise<AvatarStore> {
    const store = new AvatarStore(folder);
    await mkdir(join(folder, "packs"), { recursive: true });
    await mkdir(join(folder, "names"), { recursive: true });
    await store.refresh();
    return store;
  }

  /** Reads the names again. A name whose file is damaged is left out. */
  async refresh(): Promise<void> {
    const names = (await readdir(join(this.folder, "names"))).filter((name) => avatarNamePattern.test(name));
    const entries = await Promise.all(
      names.slice(0, avatarsMax).map(async (name) => {
        const file = Bun.file(join(this.folder, "names", name)).slice(0, 100);
        return [name, (await file.text().catch(() => "")).trim()] as const;
      }),
    );
    this.#entries.clear();
    for (const [name, hash] of entries) if (hashPattern.test(hash)) this.#entries.set(name, hash);
  }

  list(): AvatarEntry[] {
    return [...this.#entries]
      .map(([name, hash]) => ({ name, hash }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The hash that a name points to. */
  find(name: string): string | undefined {
    return this.#entries.get(name);
  }

  /** Keeps a pack's file under a name, which may have pointed elsewhere before. Throws RangeError for a bad name or a full store. */
  async put(name: string, file: Uint8Array): Promise<AvatarEntry> {
    if (!avatarNamePattern.test(name)) throw new RangeError("the name must be of a-z, 0-9 and -");
    if (file.length > packFileBytesMax) throw new RangeError("the pack is too large");
    if (this.#entries.size >= avatarsMax && !this.#entries.has(name))
      throw new RangeError("the store is full");
    const hash = hashOf(file);
    await writeWhole(this.#packPath(hash), file);
    await writeWhole(join(this.folder, "names", name), new TextEncoder().encode(hash));
    const before = this.#entries.get(name);
    this.#entries.set(name, hash);
    if (before && before !== hash) await this.#dropUnused(before);
    return { name, hash };
  }

  /** The bytes of a pack. Throws AvatarMissing, or PackDamaged when they are not what was put. */
  async read(hash: string): Promise<Uint8Array> {
    if (!hashPattern.test(hash)) throw new AvatarMissing("there is no such pack");
    const file = Bun.file(this.#packPath(hash));
    if (!(await file.exists())) throw new AvatarMissing("there is no such pack");
    if (file.size > packFileBytesMax) throw new PackDamaged("the file is too large");
    const bytes = await file.bytes();
    if (hashOf(bytes) !== hash) throw new PackDamaged("the file is not what was stored");
    return bytes;
  }

  /** A pack ready to be shown, in shared memory. Throws AvatarMissing or PackDamaged. */
  async openPack(hash: string): Promise<AvatarPack> {
    return await readPackFile(await this.read(hash));
  }

  /** Forgets a name, and its pack when no other name points to it. False when there was no such name. */
  async delete(name: string): Promise<boolean> {
    const hash = this.#entries.get(name);
    if (!hash) return false;
    await rm(join(this.folder, "names", name), { force: true });
    this.#entries.delete(name);
    await this.#dropUnused(hash);
    return true;
  }

  async #dropUnused(hash: string): Promise<void> {
    // Another process may have given the pack a name.
    await this.refresh();
    if (![...this.#entries.values()].includes(hash)) await rm(this.#packPath(hash), { force: true });
  }

  #packPath(hash: string): string {
    return join(this.folder, "packs", `${hash}.avatar`);
  }
}

export function hashOf(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}

/** Writes a file that appears whole or not at all. Makes its folder. */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}.draft`;
  try {
    await using file = await open(draft, "wx");
    await file.writeFile(bytes);
    await file.sync();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
