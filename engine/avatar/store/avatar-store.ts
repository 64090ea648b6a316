import type { AvatarPack } from "../avatar-pack.ts";
import type { SamplesPlace } from "../mapped-samples.ts";
import { packFileBytesMax, readPackFile } from "../pack-file.ts";
import { PackDamaged } from "../pack-header.ts";
import type { Asset, AssetStore } from "./asset-store.ts";
import { type AvatarEntry, avatarNamePattern, hashPattern, readEntry, writeEntry } from "./avatar-entry.ts";
import { type BucketAddress, BucketAssets } from "./bucket-assets.ts";
import { contentHash } from "./content-hash.ts";
import { FolderAssets } from "./folder-assets.ts";
import { PackCache } from "./pack-cache.ts";
import { Rounds } from "./rounds.ts";
import { entryBytesMax, namePrefix, packKey } from "./store-keys.ts";
import { sweepPacks } from "./store-sweep.ts";

/** Avatars in one store. */
const avatarsMax = 10_000;
/** Names that are read at a time. */
const readsAtOnce = 64;
/** A face that another engine made is known here after this time at most. */
const refreshEveryMs = 5_000;

/** Where avatars are kept: a folder, or a bucket with a folder for what was fetched from it. */
export type StorePlace =
  | { readonly folder: string }
  | { readonly bucket: BucketAddress; readonly cacheFolder: string };

/** There is no avatar, or no pack, of this name or hash. */
export class AvatarMissing extends Error {
  override readonly name = "AvatarMissing";
}

interface NamedEntry {
  readonly version: string;
  readonly entry: AvatarEntry;
}

/**
 * Packs by content, and names that point to them. A pack is checked against its hash whenever it is read. Several engines
 * may use one place; each sees the names that others gave after `refresh`.
 */
export class AvatarStore {
  readonly assets: AssetStore;
  /** Called with the packs that there are, whenever they are others than before: what was made of those that are gone is to go. */
  onLook: (hashes: ReadonlySet<string>) => Promise<void> = async () => {};
  readonly #cache: PackCache | undefined;
  /** The packs that there were when they were last looked at; undefined when some have come since. */
  #looked: string | undefined;
  readonly #entries = new Map<string, NamedEntry>();
  /** Names that are being given, or could not be as far as is known: they may turn up yet. */
  readonly #unsure = new Set<string>();

  /** A view that knows no names, for reading packs by hash. */
  constructor(readonly place: StorePlace) {
    this.assets = assetsAt(place);
    this.#cache = "bucket" in place ? new PackCache(place.cacheFolder) : undefined;
  }

  /** Reads the names. Rejects when the place cannot be reached. */
  static async open(place: StorePlace): Promise<AvatarStore> {
    const store = new AvatarStore(place);
    await store.refresh();
    return store;
  }

  /**
   * Reads names that were given or changed since; rejects when the place cannot be reached, or the signal came first, and keeps
   * what it knew.
   */
  async refresh(signal?: AbortSignal): Promise<void> {
    await this.#look(signal);
    await this.#tryToTidy();
  }

