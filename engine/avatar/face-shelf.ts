import { builtName } from "./built-recordings.ts";
import type { FaceArt } from "./face-stream.ts";
import { toFaceArt } from "./face-stream.ts";
import { describeDrawnArt, openDrawnArt } from "./illustrated/drawn-art.ts";
import { isDrawnName } from "./illustrated/drawn-names.ts";
import { removeSamples, type SamplesPlace } from "./mapped-samples.ts";
import type { FaceRef } from "./render-messages.ts";
import { AvatarMissing, AvatarStore, type StorePlace } from "./store/avatar-store.ts";

/** Faces that are kept open though nobody looks at them; each takes 60 to 120 MB. */
const facesMax = 6;
/** Faces that are gone and remembered; whoever opened one before that is done with it long before so many others are gone. */
const forgottenMax = 1_000;

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

interface Shelved {
  readonly opening: Promise<OpenArt>;
  /** Undefined while it is being opened. */
  art?: OpenArt;
  isGone?: boolean;
}

/** Opens each face once, however many ask for it meanwhile, and puts away those that were not asked for longest. */
export class FaceShelf {
  readonly #shelved = new Map<string, Shelved>();
  /** Built faces that were deleted, the latest last. */
  readonly #forgotten = new Set<string>();
  readonly #options: ShelfOptions;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Rejects with AvatarMissing, also when the face is deleted meanwhile, or PackDamaged; the next one who asks tries again. */
  async get(face: FaceRef): Promise<OpenArt> {
    const key = face.hash ?? face.name;
    const shelved: Shelved = this.#shelved.get(key) ?? { opening: this.#load(face) };
    this.#shelved.delete(key);
    this.#shelved.set(key, shelved);
    const wasOpen = shelved.art !== undefined;
    try {
      shelved.art = await shelved.opening;
    } catch (error) {
      if (this.#shelved.get(key) === shelved) this.#shelved.delete(key);
      throw error;
    }
    if (shelved.isGone && !wasOpen) throw new AvatarMissing("the face was deleted");
    // It was stored again.
    if (!shelved.isGone) this.#forgotten.delete(key);
    this.#tidy();
    return shelved.art;
  }

  /** Whether a built face was deleted, and not stored again since. */
  isForgotten(hash: string): boolean {
    return this.#forgotten.has(hash);
  }

  /** What tells the face's recordings from others. A drawn face is not opened for it. Rejects as `get` does. */
  async describe(face: FaceRef): Promise<Pick<OpenArt, "version" | "idle">> {
    return !face.hash && isDrawnName(face.name) ? describeDrawnArt(face.name) : await this.get(face);
  }

  /** Lets a face go that is gone from the store; whoever still shows it keeps it until the end. */
  async forget(hash: string): Promise<void> {
    this.#forgotten.add(hash);
    for (const oldest of this.#forgotten) {
      if (this.#forgotten.size <= forgottenMax) break;
      this.#forgotten.delete(oldest);
    }
    const shelved = this.#shelved.get(hash);
    if (!shelved) return;
    this.#shelved.delete(hash);
    shelved.isGone = true;
    if (shelved.art) return;
    await shelved.opening.catch(() => {});
    // Written, perhaps, after everything else of the face was removed.
    const place = this.#placeOf(hash);
    if (place) await removeSamples(place);
  }

  async #load({ name, hash }: FaceRef): Promise<OpenArt> {
    const { cacheDir, store } = this.#options;
    if (hash && store) {
      const pack = await new AvatarStore(store).openPack(hash, this.#placeOf(hash));
      return { ...(await toFaceArt(pack, hash)), version: hash };
    }
    if (!isDrawnName(name)) throw new AvatarMissing("there is no such face");
    return await openDrawnArt(name, cacheDir);
  }

  #placeOf(hash: string): SamplesPlace | undefined {
    const { cacheDir } = this.#options;
    return cacheDir ? { folder: cacheDir, name: builtName(hash), version: hash } : undefined;
  }

  /** What is being opened stays: somebody waits for it. */
  #tidy(): void {
    for (const [key, { art }] of this.#shelved) {
      if (this.#shelved.size <= facesMax) return;
      if (art && !this.#options.inUse(art)) this.#shelved.delete(key);
    }
  }
}
