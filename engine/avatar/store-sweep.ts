import { type AssetStore, assetsMax } from "./asset-store.ts";
import { entryBytesMax, namePrefix, packKey, packPrefix } from "./store-keys.ts";

/** A pack is named a few minutes after it was written at the latest. */
const unnamedMaxMs = 60 * 60_000;

/**
 * Removes packs that no name points to: somebody deleted their face, or an engine was killed before it gave the name. Rejects when
 * the place cannot be reached or a name cannot be read, and then removes nothing.
 */
export async function sweepPacks(assets: AssetStore): Promise<void> {
  const packs = await assets.list(packPrefix);
  const names = await assets.list(namePrefix);
  // Those that are not listed may point anywhere.
  if (names.length >= assetsMax) return;
  const kept = new Set<string>();
  for (const { key } of names) {
    const entry = (await assets.read(key, entryBytesMax)) ?? new Uint8Array();
    // Whatever looks like a hash counts: a newer engine may write entries that this one cannot read.
    for (const [hash] of new TextDecoder().decode(entry).matchAll(/[0-9a-f]{64}/g)) kept.add(packKey(hash));
  }
  for (const { key, writtenAtMs } of packs) {
    if (!kept.has(key) && Date.now() - writtenAtMs > unnamedMaxMs) await assets.delete(key);
  }
}
