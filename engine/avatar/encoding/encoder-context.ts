import {
  AV_LOG_ERROR,
  AV_PIX_FMT_YUV420P,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_SMPTE170M,
  type FFVideoEncoder,
} from "node-av/constants";
import { Codec, CodecContext, Dictionary, Log, Rational } from "node-av/lib";
import { picturesPerSecond } from "../face.ts";

export interface EncoderSetup {
  readonly encoder: FFVideoEncoder;
  readonly width: number;
  readonly height: number;
  readonly options: Readonly<Record<string, string>>;
}

/** Opens an encoder of yuv420p pictures, BT.601 studio range, whose key pictures come on demand only. */
export async function openEncoderContext({
  encoder,
  width,
  height,
  options,
}: EncoderSetup): Promise<CodecContext> {
  // The encoders print a report of each stream otherwise.
  Log.setLevel(AV_LOG_ERROR);
  const found = Codec.findEncoderByName(encoder);
  if (!found) throw new Error(`the encoder ${encoder} is missing`);
  const context = new CodecContext();
  context.allocContext3(found);
  context.width = width;
  context.height = height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorSpace = AVCOL_SPC_SMPTE170M;
  context.timeBase = new Rational(1, picturesPerSecond);
  context.framerate = new Rational(picturesPerSecond, 1);
  context.maxBFrames = 0;
  context.gopSize = 2 ** 30;
  context.threadCount = 1;
  // The synchronous open2Sync frees the options twice and ends the process.
  const result = await context.open2(found, Dictionary.fromObject(options));
  if (result >= 0) return context;
  context.freeContext();
  throw new Error(`the encoder ${encoder} does not open: ${result}`);
}
