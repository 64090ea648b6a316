const rateHz = { audio: 48_000, video: 90_000 } as const;
type Kind = keyof typeof rateHz;

/** Further apart than this sound and pictures are not; a report that says so is wrong. */
const skewMaxMs = 2_000;
/** Share of a new report's skew that is taken over: the reports carry the sender's encoding time as noise. */
const smoothing = 0.25;

interface Track {
  /** RTP timestamp in ms, unwrapped. */
  lastMs: number | undefined;
  lastRtp: number;
  /** Added to the unwrapped RTP time to get the common time. */
  offsetMs: number;
  /** The sender's wall clock (ms) less the unwrapped RTP time, from its latest report. */
  wallMs: number | undefined;
}

/**
 * One time, in ms, for the sound and the pictures of one sender, whose RTP clocks start anywhere (RFC 3550 §5.1). Until
 * the sender's reports say how the clocks belong together (§6.4.1) arrival does. Sound never jumps; pictures follow it.
 */
export class UpstreamTimeline {
  readonly #tracks: Record<Kind, Track> = { audio: emptyTrack(), video: emptyTrack() };
  #aligned = false;

  /** Time of a packet; `nowMs` is its arrival. */
  timeOf(kind: Kind, rtpTimestamp: number, nowMs: number): number {
    const track = this.#tracks[kind];
    const isFirst = track.lastMs === undefined;
    const rtpMs = unwrap(track, rtpTimestamp, rateHz[kind]);
    if (isFirst) {
      track.offsetMs = nowMs - rtpMs;
      this.#align();
    }
    return rtpMs + track.offsetMs;
  }

  /** A sender report: `ntp` is 32.32 fixed-point seconds. */
  report(kind: Kind, ntp: bigint, rtpTimestamp: number): void {
    const track = this.#tracks[kind];
    if (track.lastMs === undefined || ntp === 0n) return;
    const rtpMs = peek(track, rtpTimestamp, rateHz[kind]);
    track.wallMs = Number((ntp * 1000n) >> 16n) / 2 ** 16 - rtpMs;
    this.#align();
  }

  #align(): void {
    const { audio, video } = this.#tracks;
    if (audio.wallMs === undefined || video.wallMs === undefined) return;
    const target = audio.offsetMs + (video.wallMs - audio.wallMs);
    const skewMs = target - video.offsetMs;
    if (Math.abs(skewMs) > skewMaxMs) return;
    video.offsetMs += this.#aligned ? skewMs * smoothing : skewMs;
    this.#aligned = true;
  }
}

function emptyTrack(): Track {
  return { lastMs: undefined, lastRtp: 0, offsetMs: 0, wallMs: undefined };
}

/** The unwrapped time nearest to the latest packet's. */
function peek(track: Track, rtpTimestamp: number, clockRateHz: number): number {
  return track.lastMs! + ((rtpTimestamp - track.lastRtp) | 0) / (clockRateHz / 1000);
}

function unwrap(track: Track, rtpTimestamp: number, clockRateHz: number): number {
  const atMs =
    track.lastMs === undefined ? rtpTimestamp / (clockRateHz / 1000) : peek(track, rtpTimestamp, clockRateHz);
  track.lastMs = atMs;
  track.lastRtp = rtpTimestamp;
  return atMs;
}
