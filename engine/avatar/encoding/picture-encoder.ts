import {
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
} from "node-av/constants";
import { type CodecContext, FFmpegError, Frame, Packet, Rational } from "node-av/lib";
import { type BitRate, bitRates, type EncodedPicture, picturesPerSecond, type VideoCodec } from "../face.ts";
import { pictureSize } from "../pixels/yuv.ts";
import { type EncoderSetup, openEncoderContext } from "./encoder-context.ts";

/** What an encoder makes. */
export interface PictureFormat {
  readonly codec: VideoCodec;
  readonly bitRate: BitRate;
  /** It shows a drawing: what that takes is known, and need not be bounded. */
  readonly isDrawn?: boolean;
}

const timeBase = new Rational(1, picturesPerSecond);

/** The quality that each rate is held to: libvpx's constrained quality with its bounds, and x264's constant rate factor. */
const quality: Readonly<Record<BitRate, { crf: number; qmin: number; qmax: number; x264: number }>> = {
  600000: { crf: 18, qmin: 14, qmax: 26, x264: 29 },
  400000: { crf: 24, qmin: 19, qmax: 36, x264: 31 },
  270000: { crf: 32, qmin: 26, qmax: 46, x264: 33 },
  180000: { crf: 40, qmin: 33, qmax: 54, x264: 36 },
  120000: { crf: 49, qmin: 41, qmax: 60, x264: 39 },
  80000: { crf: 58, qmin: 50, qmax: 63, x264: 42 },
};

/**
 * Drawings at the best rate have a constant quantizer instead, one more in key pictures, so that these stay small: at the same bits
 * and quality it takes four fifths of the time, since for a rate x264 measures the motion of each picture once more, at half
 * the size. Footage full of noise would take some Mbit/s.
 */
const drawnQuantizer = { qp: "22", params: ":ipratio=0.9" };

/**
 * Both codecs hold the quality nearly constant, so that neither a key picture nor the change between
 * a private and the shared stream can be seen. At the best rate key pictures take 8 to 18 kB; they take less at the others,
 * so that none fills a narrow link for long.
 */
function settingsOf({ codec, bitRate, isDrawn }: PictureFormat): Pick<EncoderSetup, "encoder" | "options"> {
  const { crf, qmin, qmax, x264 } = quality[bitRate];
  if (codec === "VP8") {
    return {
      encoder: FF_ENCODER_LIBVPX_VP8,
      options: {
        // Moved by bilinear filters and smoothed by the simple one, which every decoder knows (RFC 6386, section 9.1): a
        // fifth of the time less, for a twelfth of the bits more.
        profile: "1",
        deadline: "realtime",
        // Negative: the effort is fixed. libvpx fits a positive one to the time that each picture took, so that
        // a busy machine would get other bytes, and a quiet one would spend twice the time for 0.1 dB.
        "cpu-used": "-8",
        "lag-in-frames": "0",
        "auto-alt-ref": "0",
        "error-resilient": "0",
        crf: String(crf),
        qmin: String(qmin),
        qmax: String(qmax),
        b: String(bitRate),
        // Blocks that change less than this are taken from the picture before: a fifth of the time and bits less than
        // at a quarter of it, for 1 dB of 45.
        "static-thresh": "2000",
      },
    };
  }
  const constant = isDrawn && bitRate === bitRates[0] ? drawnQuantizer : undefined;
  return {
    encoder: FF_ENCODER_LIBX264,
    options: {
      // With motion to a quarter of a pixel (subme), without which it takes twice the bits.
      preset: "ultrafast",
      tune: "zerolatency",
      // Constrained baseline, level 3.1: what every browser takes (RFC 7742, section 6.2).
      profile: "baseline",
      level: "3.1",
      ...(constant
        ? { qp: constant.qp }
        : { crf: String(x264), maxrate: String(bitRate), bufsize: String(bitRate / 2) }),
      "forced-idr": "1",
      "x264-params": `keyint=infinite:scenecut=0:repeat-headers=1:subme=1:deadzone-inter=32:deadzone-intra=20${constant?.params ?? ""}`,
    },
  };
}

/** Tells encoders, and recordings, apart that have other settings. */
export function encoderVersion(format: PictureFormat): string {
  return JSON.stringify(settingsOf(format).options);
}

/** One stream of pictures. It lends itself to another stream whenever that begins with a key picture. */
export class PictureEncoder implements Disposable {
  readonly #packet = new Packet();
  /** One for all pictures: room for another would cost as much as drawing a mouth. */
  readonly #frame = new Frame();
  #count = 0;

  private constructor(
    readonly format: PictureFormat,
    readonly context: CodecContext,
  ) {
    this.#packet.alloc();
    this.#frame.alloc();
    this.#frame.width = pictureSize;
    this.#frame.height = pictureSize;
    this.#frame.format = AV_PIX_FMT_YUV420P;
    this.#frame.timeBase = timeBase;
    FFmpegError.throwIfError(this.#frame.getBuffer(), "no room for a picture");
  }

  static async open(format: PictureFormat): Promise<PictureEncoder> {
    const size = { width: pictureSize, height: pictureSize };
    const context = await openEncoderContext({ ...settingsOf(format), ...size });
    return new PictureEncoder(format, context);
  }

  /** Encodes a yuv420p picture, BT.601 studio range. Blocks for one to three ms. */
  encode(picture: Uint8Array, key: boolean): EncodedPicture {
    const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
    const frame = this.#frame;
    FFmpegError.throwIfError(frame.fromBuffer(bytes), "the picture cannot be taken");
    frame.pts = BigInt(this.#count++);
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    const sent = this.context.sendFrameSync(frame);
    const received = sent < 0 ? sent : this.context.receivePacketSync(this.#packet);
    if (received < 0 || !this.#packet.data)
      throw new Error(`${this.format.codec} does not encode: ${received}`);
    const encoded = { data: new Uint8Array(this.#packet.data), key: this.#packet.isKeyframe };
    this.#packet.unref();
    return encoded;
  }

  [Symbol.dispose](): void {
    // Drained first: FFmpeg warns about frames left behind.
    this.context.sendFrameSync(null);
    while (this.context.receivePacketSync(this.#packet) >= 0) this.#packet.unref();
    this.#packet.free();
    this.#frame.free();
    this.context.freeContext();
  }
}

/** Encoders kept open for the next stream; opening one takes several ms. */
const keptMax = 8;

/** Lends encoders to streams. */
export class EncoderPool implements Disposable {
  readonly #kept: PictureEncoder[] = [];

  async take(wanted: PictureFormat): Promise<PictureEncoder> {
    const version = encoderVersion(wanted);
    const index = this.#kept.findIndex(({ format }) => encoderVersion(format) === version);
    return index < 0 ? await PictureEncoder.open(wanted) : this.#kept.splice(index, 1)[0]!;
  }

  giveBack(encoder: PictureEncoder): void {
    this.#kept.push(encoder);
    // The one that nobody has wanted for longest goes.
    if (this.#kept.length > keptMax) this.#kept.shift()![Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    for (const encoder of this.#kept.splice(0)) encoder[Symbol.dispose]();
  }
}
