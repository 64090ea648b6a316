import { appendH264, appendVp8, isKeyPicture, type PictureParts } from "./payload-readers.ts";
import type { VideoCodec } from "./peer.ts";

/** What of an RTP packet the assembler reads; `sequence` is 16 bits, `timestamp` 32 bits at 90 kHz. */
export interface PicturePacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface AssemblerHandlers {
  /** A whole picture: a VP8 frame or an H.264 access unit in Annex B. After a loss the first one is a key picture. */
  onPicture(data: Uint8Array, key: boolean, timestamp: number): void;
  /** Packets that have not come and may be asked for again (RFC 4585 §6.2.1). */
  onMissing(sequences: readonly number[]): void;
  /**
   * A picture cannot be completed, and nothing is given out until the next key picture. Called again with each picture that is
   * of no use for want of it: what asks for one may get lost as well.
   */
  onKeyWanted(): void;
}

/** How long a missing packet is waited for: two round trips on a school's network, within what a jitter buffer forgives. */
export const repairMaxMs = 200;
/** Between two requests for the same packet. */
const repairRetryMs = 60;
const repairTriesMax = 3;
/** A larger gap is not worth repairing. */
const gapMax = 64;
/** Packets that wait behind a gap. */
const waitingMax = 512;
/** Bytes of one picture; more is not a picture of a lesson. */
const pictureBytesMax = 1024 * 1024;

interface MissingPacket {
  readonly sinceMs: number;
  askedAtMs: number;
  tries: number;
}

/** Puts the pictures of one RTP stream together again, in order, and says what is missing. */
export class PictureAssembler {
  /** Sequence numbers here are extended beyond 16 bits (RFC 3550 §A.1). */
  #next: number | undefined;
  #highest = 0;
  readonly #waiting = new Map<number, PicturePacket>();
  readonly #missing = new Map<number, MissingPacket>();
  #parts: PictureParts = { chunks: [], bytes: 0, intact: true };
  #timestamp: number | undefined;
  #awaitsKey = true;
  pictures = 0;
  losses = 0;

  constructor(
    private readonly codec: VideoCodec,
    private readonly handlers: AssemblerHandlers,
  ) {}

  receive(packet: PicturePacket, nowMs: number): void {
    const sequence = this.#extend(packet.sequence);
    this.#next ??= sequence;
    if (sequence < this.#next || this.#waiting.has(sequence)) return;
    if (sequence - this.#next > waitingMax || this.#waiting.size >= waitingMax) {
      this.#giveUp(sequence);
    }
    this.#waiting.set(sequence, packet);
    this.#missing.delete(sequence);
    this.#noteGap(sequence, nowMs);
    this.#drain();
    this.#chase(nowMs);
  }

  #extend(sequence: number): number {
    if (this.#next === undefined) {
      this.#highest = sequence - 1;
      return sequence;
    }
    // The nearest number to the highest so far with these 16 bits.
    const distance = ((sequence - this.#highest) << 16) >> 16;
    return this.#highest + distance;
  }

  #noteGap(sequence: number, nowMs: number): void {
    const gap = sequence - this.#highest - 1;
    if (gap > 0 && gap <= gapMax) {
      for (let lost = this.#highest + 1; lost < sequence; lost++) {
        this.#missing.set(lost, { sinceMs: nowMs, askedAtMs: Number.NEGATIVE_INFINITY, tries: 0 });
      }
    }
    this.#highest = Math.max(this.#highest, sequence);
  }

  #drain(): void {
    for (let packet = this.#take(); packet; packet = this.#take()) this.#append(packet);
  }

  #take(): PicturePacket | undefined {
    const packet = this.#waiting.get(this.#next!);
    if (!packet) return undefined;
    this.#waiting.delete(this.#next!);
    this.#next!++;
    return packet;
  }

  /** Asks for what is missing; gives up on what is late. */
  #chase(nowMs: number): void {
    if (this.#waiting.size === 0) return;
    const first = this.#missing.get(this.#next!);
    if (!first || nowMs - first.sinceMs > repairMaxMs) {
      this.#giveUp(Math.min(...this.#waiting.keys()));
      this.#drain();
      return;
    }
    const wanted: number[] = [];
    for (const [sequence, missing] of this.#missing) {
      if (missing.tries >= repairTriesMax || nowMs - missing.askedAtMs < repairRetryMs) continue;
      missing.askedAtMs = nowMs;
      missing.tries++;
      wanted.push(sequence & 0xffff);
    }
    if (wanted.length > 0) this.handlers.onMissing(wanted);
  }

  #giveUp(resumeAt: number): void {
    for (const sequence of this.#waiting.keys()) if (sequence < resumeAt) this.#waiting.delete(sequence);
    for (const sequence of this.#missing.keys()) if (sequence < resumeAt) this.#missing.delete(sequence);
    this.#next = resumeAt;
    this.#reset();
    this.#loseTrack();
  }

  #append(packet: PicturePacket): void {
    if (this.#timestamp !== packet.timestamp) {
      // The packet with the marker of the picture before was part of a loss.
      this.#reset();
      this.#timestamp = packet.timestamp;
    }
    const append = this.codec === "VP8" ? appendVp8 : appendH264;
    append(this.#parts, packet.payload);
    if (this.#parts.bytes > pictureBytesMax) this.#parts.intact = false;
    if (!packet.marker) return;
    const { chunks, intact } = this.#parts;
    this.#reset();
    if (!intact || chunks.length === 0) {
      this.#loseTrack();
      return;
    }
    const data = Buffer.concat(chunks);
    const key = isKeyPicture(this.codec, data);
    if (this.#awaitsKey && !key) {
      this.handlers.onKeyWanted();
      return;
    }
    this.#awaitsKey = false;
    this.pictures++;
    this.handlers.onPicture(data, key, packet.timestamp);
  }

  #reset(): void {
    this.#parts = { chunks: [], bytes: 0, intact: true };
    this.#timestamp = undefined;
  }

  #loseTrack(): void {
    this.losses++;
    this.#awaitsKey = true;
    this.handlers.onKeyWanted();
  }
}
