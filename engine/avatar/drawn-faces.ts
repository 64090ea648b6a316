import type { Face } from "./face.ts";
import { WorkerFaces } from "./worker-face.ts";

export interface DrawnFacesOptions {
  /** Folder for what takes long to make; nothing is kept without it. */
  readonly cacheDir?: string | undefined;
  /** Ends the opening. */
  readonly signal?: AbortSignal | undefined;
}

export interface DrawnFaces extends AsyncDisposable {
  readonly names: readonly string[];
  /** Throws RangeError when there is no such face. */
  face(name: string): Face;
  /** The face at rest as a PNG, 512×512. */
  facePoster(name: string): Promise<Uint8Array>;
}

/** Starts the worker that draws the tutors. Rejects when it does not start, or with the signal's reason. */
export async function openDrawnFaces({ cacheDir, signal }: DrawnFacesOptions = {}): Promise<DrawnFaces> {
  await using opened = new AsyncDisposableStack();
  const faces = opened.use(new WorkerFaces(new URL("./render-worker.ts", import.meta.url), cacheDir));
  await faces.ready(signal);
  opened.move();
  return faces;
}
