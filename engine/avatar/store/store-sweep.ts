import { type Asset, type AssetStore, assetsMax } from "./asset-store.ts";
import { entryBytesMax, namePrefix, packKey, packPrefix } from "./store-keys.ts";

/** A pack is named a few minutes after it was written at the latest. */
const unnamedMaxMs = 60 * 60_000;

const isOld = ({ writtenAtMs }: Asset) => Date.now() - writtenAtMs > unnamedMaxMs;

/**
 * Removes packs that no name points to: somebody deleted their face, or an engine was killed before it gave the name. Rejects when
 * the place cannot be reached or a name cannot be read, and then removes nothing more.
 */
export async function sweepPacks(assets: AssetStore): Promise<void> {
  const old = (await assets.list(packPrefix)).filter(isOld);
  const names = new NameReader(assets);
  if (old.length === 0 || !(await names.read())) return;
  const unnamed = old.filter(({ key }) => !names.packs.has(key));
  // To read many names takes minutes: those that came meanwhile count as well.
  if (unnamed.length === 0 || !(await names.read())) return;
  for (const { key } of unnamed) {
    if (names.packs.has(key)) continue;
    // Whoever made the same face again has just written it, and is about to name it.
    const now = (await assets.list(key)).find((asset) => asset.key === key);
    if (now && isOld(now)) await assets.delete(key);
  }
}

class NameReader {
  /** Keys of packs that names pointed to when they were last read, or before. */
  readonly packs = new Set<string>();
  /** Versions of what was read, by key. */
  readonly #read = new Map<string, string>();

  constructor(private readonly assets: AssetStore) {}

  /** Reads the names that are new or changed. False where there are more than are listed: those may point anywhere. */
  async read(): Promise<boolean> {
    const names = await this.assets.list(namePrefix);
    if (names.length >= assetsMax) return false;
    for (const { key, version } of names) {
      if (this.#read.get(key) === version) continue;
      const entry = (await this.assets.read(key, entryBytesMax)) ?? new Uint8Array();
      // Whatever looks like a hash counts: a newer engine may write entries that this one cannot read.
      for (const [hash] of new TextDecoder().decode(entry).matchAll(/[0-9a-f]{64}/g))
        this.packs.add(packKey(hash));
      this.#read.set(key, version);
    }
    return true;
  }
}
