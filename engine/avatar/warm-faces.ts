import type { WorkerPool } from "../workers/worker-pool.ts";
import type { PackEntry } from "./avatar-entry.ts";
import { type BitRate, bitRates, videoCodecs } from "./face.ts";
import type { FaceRef } from "./render-messages.ts";
import type { WorkerFaces } from "./worker-face.ts";

/** Faces that every process opens as it starts; each keeps a few more open by itself. */
const keptOpenMax = 4;
/** A face that is older when this engine first hears of it was made without it. */
const freshMaxMs = 10 * 60_000;
/** Fresh faces that are made ready at a time; students open the others. */
const freshMax = 8;

const keyOf = ({ name, hash }: FaceRef) => hash ?? name;

/** Makes faces ready before their first student comes: opens them in every process, and has them recorded at rest. */
export class WarmFaces implements AsyncDisposable {
  /** What every process has open; the face that was made ready last stands last. */
  readonly #kept = new Map<string, FaceRef>();
  #known: ReadonlySet<string>;
  #warming = Promise.resolve();

  /** `known`: hashes of faces that are no news. */
  constructor(known: Iterable<string>) {
    this.#known = new Set(known);
  }

  get kept(): Iterable<FaceRef> {
    return this.#kept.values();
  }

  /** Rejects as the face's pictures would. */
  async warm(workers: WorkerPool<WorkerFaces>, face: FaceRef, rates: readonly BitRate[]): Promise<void> {
    const others = workers.all.filter((worker) => worker !== workers.first);
    await Promise.all([
      workers.first.open(face),
      // One that is not there opens it when it is back.
      ...others.map((worker) => worker.open(face).catch(() => {})),
    ]);
    // Not before it has been opened once: a face that ends its process must not do so again and again.
    this.#kept.delete(keyOf(face));
    this.#kept.set(keyOf(face), face);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptOpenMax) break;
      this.#kept.delete(oldest);
    }
    const formats = rates.flatMap((rate) => videoCodecs.map((codec) => ({ codec, rate })));
    await Promise.all(formats.map(({ codec, rate }) => workers.first.idleOf(face, codec, rate)));
  }

  /** Lets go of what is gone, and begins with what another engine made a moment ago. */
  look(workers: WorkerPool<WorkerFaces>, entries: readonly PackEntry[]): void {
    const hashes = new Set(entries.map(({ hash }) => hash));
    for (const { hash } of this.#kept.values()) if (hash && !hashes.has(hash)) this.#kept.delete(hash);
    const fresh = entries.filter(
      ({ hash, provenance }) =>
        !this.#known.has(hash) && Date.now() - Date.parse(provenance.madeAt) < freshMaxMs,
    );
    this.#known = hashes;
    for (const { name, hash } of fresh.slice(0, freshMax)) {
      const warm = () => this.warm(workers, { name, hash }, [bitRates[0]]);
      // Where it fails the first student waits a little longer, and nothing else.
      this.#warming = this.#warming.then(warm).catch(() => {});
    }
  }

  /** The processes are to be closed first, which ends what they are asked. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#warming;
  }
}
