import { dirname, join } from "node:path";
import { type FaceArt, restingEyes, toFaceArt } from "../face-stream.ts";
import type { SamplesPlace } from "../mapped-samples.ts";
import { loopPictures } from "../motion/idle-motion.ts";
import { foldPackFile, readPackFile } from "../pack-file.ts";
import { cacheRoom, keepRoom } from "../store/cache-room.ts";
import { writeWhole } from "../store/folder-assets.ts";
import { ada } from "./ada.ts";
import { ben } from "./ben.ts";
import type { Character } from "./character.ts";
import { drawCharacter, rasteriseDrawing } from "./drawing.ts";
import type { DrawnName } from "./drawn-names.ts";
import { mei } from "./mei.ts";

const ending = ".avatar";
const characters: Readonly<Record<DrawnName, Character>> = { ada, ben, mei };

/** A face ready to be shown, and what its files in the cache are called. */
export interface DrawnArt extends FaceArt {
  /** Tells this drawing from every other, by content. */
  readonly version: string;
}

/** What tells the face's recordings from others, without opening the face itself: that takes longer than reading them. */
export function describeDrawnArt(name: DrawnName): Pick<DrawnArt, "version" | "idle"> {
  return { version: versionOf(drawCharacter(characters[name])), idle: restingEyes(name, loopPictures) };
}

/**
 * Takes the face from the cache, in a fifth of a second, or draws it, in one, and puts it there. A cache
 * that cannot be written costs time at the next start, and nothing else.
 */
export async function openDrawnArt(name: DrawnName, cacheDir: string | undefined): Promise<DrawnArt> {
  const drawing = drawCharacter(characters[name]);
  const version = versionOf(drawing);
  const path = cacheDir && join(cacheDir, `${name}-${version}${ending}`);
  const place = cacheDir ? { folder: cacheDir, name, version } : undefined;
  const cached = path ? await readCached(path, place) : undefined;
  if (cached) return { ...(await toFaceArt(cached, name)), version };
  const drawn = await rasteriseDrawing(drawing);
  if (path) {
    await writeWhole(path, await foldPackFile(drawn)).catch(() => {});
    await keepRoom(dirname(path), ending, cacheRoom.drawn).catch(() => {});
  }
  // Read back, so that other processes share it.
  const pack = (path && (await readCached(path, place))) || drawn;
  return { ...(await toFaceArt(pack, name)), version };
}

const versionOf = (drawing: ReturnType<typeof drawCharacter>): string =>
  Bun.hash(JSON.stringify(drawing)).toString(16);

/** Undefined when there is no such file, or it is damaged. */
async function readCached(path: string, place: SamplesPlace | undefined) {
  const file = Bun.file(path);
  if (!(await file.exists())) return undefined;
  return await readPackFile(await file.bytes(), place).catch(() => undefined);
}
