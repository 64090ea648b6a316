/** Seconds from 1900 (NTP) to 1970 (Unix): 70 years and 17 leap days. */
const ntpEpochSeconds = 2_208_988_800;
const audioRateHz = 48_000;
const videoRateHz = 90_000;

/** A wall-clock time in the 32.32 fixed-point seconds of RTCP sender reports (RFC 3550 §4). Wraps in 2036, as NTP does. */
export function ntp64(unixMs: number): bigint {
  const seconds = Math.floor(unixMs / 1000);
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32);
  return (BigInt((seconds + ntpEpochSeconds) % 2 ** 32) << 32n) | BigInt(fraction);
}

/**
 * One timeline for the sound and the pictures of one peer: a presentation time in ms maps to the RTP timestamps of both
 * tracks and to the wall-clock time of their sender reports, so that the receiver can align them (RFC 3550 §6.4.1).
 */
export class MediaClock {
  readonly #audioOffset: number;
  readonly #videoOffset: number;
  #wallAtZeroMs: number | undefined;

  /** `random` yields integers in 0..2³¹−1 and `wallNowMs` the Unix time; both have real defaults. */
  constructor(
    private readonly random: () => number = () => crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1,
    private readonly wallNowMs: () => number = Date.now,
  ) {
    this.#audioOffset = this.random();
    this.#videoOffset = this.random();
  }

  audioTimestamp(ptsMs: number): number {
    return (this.#audioOffset + Math.round((ptsMs * audioRateHz) / 1000)) >>> 0;
  }

  videoTimestamp(ptsMs: number): number {
    return (this.#videoOffset + Math.round((ptsMs * videoRateHz) / 1000)) >>> 0;
  }

  /** The first call pins the timeline to the wall clock; later steps of the wall clock do not move it. */
  ntp(ptsMs: number): bigint {
    this.#wallAtZeroMs ??= this.wallNowMs() - ptsMs;
    return ntp64(this.#wallAtZeroMs + ptsMs);
  }
}
