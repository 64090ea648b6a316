import { AV_CHANNEL_LAYOUT_MONO, AV_CODEC_ID_OPUS, AV_LOG_QUIET } from "node-av/constants";
import { Codec, CodecContext, Frame, Log, Packet } from "node-av/lib";
import { opusSampleRateHz } from "../speech/opus-packets.ts";

/** Opus packets of one microphone to mono samples from -1 to 1, at 48 kHz. */
export class OpusDecoder implements Disposable {
  readonly #packet = new Packet();
  readonly #frame = new Frame();

  private constructor(private readonly context: CodecContext) {
    this.#packet.alloc();
    this.#frame.alloc();
  }

  static async open(): Promise<OpusDecoder> {
    // A packet that cannot be decoded is nobody's news: it comes from a browser.
    Log.setLevel(AV_LOG_QUIET);
    const codec = Codec.findDecoder(AV_CODEC_ID_OPUS);
    if (!codec) throw new Error("the Opus decoder is missing");
    const context = new CodecContext();
    context.allocContext3(codec);
    context.sampleRate = opusSampleRateHz;
    context.channelLayout = AV_CHANNEL_LAYOUT_MONO;
    if ((await context.open2(codec)) < 0) throw new Error("the Opus decoder does not open");
    return new OpusDecoder(context);
  }

  /** Undefined for a packet that cannot be decoded. */
  decode(data: Uint8Array): Float32Array | undefined {
    this.#packet.data = Buffer.from(data);
    const sent = this.context.sendPacketSync(this.#packet);
    this.#packet.unref();
    if (sent < 0 || this.context.receiveFrameSync(this.#frame) < 0) return undefined;
    try {
      return toMono(this.#frame);
    } finally {
      this.#frame.unref();
    }
  }

  [Symbol.dispose](): void {
    this.#frame.free();
    this.#packet.free();
    this.context.freeContext();
  }
}

/** FFmpeg's own decoder gives planar floats; a browser's second channel says nothing new. */
function toMono({ data, nbSamples }: Frame): Float32Array {
  const plane = data?.[0];
  if (!plane) return new Float32Array(0);
  return new Float32Array(plane.buffer, plane.byteOffset, nbSamples).slice();
}
