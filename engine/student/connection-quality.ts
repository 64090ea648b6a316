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
  readonly frozenMs: number;
}

/** How well a lesson arrives, from the figures of its last seconds. */
export class QualityMeter {
  #figures: Figures[] = [];

  judge({ roundTripMs, audio, video }: LessonStats, nowMs: number): ConnectionQuality {
    const now = {
      atMs: nowMs,
      packets: audio.packets + video.packets,
      lost: audio.lost + video.lost,
      frozenMs: video.frozenMs,
    };
    this.#figures = [...this.#figures.filter(({ atMs }) => nowMs - atMs <= windowMs), now];
    const first = this.#figures[0]!;
    const missing = Math.max(0, now.lost - first.lost);
    const lost = missing / Math.max(1, missing + now.packets - first.packets);
    const frozen = (now.frozenMs - first.frozenMs) / Math.max(1, nowMs - first.atMs);
    const isBeyond = (bound: typeof bounds.fair) =>
      lost >= bound.lost || frozen >= bound.frozen || roundTripMs >= bound.roundTripMs;
    return isBeyond(bounds.poor) ? "poor" : isBeyond(bounds.fair) ? "fair" : "good";
  }
}
