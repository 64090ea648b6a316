import { FF_DECODER_H264, FF_DECODER_LIBVPX_VP8, FF_DECODER_VP8 } from "node-av/constants";
import { Codec, CodecContext, Frame, Packet } from "node-av/lib";
import { pictureBytes, pictureSize } from "../pixels/yuv.ts";

/** `VP8 of libvpx`: the decoder that browsers have for VP8. */
const decoders = {
  VP8: FF_DECODER_VP8,
  "VP8 of libvpx": FF_DECODER_LIBVPX_VP8,
  H264: FF_DECODER_H264,
} as const;

/** Turns one stream's encoded pictures back into yuv420p, to check what a student would see. */
export class PictureDecoder implements Disposable {
  readonly #packet = new Packet();
  readonly #frame = new Frame();

  private constructor(readonly context: CodecContext) {
    this.#packet.alloc();
    this.#frame.alloc();
  }

  static async open(codec: keyof typeof decoders): Promise<PictureDecoder> {
    const found = Codec.findDecoderByName(decoders[codec]);
    if (!found) throw new Error(`the decoder for ${codec} is missing`);
    const context = new CodecContext();
    context.allocContext3(found);
    context.threadCount = 1;
    const result = await context.open2(found, null);
    if (result < 0) throw new Error(`the decoder for ${codec} does not open: ${result}`);
    return new PictureDecoder(context);
  }

  /** Throws when the picture cannot be decoded, or has another size than 512×512. */
  decode(data: Uint8Array): Uint8Array {
    this.#packet.data = Buffer.from(data);
    const sent = this.context.sendPacketSync(this.#packet);
    const received = sent < 0 ? sent : this.context.receiveFrameSync(this.#frame);
    this.#packet.unref();
    if (received < 0) throw new Error(`the picture does not decode: ${received}`);
    const { width, height } = this.#frame;
    // A copy already: nothing of it is the frame's.
    const { buffer, byteOffset, byteLength } = this.#frame.toBuffer();
    const bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.#frame.unref();
    if (width !== pictureSize || height !== pictureSize || bytes.length !== pictureBytes) {
      throw new Error(`the picture is ${width}×${height}`);
    }
    return bytes;
  }

  [Symbol.dispose](): void {
    this.#frame.free();
    this.#packet.free();
    this.context.freeContext();
  }
}
