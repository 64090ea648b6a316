import { join } from "node:path";
import { readParts, writeParts } from "../cache-file.ts";
import type { FaceArt } from "../face-stream.ts";
import { idleEyes } from "../idle-motion.ts";
import { fromParts, packFormat, toParts } from "../pack-parts.ts";
import { drawAda, drawPoster, makePack } from "./ada.ts";
import { adaPalette } from "./palette.ts";

const palettes = { ada: adaPalette } as const;
type DrawnName = keyof typeof palettes;

/** The drawn tutors there are. */
export const drawnNames = ["ada"] as const satisfies readonly DrawnName[];

export function isDrawnName(name: string): name is DrawnName {
  return Object.hasOwn(palettes, name);
}

/** A face ready to be shown, and what its files in the cache are called. */
export interface DrawnArt extends FaceArt {
  /** Tells this drawing from every other, by content. */
  readonly version: string;
  /** Writes the pack to the cache, if it came from the drawing. Rejects when the folder cannot be written. */
  readonly keep: () => Promise<void>;
}

/** Takes the face from the cache, in a tenth of a second, or draws it, in one. */
export async function openDrawnArt(name: DrawnName, cacheDir: string | undefined): Promise<DrawnArt> {
  const drawing = drawAda(palettes[name]);
  const version = Bun.hash(JSON.stringify([packFormat, drawing])).toString(16);
  const idle = idleEyes(Number(Bun.hash(name) & 0x7fffffffn));
  const path = cacheDir && join(cacheDir, `${name}-${version}.pack`);
  const parts = path ? await readParts(path) : undefined;
  const cached = parts && fromParts(parts);
  if (cached) return { pack: cached, idle, version, keep: async () => {} };
  const pack = makePack(drawing);
  const keep = async () => {
    if (path) await writeParts(path, toParts(pack));
  };
  return { pack, idle, version, keep };
}

/** The face at rest as a PNG, 512×512. */
export function drawnPoster(name: DrawnName): Uint8Array {
  return drawPoster(palettes[name]);
}
