import { AvatarMissing, AvatarStore, type StorePlace } from "./avatar-store.ts";
import type { FaceArt } from "./face-stream.ts";
import { toFaceArt } from "./face-stream.ts";
import { builtName } from "./idle-library.ts";
import { describeDrawnArt, openDrawnArt } from "./illustrated/drawn-art.ts";
import { isDrawnName } from "./illustrated/drawn-names.ts";
import type { FaceRef } from "./render-messages.ts";

/** Faces that are kept open though nobody looks at them; each takes 60 to 120 MB. */
const facesMax = 6;

/** A face ready to be shown. */
export interface OpenArt extends FaceArt {
  /** Tells it from every other face, by content. */
  readonly version: string;
}

export interface ShelfOptions {
  readonly cacheDir?: string | undefined;
  readonly store?: StorePlace | undefined;
  /** A face that is in use is not put away. */
  readonly inUse: (art: FaceArt) => boolean;
}

/** Opens each face once, and puts away those that were not asked for longest. */
export class FaceShelf {
  readonly #open = new Map<string, Promise<OpenArt>>();
  readonly #options: ShelfOptions;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Rejects with AvatarMissing or PackDamaged; the next one who asks tries again. */
  async get(face: FaceRef): Promise<OpenArt> {
    const key = face.hash ?? face.name;
    const known = this.#open.get(key);
    this.#open.delete(key);
    const art = known ?? this.#load(face);
    this.#open.set(key, art);
    try {
      const loaded = await art;
      await this.#tidy();
      return loaded;
    } catch (error) {
      this.#open.delete(key);
      throw error;
    }
  }

  /** What tells the face's recordings from others. A drawn face is not opened for it. Rejects as `get` does. */
  async describe(face: FaceRef): Promise<Pick<OpenArt, "version" | "idle">> {
    return !face.hash && isDrawnName(face.name) ? describeDrawnArt(face.name) : await this.get(face);
  }

  /** Lets a face go that is gone from the store; whoever still shows it keeps it until the end. */
  forget(hash: string): void {
    this.#open.delete(hash);
  }

  async #load({ name, hash }: FaceRef): Promise<OpenArt> {
    const { cacheDir, store } = this.#options;
    if (hash && store) {
      const place = cacheDir ? { folder: cacheDir, name: builtName(hash), version: hash } : undefined;
      const pack = await new AvatarStore(store).openPack(hash, place);
      return { ...toFaceArt(pack, hash), version: hash };
    }
    if (!isDrawnName(name)) throw new AvatarMissing("there is no such face");
    return await openDrawnArt(name, cacheDir);
  }

  async #tidy(): Promise<void> {
    for (const [key, art] of [...this.#open]) {
      if (this.#open.size <= facesMax) return;
      const loaded = await art.catch(() => undefined);
      if (!loaded || !this.#options.inUse(loaded)) this.#open.delete(key);
    }
  }
}
