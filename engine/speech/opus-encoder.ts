import {
  AV_CHANNEL_LAYOUT_MONO,
  AV_LOG_ERROR,
  AV_SAMPLE_FMT_S16,
  FF_ENCODER_LIBOPUS,
} from "node-av/constants";
import { Codec, CodecContext, Dictionary, FFmpegError, Frame, Log, Packet, Rational } from "node-av/lib";
import { opusSampleRateHz, packetSamples } from "./opus-packets.ts";
import { opusPacketMs } from "./speaker.ts";
import type { SpeechRateHz } from "./synthesizer.ts";

const bitRate = 32_000n;

/**
 * Speech settings: SILK or hybrid mode with in-band forward error correction (RFC 6716, section
 * 2.1.7), which lets a receiver rebuild a lost packet from the next one, and a complexity at which
 * a second of speech costs 3 ms, a third of the default; the spectrum of what is heard is as near to the original.
 */
const options = {
  application: "voip",
  frame_duration: String(opusPacketMs),
  vbr: "on",
  fec: "1",
  packet_loss: "10",
  compression_level: "1",
};

/** Encodes one utterance: mono, 20 ms packets. */
export class OpusEncoder implements Disposable {
  readonly #packet = new Packet();
  /** One for all packets. */
  readonly #frame = new Frame();
  readonly #packetSamples: number;
  #samples = 0;

  private constructor(
    readonly context: CodecContext,
    sampleRateHz: SpeechRateHz,
  ) {
    this.#packetSamples = packetSamples(sampleRateHz);
    this.#packet.alloc();
    this.#frame.alloc();
    this.#frame.nbSamples = this.#packetSamples;
    this.#frame.format = AV_SAMPLE_FMT_S16;
    this.#frame.sampleRate = sampleRateHz;
    this.#frame.channelLayout = AV_CHANNEL_LAYOUT_MONO;
    this.#frame.timeBase = new Rational(1, sampleRateHz);
    FFmpegError.throwIfError(this.#frame.getBuffer(), "no room for sound");
  }

  static async open(sampleRateHz: SpeechRateHz = opusSampleRateHz): Promise<OpusEncoder> {
    // FFmpeg warns about the padding that is left when an encoder closes.
    Log.setLevel(AV_LOG_ERROR);
    const codec = Codec.findEncoderByName(FF_ENCODER_LIBOPUS);
    if (!codec) throw new Error("libopus is missing");
    const context = new CodecContext();
    context.allocContext3(codec);
    context.sampleRate = sampleRateHz;
    context.channelLayout = AV_CHANNEL_LAYOUT_MONO;
    context.sampleFormat = AV_SAMPLE_FMT_S16;
    context.bitRate = bitRate;
    context.timeBase = new Rational(1, sampleRateHz);
    // The synchronous open2Sync frees the options twice and ends the process.
    const result = await context.open2(codec, Dictionary.fromObject(options));
    if (result < 0) throw new Error(`libopus does not open: ${result}`);
    return new OpusEncoder(context, sampleRateHz);
  }

  /** Encodes `packetSamples` samples into one packet. */
  encode(pcm: Int16Array): Uint8Array {
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const frame = this.#frame;
    FFmpegError.throwIfError(frame.fromBuffer(bytes), "the sound cannot be taken");
    frame.pts = BigInt(this.#samples);
    this.#samples += this.#packetSamples;
    const sent = this.context.sendFrameSync(frame);
    const received = sent < 0 ? sent : this.context.receivePacketSync(this.#packet);
    if (received < 0 || !this.#packet.data) throw new Error(`libopus does not encode: ${received}`);
    const packet = new Uint8Array(this.#packet.data);
    this.#packet.unref();
    return packet;
  }

  [Symbol.dispose](): void {
    this.#packet.free();
    this.#frame.free();
    this.context.freeContext();
  }
}
