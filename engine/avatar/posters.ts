import type { AvatarServer } from "./avatar-server.ts";
import type { Faces } from "./faces.ts";

/** One pixel that nothing is seen of, as a PNG: what stands behind it is shown. */
export const emptyPoster: Uint8Array = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==",
  "base64",
);

/** Pictures kept, of a quarter of a megabyte each. */
const keptMax = 64;

export interface PosterParts {
  readonly faces: Pick<Faces, "drawnNames" | "has" | "facePoster">;
  /** Undefined where none is configured. */
  readonly server: Pick<AvatarServer, "preview"> | undefined;
}

/** Faces at rest, as PNGs, for pages that show them again and again. */
export class Posters {
  readonly #kept = new Map<string, Promise<Uint8Array>>();

  constructor(private readonly parts: PosterParts) {}

  /** The default face. */
  standIn(): Promise<Uint8Array> {
    return this.#keep(this.parts.faces.drawnNames[0]!, "");
  }

  /** A face, or the default one where it cannot be shown. `version` tells what the name means now. */
  async of(name: string, version: string): Promise<Uint8Array> {
    return await this.#keep(name, version).catch(() => this.standIn());
  }

  #keep(name: string, version: string): Promise<Uint8Array> {
    const key = `${name} ${version}`;
    const known = this.#kept.get(key);
    if (known) return known;
    const made = this.#make(name);
    this.#kept.set(key, made);
    // It may work the next time.
    made.catch(() => this.#kept.delete(key));
    if (this.#kept.size > keptMax) this.#kept.delete(this.#kept.keys().next().value!);
    return made;
  }

  async #make(name: string): Promise<Uint8Array> {
    const { faces, server } = this.parts;
    if (faces.has(name)) return await faces.facePoster(name);
    const png = await server?.preview(name);
    if (!png) throw new RangeError("there is no such face");
    return png;
  }
}
