/** What a connection has received so far, from RTCPeerConnection.getStats(). */
export interface MediaSample {
  /** RTP packets of sound and picture together. */
  readonly packets: number;
  readonly framesDecoded: number;
  /** The data channel has brought the lesson's first message. */
  readonly ready: boolean;
  /** False while the student reads only: then nothing comes. */
  readonly expected: boolean;
}

/** `quiet`: it may be gone, or its network path may. */
export type MediaVerdict = "starting" | "flowing" | "no-picture" | "quiet" | "stalled";

/** A lesson that brings nothing for this long is gone: at rest there are 25 pictures and 50 sounds a second. */
const stalledAfterMs = 3000;
/** What is late by this much has lost its way. */
const quietAfterMs = 1000;
/** A page that was asleep wakes up with old figures; a stall needs this many samples in a row without a packet. */
const stalledSamples = 3;

/** Decides whether a connection works. Pure: time and figures are given. */
export class MediaWatch {
  readonly #pictureDeadlineMs: number;
  #packets = 0;
  #grownAtMs: number;
  #idleSamples = 0;
  #flowing = false;
  #missedMs = 0;

  constructor(startedAtMs: number, pictureWithinMs: number) {
    this.#pictureDeadlineMs = startedAtMs + pictureWithinMs;
    this.#grownAtMs = startedAtMs;
  }

  /** For how long nothing had come when the last sample brought something again; 0 where that is usual. */
  get missedMs(): number {
    return this.#missedMs;
  }

  judge(sample: MediaSample, nowMs: number): MediaVerdict {
    if (!this.#flowing) {
      this.#flowing = sample.ready && (sample.framesDecoded > 0 || !sample.expected);
      if (!this.#flowing) return nowMs > this.#pictureDeadlineMs ? "no-picture" : "starting";
      this.#grownAtMs = nowMs;
    }
    this.#missedMs = 0;
    if (sample.packets > this.#packets || !sample.expected) {
      if (sample.expected && this.#idleSamples >= stalledSamples) this.#missedMs = nowMs - this.#grownAtMs;
      this.#packets = sample.packets;
      this.#grownAtMs = nowMs;
      this.#idleSamples = 0;
      return "flowing";
    }
    this.#idleSamples++;
    const idleMs = nowMs - this.#grownAtMs;
    if (this.#idleSamples < stalledSamples || idleMs < quietAfterMs) return "flowing";
    return idleMs < stalledAfterMs ? "quiet" : "stalled";
  }
}
