import { Decoder, FilterAPI } from "node-av/api";
import { AV_LOG_FATAL } from "node-av/constants";
import { Log } from "node-av/lib";
import { picturesPerSecond } from "../face.ts";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";
import { toStudio } from "./source-colours.ts";
import { openSource, type Source, type SourceFormat, type Turn } from "./source-probe.ts";

/** A square part of the upright source, in its px; even. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

const size = `${pictureSize}:${pictureSize}`;

const turned: Readonly<Record<Turn["degrees"], string>> = {
  0: "",
  90: "transpose=clock,",
  180: "hflip,vflip,",
  270: "transpose=cclock,",
};
const upright = ({ turn: { degrees, mirrored }, squared }: Seen) =>
  `${squared ? `scale=${squared.width}:${squared.height},setsar=1,` : ""}${turned[degrees]}${mirrored ? "hflip," : ""}`;

/** What is seen through is laid on white: its own colour is nobody's business, and may be any. */
const onWhite = "format=gbrap,negate,premultiply=inplace=1,negate,";
const opaque = ({ format }: Seen) => (format === "png_pipe" || format === "webp_pipe" ? onWhite : "");

/** What of a source decides how its pictures are shown. */
type Seen = Pick<Source, "kind" | "format" | "turn" | "squared" | "colours">;

/** Shows the whole source, with black above and below or at the sides. */
export function wholeFilter(source: Seen): string {
  const fitted = `${size}:force_original_aspect_ratio=decrease:force_divisible_by=2`;
  return `${opaque(source)}${upright(source)}${toStudio(fitted, source.colours)},pad=${size}:(ow-iw)/2:(oh-ih)/2`;
}

/** Shows a part of the source; a video at the product's rate of pictures. */
export function cropFilter(source: Seen, { x, y, side }: Crop): string {
  const rate = source.kind === "video" ? `fps=${picturesPerSecond},` : "";
  return `${rate}${opaque(source)}${upright(source)}crop=${side}:${side}:${x}:${y},${toStudio(size, source.colours)}`;
}

export interface DecodeOptions {
  readonly path: string;
  readonly format: SourceFormat;
  readonly filter: string;
  /** Key pictures only, for a quick look. */
  readonly keysOnly?: boolean;
  readonly picturesMax: number;
}

/** The pictures of a file's video, yuv420p, 512×512, BT.601 studio range. Rejects when it cannot be decoded. */
export async function* decodePictures({
  path,
  format,
  filter,
  keysOnly = false,
  picturesMax,
}: DecodeOptions): AsyncGenerator<Uint8Array> {
  Log.setLevel(AV_LOG_FATAL);
  await using source = await openSource(path, format);
  const stream = source.video();
  if (!stream) throw new Error("there is no video in it");
  using decoder = await Decoder.create(stream, {
    threadCount: 2,
    exitOnError: false,
    options: keysOnly ? { skip_frame: "nokey" } : {},
  });
  using filters = FilterAPI.create(filter);
  let count = 0;
  for await (const frame of filters.frames(decoder.frames(source.packets(stream.index)))) {
    if (!frame) break;
    const { buffer, byteOffset, byteLength } = frame.toBuffer();
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    frame.free();
    if (bytes.length !== pictureBytes) throw new Error("the picture has the wrong size");
    yield bytes;
    if (++count >= picturesMax) break;
  }
}
