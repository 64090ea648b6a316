import type { Mood } from "./face.ts";
import { type EyePose, gazes, restEyes } from "./face-cells.ts";

/** Brows move by at most this much from one picture to the next. */
const browStep = 0.125;

const browOf: Readonly<Record<Mood, number>> = {
  idle: restEyes.brow,
  listening: 0.7,
  thinking: 0.55,
  speaking: 0.35,
};

/** The eyes of one performance: they blink with the shared stream, and look and lift the brows as the mood asks. */
export class EyeActor {
  #brow = restEyes.brow;
  #thinkingPictures = 0;

  constructor(readonly idle: readonly EyePose[]) {}

  /** Forgets the mood that was, for a stream that begins anew. */
  reset(): void {
    this.#brow = restEyes.brow;
    this.#thinkingPictures = 0;
  }

  /** The eyes of the next picture. `stress` lifts the brows, as people do on long vowels. */
  next(number: number, mood: Mood, stress: boolean): EyePose {
    const shared = this.idle[number % this.idle.length]!;
    const brow = Math.min(1, browOf[mood] + (stress && mood === "speaking" ? 0.3 : 0));
    this.#brow += Math.max(-browStep, Math.min(browStep, brow - this.#brow));
    this.#thinkingPictures = mood === "thinking" ? this.#thinkingPictures + 1 : 0;
    const [gazeX, gazeY] = this.#gaze(shared, mood);
    return { blink: shared.blink, brow: this.#brow, gazeX, gazeY };
  }

  #gaze(shared: EyePose, mood: Mood): readonly [x: number, y: number] {
    if (mood === "idle") return [shared.gazeX, shared.gazeY];
    // The look goes up in two steps, since a jump of the whole way looks mechanical.
    if (mood === "thinking") return this.#thinkingPictures < 3 ? gazes.halfUp : gazes.up;
    return gazes.viewer;
  }
}
