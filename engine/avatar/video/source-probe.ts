import { Decoder, Demuxer } from "node-av/api";
import { AV_FRAME_DATA_DISPLAYMATRIX, AV_LOG_FATAL } from "node-av/constants";
import { type Frame, Log, type Rational } from "node-av/lib";
import { coloursOf, type SourceColours } from "./source-colours.ts";
import { type SourceKind, sourceLimits } from "./source-limits.ts";
import { SourceRefused } from "./source-refused.ts";

/** How a source is to be turned before it stands upright: clockwise, in degrees; then mirrored from left to right. */
export interface Turn {
  readonly degrees: 0 | 90 | 180 | 270;
  readonly mirrored: boolean;
}

export interface Source {
  readonly kind: SourceKind;
  readonly format: SourceFormat;
  /** Size of the upright picture, in px. */
  readonly width: number;
  readonly height: number;
  readonly turn: Turn;
  /** Where the stored px are not square (DV, anamorphic film): the size that makes them so, before the picture is turned; even. */
  readonly squared: { readonly width: number; readonly height: number } | undefined;
  readonly colours: SourceColours;
  /** 0 for a photo. */
  readonly durationS: number;
  /** What of it is looked at, from its beginning; 0 for a photo. */
  readonly usedS: number;
}

/** FFmpeg's names of the decoders that may see a file at all. It has 550, many of them for formats of games and cameras of long ago. */
const decoders = {
  video: ["h264", "hevc", "vp8", "vp9", "libdav1d", "mpeg4"],
  photo: ["mjpeg", "png", "webp"],
} as const;

/** FFmpeg's names of the formats that are opened at all. */
export type SourceFormat = "mov" | "matroska" | "jpeg_pipe" | "png_pipe" | "webp_pipe";

/** Photos that are kept as ISO base media (ISO/IEC 23008-12, HEIC and AVIF) are no videos. */
const stillBrands = /^(?:hei[cxms]|hev[cxms]|mif1|msf1|avi[fs])/;

/** The first bytes of each format: ISO base media (ISO/IEC 14496-12), EBML (RFC 8794), JPEG, PNG, WebP (RFC 9649). */
export function sniffSource(head: Uint8Array): SourceFormat | undefined {
  const text = Buffer.from(head.subarray(0, 16)).toString("latin1");
  if (text.slice(4, 8) === "ftyp") return stillBrands.test(text.slice(8, 12)) ? undefined : "mov";
  if (text.startsWith("\x1a\x45\xdf\xa3")) return "matroska";
  if (text.startsWith("\xff\xd8\xff")) return "jpeg_pipe";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png_pipe";
  return text.startsWith("RIFF") && text.slice(8, 12) === "WEBP" ? "webp_pipe" : undefined;
}

