import { Encoder, FilterAPI, Muxer } from "node-av/api";
import {
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  FF_ENCODER_LIBX265,
  type FFVideoEncoder,
} from "node-av/constants";
import { Frame, Rational } from "node-av/lib";
import { pictureSize } from "../pixels/yuv.ts";

export interface Film {
  /** What FFmpeg's filters make of the pictures before they are encoded, their tags included. */
  readonly filter: string;
  readonly encoder?: FFVideoEncoder;
  readonly options?: Readonly<Record<string, string>>;
  /** When a picture is shown; 25 per second unless said. */
  readonly atMs?: (number: number) => number;
}

/** Films pictures (yuv420p, 512×512, BT.601) as a camera would that has its own ideas of colours, sizes and times. */
export async function filmAs(path: string, pictures: readonly Uint8Array[], film: Film): Promise<string> {
  const { filter, encoder = FF_ENCODER_LIBX265, options = quick, atMs = (number) => 40 * number } = film;
  const timeBase = new Rational(1, 1_000);
  // A frame of node-av points to the bytes that it was made of and does not keep them from the collector.
  const kept: Buffer[] = [];
  async function* frames() {
    for (const [number, picture] of pictures.entries()) {
      const format = AV_PIX_FMT_YUV420P;
      const size = { width: pictureSize, height: pictureSize };
      const bytes = Buffer.from(picture);
      kept.push(bytes);
      const frame = Frame.fromVideoBuffer(bytes, { ...size, format, timeBase });
      frame.pts = BigInt(Math.round(atMs(number)));
      frame.colorSpace = AVCOL_SPC_SMPTE170M;
      frame.colorRange = AVCOL_RANGE_MPEG;
      yield frame;
    }
    yield null;
  }
  using filters = FilterAPI.create(filter);
  using coder = await Encoder.create(encoder, { options: { ...options } });
  await using file = await Muxer.open(path);
  const index = file.addStream(coder);
  for await (const packet of coder.packets(filters.frames(frames()))) {
    if (packet) await file.writePacket(packet, index);
    packet?.free();
  }
  return path;
}

/** Without pictures that wait for later ones, whose times a film of a single picture does not have. */
const quick = {
  preset: "ultrafast",
  crf: "12",
  "x265-params": "log-level=none:bframes=0:pools=1:frame-threads=1",
};
