import {
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBX264,
} from "node-av/constants";
import { type CodecContext, Frame, Packet, Rational } from "node-av/lib";
import { openEncoderContext } from "./encoder-context.ts";
import { type EncodedPicture, picturesPerSecond, type VideoCodec } from "./face.ts";
import { pictureSize } from "./yuv.ts";

/** Most bits per second over a while; a calm face takes half of it. */
const bitRateMax = 600_000;
const timeBase = new Rational(1, picturesPerSecond);

/**
 * Both codecs hold the quality nearly constant, so that neither a key picture nor the change between
 * a private and the shared stream can be seen. Key pictures stay between 8 and 18 kB.
 */
const settings = {
  VP8: {
    encoder: FF_ENCODER_LIBVPX_VP8,
    options: {
      deadline: "realtime",
      // Negative: the effort is fixed. libvpx fits a positive one to the time that each picture took, so that
      // a busy machine would get other bytes, and a quiet one would spend twice the time for 0.1 dB.
      "cpu-used": "-8",
      "lag-in-frames": "0",
      "auto-alt-ref": "0",
      "error-resilient": "0",
      // A constrained quality: 18, and never far from it.
      crf: "18",
      qmin: "14",
      qmax: "26",
      b: String(bitRateMax),
      // Blocks that change less than this are taken from the picture before: a fifth of the time and bits less than
      // at a quarter of it, for 1 dB of 45.
      "static-thresh": "2000",
    },
  },
  H264: {
    encoder: FF_ENCODER_LIBX264,
    options: {
      // With motion to a quarter of a pixel (subme), without which it takes twice the bits.
      preset: "ultrafast",
      tune: "zerolatency",
      // Constrained baseline, level 3.1: what every browser takes (RFC 7742, section 6.2).
      profile: "baseline",
      level: "3.1",
      crf: "29",
      maxrate: String(bitRateMax),
      bufsize: String(bitRateMax / 2),
      "forced-idr": "1",
      "x264-params":
        "keyint=infinite:scenecut=0:repeat-headers=1:subme=1:deadzone-inter=32:deadzone-intra=20",
    },
  },
} as const;

/** Tells recordings apart that were made with other settings. */
export function encoderVersion(codec: VideoCodec): string {
  return JSON.stringify(settings[codec].options);
}

/** One stream of pictures. It lends itself to another stream whenever that begins with a key picture. */
export class PictureEncoder implements Disposable {
  readonly #packet = new Packet();
  #count = 0;

  private constructor(
    readonly codec: VideoCodec,
    readonly context: CodecContext,
  ) {
    this.#packet.alloc();
  }

  static async open(codec: VideoCodec): Promise<PictureEncoder> {
    const size = { width: pictureSize, height: pictureSize };
    const context = await openEncoderContext({ ...settings[codec], ...size });
    return new PictureEncoder(codec, context);
  }

  /** Encodes a yuv420p picture, BT.601 studio range. Blocks for one to three ms. */
  encode(picture: Uint8Array, key: boolean): EncodedPicture {
    const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
    const size = { width: pictureSize, height: pictureSize };
    const frame = Frame.fromVideoBuffer(bytes, { ...size, format: AV_PIX_FMT_YUV420P, timeBase });
    frame.pts = BigInt(this.#count++);
    frame.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    const sent = this.context.sendFrameSync(frame);
    frame.free();
    const received = sent < 0 ? sent : this.context.receivePacketSync(this.#packet);
    if (received < 0 || !this.#packet.data) throw new Error(`${this.codec} does not encode: ${received}`);
    const encoded = { data: new Uint8Array(this.#packet.data), key: this.#packet.isKeyframe };
    this.#packet.unref();
    return encoded;
  }

  [Symbol.dispose](): void {
    // Drained first: FFmpeg warns about frames left behind.
    this.context.sendFrameSync(null);
    while (this.context.receivePacketSync(this.#packet) >= 0) this.#packet.unref();
    this.#packet.free();
    this.context.freeContext();
  }
}

/** Encoders kept open for the next stream; opening one takes several ms. */
const keptMax = 8;

/** Lends encoders to streams. */
export class EncoderPool implements Disposable {
  readonly #kept: PictureEncoder[] = [];

  async take(codec: VideoCodec): Promise<PictureEncoder> {
    const index = this.#kept.findIndex((encoder) => encoder.codec === codec);
    return index < 0 ? await PictureEncoder.open(codec) : this.#kept.splice(index, 1)[0]!;
  }

  giveBack(encoder: PictureEncoder): void {
    if (this.#kept.length < keptMax) this.#kept.push(encoder);
    else encoder[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    for (const encoder of this.#kept.splice(0)) encoder[Symbol.dispose]();
  }
}
