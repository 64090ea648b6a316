import { AV_CODEC_ID_H264, AV_CODEC_ID_OPUS, AV_CODEC_ID_VP8, type AVCodecID } from "node-av/constants";
import { Codec, CodecContext, Frame, Packet } from "node-av/lib";

/** A decoded picture: luma only, one byte per pixel, rows without padding. */
export interface LumaPicture {
  readonly width: number;
  readonly height: number;
  readonly luma: Uint8Array;
}

abstract class Decoder<Decoded> implements Disposable {
  readonly #context = new CodecContext();
  readonly #packet = new Packet();
  readonly #frame = new Frame();

  protected constructor(id: AVCodecID) {
    const codec = Codec.findDecoder(id);
    if (!codec) throw new Error(`there is no decoder ${id}`);
    this.#context.allocContext3(codec);
    this.#packet.alloc();
    this.#frame.alloc();
  }

  protected async openWith(): Promise<void> {
    if ((await this.#context.open2()) < 0) throw new Error("the decoder does not open");
  }

  /** What comes out for one packet; nothing for a packet that cannot be decoded. */
  decode(data: Uint8Array): Decoded[] {
    this.#packet.data = Buffer.from(data);
    const sent = this.#context.sendPacketSync(this.#packet);
    this.#packet.unref();
    if (sent < 0) return [];
    const out: Decoded[] = [];
    while (this.#context.receiveFrameSync(this.#frame) >= 0) {
      out.push(this.toDecoded(this.#frame));
      this.#frame.unref();
    }
    return out;
  }

  protected abstract toDecoded(frame: Frame): Decoded;

  [Symbol.dispose](): void {
    this.#frame.free();
    this.#packet.free();
    this.#context.freeContext();
  }
}

/** Opus packets in, loudness out: the root mean square of each packet's samples, 0 to 1. */
export class LoudnessDecoder extends Decoder<number> {
  static async open(): Promise<LoudnessDecoder> {
    const decoder = new LoudnessDecoder(AV_CODEC_ID_OPUS);
    await decoder.openWith();
    return decoder;
  }

  protected override toDecoded(frame: Frame): number {
    // FFmpeg's own Opus decoder gives planar floats.
    const plane = frame.data![0]!;
    const samples = new Float32Array(plane.buffer, plane.byteOffset, frame.nbSamples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  }
}

/** Whole VP8 frames or H.264 access units in, pictures out. */
export class PictureDecoder extends Decoder<LumaPicture> {
  static async open(codec: "VP8" | "H264"): Promise<PictureDecoder> {
    const decoder = new PictureDecoder(codec === "VP8" ? AV_CODEC_ID_VP8 : AV_CODEC_ID_H264);
    await decoder.openWith();
    return decoder;
  }

  protected override toDecoded(frame: Frame): LumaPicture {
    const { width, height } = frame;
    const stride = frame.linesize[0]!;
    const plane = frame.data![0]!;
    const luma = new Uint8Array(width * height);
    for (let y = 0; y < height; y++) luma.set(plane.subarray(y * stride, y * stride + width), y * width);
    return { width, height, luma };
  }
}

/** Mean absolute difference of two pictures within a box, in luma steps. */
export function difference(
  a: LumaPicture,
  b: LumaPicture,
  box: { x: number; y: number; width: number; height: number },
): number {
  let sum = 0;
  for (let y = box.y; y < box.y + box.height; y++) {
    for (let x = box.x; x < box.x + box.width; x++)
      sum += Math.abs(a.luma[y * a.width + x]! - b.luma[y * b.width + x]!);
  }
  return sum / (box.width * box.height);
}