/** Looks at a file that may be anything. Rejects with SourceRefused. */
export async function probeSource(path: string): Promise<Source> {
  Log.setLevel(AV_LOG_FATAL);
  const file = Bun.file(path);
  const format = sniffSource(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (!format) throw new SourceRefused("wrong-format");
  const kind = kindOf(format);
  const bytesMax = kind === "video" ? sourceLimits.videoBytesMax : sourceLimits.photoBytesMax;
  if (file.size > bytesMax) throw new SourceRefused("too-large");
  try {
    return await examine(path, kind, format);
  } catch (error) {
    if (error instanceof SourceRefused) throw error;
    throw new SourceRefused("undecodable", { cause: error });
  }
}

async function examine(path: string, kind: SourceKind, format: SourceFormat): Promise<Source> {
  await using source = await openSource(path, format);
  const videos = source.streams.filter(({ codecpar: { width, height } }) => width > 0 || height > 0);
  const [video] = videos;
  if (!video || videos.length !== 1) throw new SourceRefused("no-video");
  const stored = { width: video.codecpar.width, height: video.codecpar.height };
  checkSize(stored, kind);
  using decoder = await Decoder.create(video, { threadCount: 1, exitOnError: false });
  const allowed: readonly string[] = decoders[kind];
  if (!allowed.includes(decoder.getCodec()?.name ?? "")) throw new SourceRefused("wrong-format");
  for await (const frame of decoder.frames(source.packets(video.index))) {
    if (!frame) break;
    using _seen = frame;
    const squared = squaredSize(stored, [video.sampleAspectRatio, frame.sampleAspectRatio]);
    const { width, height } = squared ?? stored;
    if (squared) checkSize(squared, kind);
    const turn = turnOf(frame);
    const colours = coloursOf(frame, kind);
    const lying = turn.degrees === 90 || turn.degrees === 270;
    const upright = lying ? { width: height, height: width } : { width, height };
    const durationS = kind === "video" ? source.duration : 0;
    const usedS = kind === "video" ? usedSeconds(durationS, stored, video.avgFrameRate) : 0;
    return { kind, format, ...upright, turn, squared, colours, durationS, usedS };
  }
  throw new SourceRefused("undecodable");
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function checkSize({ width, height }: Size, kind: SourceKind): void {
  const { most, least } = kind === "video" ? sourceLimits.videoSide : sourceLimits.photoSide;
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long > most || short < least || (kind === "video" && short > 2_176))
    throw new SourceRefused("wrong-size");
}

/** What can be used of a video in the time that a build has; a file may tell no duration, and any rate of pictures. */
export function usedSeconds(
  durationS: number,
  { width, height }: Size,
  { num, den }: Pick<Rational, "num" | "den">,
): number {
  const { durationUsedS, durationLeastS, decodedPxMost } = sourceLimits;
  const rate = num > 0 && den > 0 ? num / den : 30;
  const affordableS = Math.max(2 * durationLeastS, decodedPxMost / (width * height * rate));
  return Math.min(durationS || durationUsedS, durationUsedS, affordableS);
}

/** The size in square px, where the first ratio that says anything (width of a px by its height) says that they are not. */
function squaredSize({ width, height }: Size, ratios: readonly Rational[]): Size | undefined {
  const told = ratios.find(({ num, den }) => num > 0 && den > 0);
  if (!told || told.num === told.den) return undefined;
  return { width: 2 * Math.round((width * told.num) / told.den / 2), height: 2 * Math.round(height / 2) };
}

/**
 * Only local files are opened, as what their first bytes say, whatever they are called; nothing in them can lead elsewhere. To learn
 * of its streams FFmpeg decodes their beginnings while it opens a file: with the decoders that are allowed, and no other.
 */
export async function openSource(path: string, format: SourceFormat): Promise<Demuxer> {
  return await Demuxer.open(path, {
    format,
    options: {
      protocol_whitelist: "file",
      format_whitelist: format,
      codec_whitelist: decoders[kindOf(format)].join(","),
    },
  });
}

function kindOf(format: SourceFormat): SourceKind {
  return format === "mov" || format === "matroska" ? "video" : "photo";
}

/**
 * The display matrix is 3×3 in 16.16 fixed point, the way back from the screen to the picture. Phones write it into videos, and FFmpeg
 * makes it of a photo's orientation (Exif 2.3, section 4.6.4), which may be mirrored.
 */
function turnOf(frame: Frame): Turn {
  const matrix = frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return { degrees: 0, mirrored: false };
  const [a, b, c, d] = [0, 1, 3, 4].map((at) => matrix.readInt32LE(4 * at)) as [
    number,
    number,
    number,
    number,
  ];
  const mirrored = a * d - b * c < 0;
  const angle = (Math.atan2(b, mirrored ? -a : a) * 180) / Math.PI;
  const quarter = ((Math.round(angle / 90) % 4) + 4) % 4;
  return { degrees: ([0, 90, 180, 270] as const)[quarter]!, mirrored };
}
