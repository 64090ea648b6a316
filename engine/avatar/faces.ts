import { coresAllowed } from "../workers/cores.ts";
import type { OnWorkerEnd } from "../workers/worker-end.ts";
import { WorkerPool } from "../workers/worker-pool.ts";
import { forgetRecordings } from "./built-recordings.ts";
import { type BitRate, bitRates, type Face } from "./face.ts";
import { drawnNames, isDrawnName } from "./illustrated/drawn-names.ts";
import type { FaceRef } from "./render-messages.ts";
import { AvatarMissing, type AvatarStore } from "./store/avatar-store.ts";
import { WarmFaces } from "./warm-faces.ts";
import { WorkerFaces } from "./worker-face.ts";

/** Lessons that one process takes before another is started beside it. */
export const lessonsPerProcess = 4;

export interface FacesOptions {
  /** Folder for what takes long to make; nothing is kept without it. */
  readonly cacheDir?: string | undefined;
  /** Where built faces come from; without it there are the drawn ones only. */
  readonly store?: AvatarStore | undefined;
  readonly onWorkerEnd?: OnWorkerEnd | undefined;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

/** Every face of this process: the drawn tutors, and those that the store has at the moment of asking. */
export interface Faces extends AsyncDisposable {
  /** The drawn tutors, which are always there. */
  readonly drawnNames: readonly string[];
  /** All names, the drawn ones first. A built face cannot take a drawn one's name. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /**
   * Cheap: a face is opened when it is first asked for pictures. `pack`: its file's hash, which finds a face that another engine made
   * a moment ago. Throws RangeError when there is no such face.
   */
  face(name: string, pack?: string | null): Face;
  /**
   * Makes a face ready for lessons, in every process: those that start later have it open as well. It is recorded at rest at the first
   * of these rates, the best one unless said, and at the others afterwards, behind what lessons wait for. Rejects with AvatarMissing, PackDamaged, or as its pictures would.
   */
  warm(name: string, rates?: readonly BitRate[]): Promise<void>;
  /** The face at rest as a PNG, 512×512. Rejects when there is no such face, or it is damaged. */
  facePoster(name: string): Promise<Uint8Array>;
}

/**
 * Starts the process that shows faces; others follow as lessons come, up to one for each core. Rejects when it does not
 * start, or with the signal's reason.
 */
export async function openFaces({ cacheDir, store, onWorkerEnd, signal }: FacesOptions = {}): Promise<Faces> {
  await using opened = new AsyncDisposableStack();
  const entries = () => (store?.list() ?? []).filter((entry) => "hash" in entry);
  const warm = opened.use(new WarmFaces(entries().map(({ hash }) => hash)));
  const url = new URL("./render-worker.ts", import.meta.url);
  const setup = { type: "setup", cacheDir, store: store?.place } as const;
  const workers = opened.use(
    new WorkerPool({
      open: () => new WorkerFaces(url, setup, { onEnd: onWorkerEnd, keptOpen: () => warm.kept }),
      fullAt: lessonsPerProcess,
      workersMax: coresAllowed(),
    }),
  );
  await workers.first.ready(signal);
  if (store) {
    store.onLook = async (hashes) => {
      for (const worker of workers.all) worker.keepOnly(hashes);
      warm.look(workers, entries());
      if (cacheDir) await forgetRecordings(cacheDir, hashes);
    };
  }
  const find = (name: string, pack?: string | null): FaceRef => {
    const entry = isDrawnName(name) ? undefined : store?.find(name);
    if (!entry) return pack ? { name, hash: pack } : { name };
    return entry.model === "drawn" ? { name: entry.preset } : { name, hash: entry.hash };
  };
  const has = (name: string) => isDrawnName(name) || store?.find(name) !== undefined;
  const parts = opened.move();
  return {
    drawnNames,
    get names() {
      return [
        ...drawnNames,
        ...(store?.list() ?? []).map(({ name }) => name).filter((name) => !isDrawnName(name)),
      ];
    },
    has,
    face: (name, pack) => {
      if (!has(name) && !pack) throw new RangeError(`there is no face called ${name}`);
      const ref = find(name, pack);
      return {
        idle: (codec, bitRate) => workers.first.idleOf(ref, codec, bitRate),
        perform: (codec) => workers.pick().perform(ref, codec),
      };
    },
    warm: async (name, rates = [bitRates[0]]) => {
      if (!has(name)) throw new AvatarMissing("there is no such face");
      await warm.warm(workers, find(name), rates);
    },
    facePoster: async (name) => {
      if (!has(name)) throw new RangeError(`there is no face called ${name}`);
      return await workers.first.facePoster(find(name));
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
