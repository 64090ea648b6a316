import { rm } from "node:fs/promises";
import { join } from "node:path";
import { compose } from "./avatar-pack.ts";
import { type EncoderPool, encoderVersion, type PictureFormat } from "./encoding/picture-encoder.ts";
import type { EncodedPicture, IdleLoop } from "./face.ts";
import { nearestEyes } from "./face-cells.ts";
import type { FaceArt } from "./face-stream.ts";
import { heldVersion } from "./motion/held-poses.ts";
import { canvas } from "./pixels/pixel-loops.ts";
import { readParts, writeParts } from "./store/cache-file.ts";
import { cacheRoom, keepRoom, markUsed } from "./store/cache-room.ts";

/** Pictures between key pictures of the idle stream: two seconds. */
export const idleKeyEvery = 50;
const ending = ".idle";

/** Where a face's recording is kept. `version` tells the face's drawing from every other. */
export interface IdlePlace {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

/** Encodes the idle stream; yields after each picture, so that private streams can go first. */
export async function* recordIdle(
  art: FaceArt,
  format: PictureFormat,
  encoders: EncoderPool,
): AsyncGenerator<void, IdleLoop> {
  const encoder = await encoders.take(format);
  try {
    const pictures: EncodedPicture[] = [];
    for (let number = 0; number < art.idle.length; number++) {
      const eyes = nearestEyes(art.pack.eyes.poses, art.idle[number]!);
      compose(canvas, art.pack, number, { mouth: undefined, eyes });
      pictures.push(encoder.encode(canvas, number % idleKeyEvery === 0));
      yield;
    }
    return { pictures };
  } finally {
    encoders.giveBack(encoder);
  }
}

/** The recording that `keepIdle` wrote; undefined when there is none of this face, these eyes and this encoder. */
export async function findIdle(
  place: IdlePlace,
  art: Pick<FaceArt, "idle">,
  format: PictureFormat,
): Promise<IdleLoop | undefined> {
  const path = pathOf(place, art, format);
  const parts = await readParts(path);
  const [keys, ...pictures] = parts ?? [];
  if (!keys || keys.length !== pictures.length) return undefined;
  await markUsed(path);
  return { pictures: pictures.map((data, i) => ({ data: new Uint8Array(data), key: keys[i] === 1 })) };
}

/** Rejects when the folder cannot be written. */
export async function keepIdle(
  place: IdlePlace,
  art: Pick<FaceArt, "idle">,
  { format, loop }: { format: PictureFormat; loop: IdleLoop },
): Promise<void> {
  const keys = Uint8Array.from(loop.pictures, ({ key }) => (key ? 1 : 0));
  await writeParts(pathOf(place, art, format), [keys, ...loop.pictures.map(({ data }) => data)]);
  await keepRoom(place.folder, ending, cacheRoom.recordings);
}

/** There need not be such a recording. */
export async function dropIdle(
  place: IdlePlace,
  art: Pick<FaceArt, "idle">,
  format: PictureFormat,
): Promise<void> {
  await rm(pathOf(place, art, format), { force: true });
}

function pathOf(
  { folder, name, version }: IdlePlace,
  art: Pick<FaceArt, "idle">,
  format: PictureFormat,
): string {
  const content = JSON.stringify([version, heldVersion, encoderVersion(format), art.idle, idleKeyEvery]);
  return join(folder, `${name}-${Bun.hash(content).toString(16)}-${format.codec.toLowerCase()}${ending}`);
}
