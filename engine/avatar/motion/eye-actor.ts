import type { Mood } from "../face.ts";
import { type EyePose, gazes, restEyes } from "../face-cells.ts";

/** Brows move by at most this much from one picture to the next. */
const browStep = 0.125;

const browOf: Readonly<Record<Mood, number>> = {
  idle: restEyes.brow,
  listening: 0.7,
  thinking: 0.55,
  speaking: 0.35,
};

/** At the end of a question. */
const askingBrow = 1;

/** Lids of a blink of one who thinks, in 480 ms, and how often they come, in pictures. */
const slowLids = [0.25, 0.5, 0.8, 1, 1, 1, 0.8, 0.8, 0.5, 0.5, 0.25, 0.25];
const slowEvery = { first: 24, next: 85 };
/** Lids of a blink at the end of a clause, or with a nod. */
const quickLids = [0.5, 1, 1, 0.8, 0.5, 0.25];
/** A mouth that is shut for so long has come to the end of a clause, in pictures: p, b and m are shorter. */
const pausePictures = 4;
const shutBelow = 0.03;
/** Blinks are so far apart at least, in pictures: 600 ms. */
const apart = 15;

/** What a performance shows otherwise, at one picture. */
export interface EyeCue {
  readonly mood: Mood;
  /** A long vowel is being said. */
  readonly stressed: boolean;
  /** Openness of the mouth. */
  readonly open: number;
  /** A question comes to its end. */
  readonly asks?: boolean;
  /** A nod begins that shows that it listens. */
  readonly listens?: boolean;
}

/** The eyes of one performance: they blink with the shared stream, and look and lift the brows as the mood asks. */
export class EyeActor {
  #brow = restEyes.brow;
  #thinkingPictures = 0;
  #shutPictures = 0;
  #sinceBlink = apart;
  /** Lids of a blink of its own that are still to be shown. */
  #lids: readonly number[] = [];

  constructor(readonly idle: readonly EyePose[]) {}

  /** Forgets the mood that was, for a stream that begins anew. */
  reset(): void {
    this.#brow = restEyes.brow;
    this.#thinkingPictures = 0;
    this.#shutPictures = 0;
    this.#sinceBlink = apart;
    this.#lids = [];
  }

  /** The eyes of the next picture. `stress` lifts the brows, as people do on long vowels. */
  next(number: number, { mood, stressed, open, asks = false, listens = false }: EyeCue): EyePose {
    const shared = this.idle[number % this.idle.length]!;
    const brow = asks ? askingBrow : Math.min(1, browOf[mood] + (stressed && mood === "speaking" ? 0.3 : 0));
    this.#brow += Math.max(-browStep, Math.min(browStep, brow - this.#brow));
    this.#thinkingPictures = mood === "thinking" ? this.#thinkingPictures + 1 : 0;
    this.#shutPictures = open < shutBelow ? this.#shutPictures + 1 : 0;
    const blink = this.#blink(number, shared, { mood, listens });
    const [gazeX, gazeY] = this.#gaze(shared, mood);
    return { blink, brow: this.#brow, gazeX, gazeY };
  }

  /** Who thinks blinks slowly, who speaks between clauses, who listens with a nod; never right before or after a shared blink. */
  #blink(number: number, shared: EyePose, { mood, listens }: { mood: Mood; listens: boolean }): number {
    if (this.#lids.length === 0 && this.#sinceBlink >= apart && this.#isFree(number)) {
      const thought = this.#thinkingPictures - slowEvery.first;
      if (mood === "thinking" && thought >= 0 && thought % slowEvery.next === 0) this.#lids = slowLids;
      else if (mood === "speaking" && this.#shutPictures === pausePictures) this.#lids = quickLids;
      else if (listens) this.#lids = quickLids;
    }
    const [own = 0, ...later] = this.#lids;
    this.#lids = later;
    const blink = Math.max(shared.blink, own);
    this.#sinceBlink = blink > 0 ? 0 : this.#sinceBlink + 1;
    return blink;
  }

  /** No shared blink is near. */
  #isFree(number: number): boolean {
    for (let ahead = 0; ahead < apart; ahead++) {
      if (this.idle[(number + ahead) % this.idle.length]!.blink > 0) return false;
    }
    return true;
  }

  #gaze(shared: EyePose, mood: Mood): readonly [x: number, y: number] {
    if (mood === "idle") return [shared.gazeX, shared.gazeY];
    // The look goes up in two steps, since a jump of the whole way looks mechanical.
    if (mood === "thinking") return this.#thinkingPictures < 3 ? gazes.halfUp : gazes.up;
    return gazes.viewer;
  }
}