  async #look(signal?: AbortSignal): Promise<void> {
    const before = new Map(this.#entries);
    const assets = (await this.assets.list(namePrefix)).slice(0, avatarsMax);
    const after = new Map<string, NamedEntry>();
    for (let from = 0; from < assets.length; from += readsAtOnce) {
      const read = assets.slice(from, from + readsAtOnce).map((asset) => this.#read(asset));
      for (const named of await Promise.all(read)) if (named) after.set(named.entry.name, named);
    }
    signal?.throwIfAborted();
    for (const name of new Set([...before.keys(), ...this.#entries.keys(), ...after.keys()])) {
      // What was given or taken meanwhile is newer than what was read.
      if (this.#entries.get(name) !== before.get(name)) continue;
      const entry = after.get(name);
      if (entry) this.#entries.set(name, entry);
      else this.#entries.delete(name);
    }
  }

  /** Reads the names now, and again now and then until it is disposed of. Tells of caches that cannot be tidied, too. */
  keepFresh(onError: (error: unknown) => void): Rounds {
    const work = async (signal: AbortSignal) => {
      await this.#look(signal);
      await this.#tidy();
    };
    return new Rounds({ everyMs: refreshEveryMs, work, onError });
  }

  list(): AvatarEntry[] {
    return [...this.#entries.values()].map(({ entry }) => entry).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): AvatarEntry | undefined {
    return this.#entries.get(name)?.entry;
  }

  /** The hash of a face's file; undefined where there is none. */
  findPack(name: string): string | undefined {
    const entry = this.find(name);
    return entry && "hash" in entry ? entry.hash : undefined;
  }

  /** Keeps a pack's file; it is to be named with `name` next. Returns its hash. */
  async putPack(file: Uint8Array): Promise<string> {
    if (file.length > packFileBytesMax) throw new RangeError("the pack is too large");
    const hash = await contentHash(file);
    await this.assets.write(packKey(hash), file);
    await this.#cache?.write(hash, file);
    return hash;
  }

  /** Gives a name, which may have meant something else before. Throws RangeError for a bad name or a full store. */
  async name(entry: AvatarEntry): Promise<void> {
    const { name } = entry;
    if (!avatarNamePattern.test(name)) throw new RangeError("the name must be of letters, digits, - and _");
    if (this.#entries.size >= avatarsMax && !this.#entries.has(name))
      throw new RangeError("the store is full");
    this.#unsure.add(name);
    await this.assets.write(namePrefix + name, writeEntry(entry));
    this.#unsure.delete(name);
    const before = this.find(name);
    this.#entries.set(name, { version: "", entry });
    this.#looked = undefined;
    if (!before || !("hash" in before)) return;
    // Where that fails the face is named all the same, and the sweep comes by.
    await this.#dropPack(before.hash).catch(() => {});
  }

  /** Removes what failures and crashes left of faces; see `sweepPacks`. */
  async sweep(): Promise<void> {
    await sweepPacks(this.assets);
  }

  /** The bytes of a pack. Throws AvatarMissing, or PackDamaged when they are not what was put. */
  async read(hash: string): Promise<Uint8Array> {
    if (!hashPattern.test(hash)) throw new AvatarMissing("there is no such pack");
    const cached = await this.#cache?.read(hash);
    if (cached) return cached;
    const bytes = await this.assets.read(packKey(hash), packFileBytesMax);
    if (!bytes) throw new AvatarMissing("there is no such pack");
    if ((await contentHash(bytes)) !== hash) throw new PackDamaged("the file is not what was stored");
    await this.#cache?.write(hash, bytes);
    return bytes;
  }

  /** A pack ready to be shown, in memory shared by all processes that name the same place. Throws AvatarMissing or PackDamaged. */
  async openPack(hash: string, place?: SamplesPlace): Promise<AvatarPack> {
    return await readPackFile(await this.read(hash), place);
  }

  /**
   * Forgets a name, and its pack when no other name points to it. False when there was no such name. Where the place cannot be reached
   * the name is still there, so that whoever asks again finds what is left.
   */
  async delete(name: string): Promise<boolean> {
    const entry = this.find(name);
    if (!entry && !this.#unsure.has(name)) return false;
    if (entry && "hash" in entry) await this.#dropPack(entry.hash, name);
    await this.assets.delete(namePrefix + name);
    this.#unsure.delete(name);
    if (!entry) return false;
    this.#entries.delete(name);
    await this.#tryToTidy();
    return true;
  }

  /** Undefined where a name is none, or means nothing. */
  async #read({ key, version }: Asset): Promise<NamedEntry | undefined> {
    const name = key.slice(namePrefix.length);
    const known = this.#entries.get(name);
    if (!avatarNamePattern.test(name) || known?.version === version) return known;
    const bytes = await this.assets.read(key, entryBytesMax);
    const entry = bytes && readEntry(name, bytes);
    return entry && { version, entry };
  }

  /** What was asked for is done, tidy or not: the next round of `keepFresh` tries again, and tells. */
  async #tryToTidy(): Promise<void> {
    await this.#tidy().catch(() => {});
  }

  /** Faces that are gone, here or elsewhere, leave nothing in the caches. */
  async #tidy(): Promise<void> {
    const hashes = new Set(this.list().flatMap((entry) => ("hash" in entry ? entry.hash : [])));
    await Promise.all([this.#cache?.keepOnly(hashes), this.#tellOfLook(hashes)]);
  }

  async #tellOfLook(hashes: ReadonlySet<string>): Promise<void> {
    const looked = [...hashes].sort().join();
    if (looked === this.#looked) return;
    this.#looked = looked;
    try {
      await this.onLook(hashes);
    } catch (error) {
      this.#looked = undefined;
      throw error;
    }
  }

  /** Removes a pack that no name points to; `gone` is a name that does not count. */
  async #dropPack(hash: string, gone?: string): Promise<void> {
    // Another engine may have given the pack a name.
    await this.#look();
    const isUsed = this.list().some((entry) => "hash" in entry && entry.hash === hash && entry.name !== gone);
    if (!isUsed) await this.assets.delete(packKey(hash));
  }
}

export function assetsAt(place: StorePlace): AssetStore {
  return "bucket" in place ? new BucketAssets(place.bucket) : new FolderAssets(place.folder);
}
