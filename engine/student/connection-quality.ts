import type { LessonStats } from "./lesson-stats.ts";

export type ConnectionQuality = "good" | "fair" | "poor";

const windowMs = 4000;
/** From this share of lost packets on, of frozen time, and of round-trip time in ms. */
const bounds = {
  poor: { lost: 0.1, frozen: 0.2, roundTripMs: 600 },
  fair: { lost: 0.02, frozen: 0.03, roundTripMs: 250 },
};

interface Figures {
  readonly atMs: number;
  readonly packets: number;
  readonly lost: number;
  /** Packets that were asked for once more, and samples of sound that were made up. */
  readonly repairs: number;
  readonly samples: number;
  readonly concealed: number;
  readonly frozenMs: number;
}

/** From this share of made-up sound on, what came late was the link's fault. */
const concealedMin = 0.01;

/** How well a lesson arrives, from the figures of its last seconds. */
export class QualityMeter {
  #figures: Figures[] = [];

  judge({ roundTripMs, audio, video }: LessonStats, nowMs: number): ConnectionQuality {
    const now = {
      atMs: nowMs,
      packets: audio.packets + video.packets,
      lost: audio.lost + video.lost,
      repairs: video.repairs,
      samples: audio.samples,
      concealed: audio.concealedSamples,
      frozenMs: video.frozenMs,
    };
    this.#figures = [...this.#figures.filter(({ atMs }) => nowMs - atMs <= windowMs), now];
    const first = this.#figures[0]!;
    const missing = Math.max(0, now.lost - first.lost);
    const lost = missing / Math.max(1, missing + now.packets - first.packets);
    const concealed = (now.concealed - first.concealed) / Math.max(1, now.samples - first.samples);
    // Pictures that freeze although all packets came in time are held up by a busy device, not by its connection.
    const isLinkHeldUp = missing > 0 || now.repairs > first.repairs || concealed >= concealedMin;
    const frozenMs = isLinkHeldUp ? now.frozenMs - first.frozenMs : 0;
    const frozen = frozenMs / Math.max(1, nowMs - first.atMs);
    const isBeyond = (bound: typeof bounds.fair) =>
      lost >= bound.lost || frozen >= bound.frozen || roundTripMs >= bound.roundTripMs;
    return isBeyond(bounds.poor) ? "poor" : isBeyond(bounds.fair) ? "fair" : "good";
  }
}
