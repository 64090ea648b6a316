import { mkdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Faces that are ready to use, kept for all tests of a run. */
export const faceCacheDir = join(tmpdir(), "virtual-tutor-test-cache");

/** An engine with this DATA_DIR finds them there. */
export function lendFaces(dataDir: string): void {
  mkdirSync(faceCacheDir, { recursive: true });
  symlinkSync(faceCacheDir, join(dataDir, "cache"));
}
