import { type RTCRtpSender, RtpHeader, RtpPacket } from "werift";
import type { MediaClock } from "./media-clock.ts";
import { rtpStateOf } from "./werift-internals.ts";

/** A pause after which sound counts as a new talk spurt (RFC 3551 §4.1): more than two lost frames of 20 ms. */
const talkSpurtGapMs = 60;
/** 120 ms of Opus at its highest rate (RFC 7587 §4.2). */
export const opusPacketMaxBytes = 1275 * 6;

/** Sends one peer's sound: Opus packets, each at once. */
export class AudioSender {
  /** Starts in the lower half, so that a receiver that joins late cannot mistake the first wrap (RFC 3711 §3.3.1). */
  #sequence = crypto.getRandomValues(new Uint16Array(1))[0]! >>> 1;
  #lastPtsMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly sender: RTCRtpSender,
    private readonly clock: MediaClock,
  ) {}

  send(opus: Uint8Array, ptsMs: number): void {
    if (opus.length === 0 || opus.length > opusPacketMaxBytes)
      throw new RangeError("An Opus packet of no usable size.");
    const timestamp = this.clock.audioTimestamp(ptsMs);
    const marker = ptsMs - this.#lastPtsMs > talkSpurtGapMs;
    this.#lastPtsMs = ptsMs;
    const header = new RtpHeader({ sequenceNumber: this.#sequence, timestamp, marker, payloadType: 0 });
    this.#sequence = (this.#sequence + 1) & 0xffff;
    // Runs synchronously up to the socket; a packet that cannot leave is lost, as any packet may be.
    void this.sender.sendRtp(
      new RtpPacket(header, Buffer.from(opus.buffer, opus.byteOffset, opus.byteLength)),
    );
    const state = rtpStateOf(this.sender);
    state.ntpTimestamp = this.clock.ntp(ptsMs);
    state.rtpTimestamp = timestamp;
  }
}
