import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_VP8,
  AV_LOG_FATAL,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
  SWS_BILINEAR,
} from "node-av/constants";
import { Codec, CodecContext, Frame, Log, Packet, SoftwareScaleContext } from "node-av/lib";
import { openEncoderContext } from "../encoding/encoder-context.ts";
import type { EncodedPicture, VideoCodec } from "../face.ts";

/** Pictures with more pixels are made smaller first: encoding them would cost one student a whole core. */
const pixelsMax = 640 * 640;
/** Larger ones are not decoded. */
const sourcePixelsMax = 1920 * 1088;
export const rateDefault = 800_000;
export const rateMin = 200_000;
export const rateMax = 1_500_000;
/** An encoder is opened anew, which costs a key picture, for changes of the rate of more than this. */
const rateStep = 0.25;

const decoderIds = { VP8: AV_CODEC_ID_VP8, H264: AV_CODEC_ID_H264 } as const;
const encoders = {
  VP8: {
    encoder: FF_ENCODER_LIBVPX_VP8,
    // Negative: the effort is fixed, and does not grow on a quiet machine.
    options: {
      deadline: "realtime",
      "cpu-used": "-8",
      "lag-in-frames": "0",
      "auto-alt-ref": "0",
      qmax: "50",
    },
  },
  H264: {
    encoder: FF_ENCODER_LIBX264,
    options: {
      preset: "superfast",
      tune: "zerolatency",
      profile: "baseline",
      level: "3.1",
      "forced-idr": "1",
      "x264-params": "keyint=infinite:scenecut=0:repeat-headers=1",
    },
  },
} as const;

/** One stream of pictures from one codec into another. Blocks for a few ms for each picture. */
export class TranscodeStream implements Disposable {
  readonly #packet = new Packet();
  readonly #decoded = new Frame();
  readonly #decoder: CodecContext;
  #encoder: { context: CodecContext; width: number; height: number; rate: number } | undefined;
  #scaler: { context: SoftwareScaleContext; frame: Frame; from: string } | undefined;
  #rate = rateDefault;
  #keyWanted = true;
  #count = 0n;

  private constructor(
    decoder: CodecContext,
    readonly to: VideoCodec,
  ) {
    this.#decoder = decoder;
    this.#packet.alloc();
    this.#decoded.alloc();
  }

  static async open(from: VideoCodec, to: VideoCodec): Promise<TranscodeStream> {
    Log.setLevel(AV_LOG_FATAL);
    const codec = Codec.findDecoder(decoderIds[from]);
    if (!codec) throw new Error(`the decoder for ${from} is missing`);
    const decoder = new CodecContext();
    decoder.allocContext3(codec);
    decoder.threadCount = 1;
    decoder.setFlags(AV_CODEC_FLAG_LOW_DELAY);
    if ((await decoder.open2(codec)) >= 0) return new TranscodeStream(decoder, to);
    decoder.freeContext();
    throw new Error(`the decoder for ${from} does not open`);
  }

  wantKeyPicture(): void {
    this.#keyWanted = true;
  }

  limitRate(bitsPerSecond: number): void {
    this.#rate = Math.min(rateMax, Math.max(rateMin, bitsPerSecond));
  }

  /** Undefined when nothing can be shown for this picture. Rejects when the stream cannot go on. */
  async transcode(data: Uint8Array): Promise<EncodedPicture | undefined> {
    this.#packet.data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    const sent = this.#decoder.sendPacketSync(this.#packet);
    this.#packet.unref();
    if (sent < 0) return undefined;
    let made: EncodedPicture | undefined;
    while (this.#decoder.receiveFrameSync(this.#decoded) >= 0) {
      try {
        made = (await this.#encode(this.#decoded)) ?? made;
      } finally {
        this.#decoded.unref();
      }
    }
    return made;
  }

  async #encode(decoded: Frame): Promise<EncodedPicture | undefined> {
    if (decoded.width * decoded.height > sourcePixelsMax) return undefined;
    const frame = this.#fit(decoded);
    const context = await this.#encoderFor(frame.width, frame.height);
    frame.pts = this.#count++;
    frame.pictType = this.#keyWanted ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    const sent = context.sendFrameSync(frame);
    const received = sent < 0 ? sent : context.receivePacketSync(this.#packet);
    if (received < 0 || !this.#packet.data) throw new Error(`${this.to} does not encode: ${received}`);
    const encoded = { data: new Uint8Array(this.#packet.data), key: this.#packet.isKeyframe };
    this.#packet.unref();
    if (encoded.key) this.#keyWanted = false;
    return encoded;
  }

  /** The picture as it is, or made smaller; even sides, yuv420p. */
  #fit(decoded: Frame): Frame {
    const { width, height } = decoded;
    const format = this.#decoder.pixelFormat;
    const share = Math.min(1, Math.sqrt(pixelsMax / (width * height)));
    const [toWidth, toHeight] = [width, height].map((side) =>
      Math.max(2, Math.floor((side * share) / 2) * 2),
    );
    if (toWidth === width && toHeight === height && format === AV_PIX_FMT_YUV420P) return decoded;
    const from = `${width} ${height} ${format}`;
    if (this.#scaler?.from !== from) {
      this.#freeScaler();
      const context = new SoftwareScaleContext();
      context.getContext(width, height, format, toWidth!, toHeight!, AV_PIX_FMT_YUV420P, SWS_BILINEAR);
      const frame = new Frame();
      frame.alloc();
      frame.width = toWidth!;
      frame.height = toHeight!;
      frame.format = AV_PIX_FMT_YUV420P;
      this.#scaler = { context, frame, from };
      if (frame.getBuffer() < 0) throw new Error("there is no memory for a picture");
    }
    const { context, frame } = this.#scaler;
    // The encoder may still hold the picture before.
    if (frame.makeWritable() < 0 || context.scaleFrameSync(frame, decoded) < 0)
      throw new Error("the picture cannot be scaled");
    return frame;
  }

  async #encoderFor(width: number, height: number): Promise<CodecContext> {
    const current = this.#encoder;
    const isRight = current?.width === width && current.height === height;
    if (current && isRight && Math.abs(this.#rate - current.rate) <= current.rate * rateStep)
      return current.context;
    this.#freeEncoder();
    const rate = this.#rate;
    const { encoder, options } = encoders[this.to];
    const rates = { b: String(rate), maxrate: String(rate), bufsize: String(Math.round(rate / 2)) };
    const context = await openEncoderContext({ encoder, width, height, options: { ...options, ...rates } });
    this.#encoder = { context, width, height, rate };
    this.#keyWanted = true;
    return context;
  }

  #freeEncoder(): void {
    const context = this.#encoder?.context;
    this.#encoder = undefined;
    if (!context) return;
    // Drained first: FFmpeg warns about frames left behind.
    context.sendFrameSync(null);
    while (context.receivePacketSync(this.#packet) >= 0) this.#packet.unref();
    context.freeContext();
  }

  #freeScaler(): void {
    this.#scaler?.context.freeContext();
    this.#scaler?.frame.free();
    this.#scaler = undefined;
  }

  [Symbol.dispose](): void {
    this.#freeEncoder();
    this.#freeScaler();
    this.#decoder.freeContext();
    this.#decoded.free();
    this.#packet.free();
  }
}
