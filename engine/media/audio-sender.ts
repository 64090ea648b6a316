import type { RTCRtpSender } from "werift";
import type { MediaClock } from "./media-clock.ts";
import { RtpWriter } from "./rtp-writer.ts";

/** A pause after which sound counts as a new talk spurt (RFC 3551 §4.1): more than two lost frames of 20 ms. */
const talkSpurtGapMs = 60;
/**
 * What Opus encodes is decoded this much later: 2.5 ms of looking ahead and 4 ms that make its modes alike (libopus, voice and audio, at
 * every sample rate). A file says so in its pre-skip (RFC 7845 §4.2); over RTP nothing but the clock can.
 */
export const opusDelayMs = 6.5;
/** 120 ms of Opus at its highest rate (RFC 7587 §4.2). */
export const opusPacketMaxBytes = 1275 * 6;

/** Sends one peer's sound: Opus packets, each at once. */
export class AudioSender {
  readonly #writer: RtpWriter;
  #lastPtsMs = Number.NEGATIVE_INFINITY;

  constructor(
    sender: RTCRtpSender,
    deliver: (datagram: Buffer) => void,
    private readonly clock: MediaClock,
  ) {
    this.#writer = new RtpWriter(sender, deliver, { repairs: false });
  }

  /** What has left, with headers. */
  get bytesSent(): number {
    return this.#writer.bytesSent;
  }

  /** `ptsMs`: when what was encoded into the packet is to be heard. */
  send(opus: Uint8Array, ptsMs: number): void {
    if (opus.length === 0 || opus.length > opusPacketMaxBytes)
      throw new RangeError("An Opus packet of no usable size.");
    const marker = ptsMs - this.#lastPtsMs > talkSpurtGapMs;
    this.#lastPtsMs = ptsMs;
    this.#writer.write(Buffer.from(opus.buffer, opus.byteOffset, opus.byteLength), {
      timestamp: this.clock.audioTimestamp(ptsMs),
      ntp: this.clock.ntp(ptsMs - opusDelayMs),
      marker,
    });
  }
}
