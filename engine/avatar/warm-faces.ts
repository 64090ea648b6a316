import { type BitRate, bitRates, videoCodecs } from "./face.ts";
import type { FaceRef } from "./render-messages.ts";
import type { PackEntry } from "./store/avatar-entry.ts";
import type { WorkerFaces } from "./worker-face.ts";

/** Faces that every process opens as it starts; each keeps a few more open by itself. */
const keptOpenMax = 4;
/** A face that is older when this engine first hears of it was made without it. */
const freshMaxMs = 10 * 60_000;
/** Recordings that are made in advance; students have the others made. */
const toRecordMax = 100;
/** Fresh faces that are made ready at a time; students open the others. */
const freshMax = 8;

type FaceWorker = Pick<WorkerFaces, "open" | "idleOf">;

/** The processes that show faces; the first of them records. */
export interface FaceWorkers {
  readonly first: FaceWorker;
  readonly all: readonly FaceWorker[];
}

const keyOf = ({ name, hash }: FaceRef) => hash ?? name;

/** Makes faces ready before their first student comes: opens them in every process, and has them recorded at rest. */
export class WarmFaces implements AsyncDisposable {
  /** What every process has open; the face that was made ready last stands last. */
  readonly #kept = new Map<string, FaceRef>();
  #known: ReadonlySet<string>;
  #warming = Promise.resolve();
  /** Recordings that nobody waits for, one after the other: a lesson that asks waits for one of them at most. */
  #recording = Promise.resolve();
  #toRecord = 0;

  /** `known`: hashes of faces that are no news. */
  constructor(known: Iterable<string>) {
    this.#known = new Set(known);
  }

  get kept(): Iterable<FaceRef> {
    return this.#kept.values();
  }

  /** Resolves when it is recorded at the first of the rates; the others follow. Rejects as the face's pictures would. */
  async warm(workers: FaceWorkers, face: FaceRef, rates: readonly BitRate[]): Promise<void> {
    const elsewhere = workers.all.filter((worker) => worker !== workers.first);
    await Promise.all([
      workers.first.open(face),
      // One that is not there opens it when it is back.
      ...elsewhere.map((worker) => worker.open(face).catch(() => {})),
    ]);
    // Not before it has been opened once: a face that ends its process must not do so again and again.
    this.#kept.delete(keyOf(face));
    this.#kept.set(keyOf(face), face);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptOpenMax) break;
      this.#kept.delete(oldest);
    }
    const [first, ...others] = rates.map((rate) => videoCodecs.map((codec) => ({ codec, rate })));
    await Promise.all((first ?? []).map(({ codec, rate }) => workers.first.idleOf(face, codec, rate)));
    for (const { codec, rate } of others.flat()) {
      if (this.#toRecord >= toRecordMax) break;
      this.#toRecord++;
      const record = async () => void (await workers.first.idleOf(face, codec, rate));
      // Where it fails the first student at that rate waits a little longer.
      this.#recording = this.#recording
        .then(record)
        .catch(() => {})
        .finally(() => this.#toRecord--);
    }
  }

  /** Lets go of what is gone, and begins with what another engine made a moment ago. */
  look(workers: FaceWorkers, entries: readonly PackEntry[]): void {
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
    await Promise.all([this.#warming, this.#recording]);
  }
}
