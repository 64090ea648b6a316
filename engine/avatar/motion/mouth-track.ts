import type { Viseme } from "../../speech/viseme.ts";
import { between, type MouthShape, mouthAt, mouthLeadMs, opennessOf, restMouth } from "./mouth-curve.ts";

/** Time in which a mouth comes to rest after `hush`. */
const hushMs = 100;
/** Shapes this far behind no longer matter to the curve. */
const behindMs = 1_000;
/** Shapes held at a time, about two minutes of speech; the earliest are dropped beyond it. */
const visemesMax = 2_000;

/** The mouth over one lesson: shapes are added ahead of time and asked for on the media clock, in ms. */
export class MouthTrack {
  #visemes: Viseme[] = [];
  #openness = 1;
  #hushed: { atMs: number; shape: MouthShape } | undefined;

  /** Takes a clip's shapes in place of all that begins at `atMs`, the clip's start, or later: it may be told again. */
  speak(atMs: number, visemes: readonly Viseme[]): void {
    this.#openness = opennessOf(visemes);
    this.#visemes = this.#visemes.filter((viseme) => viseme.startMs < atMs);
    for (const viseme of visemes) {
      this.#visemes.push({ ...viseme, startMs: atMs + viseme.startMs, endMs: atMs + viseme.endMs });
    }
    this.#visemes.splice(0, this.#visemes.length - visemesMax);
  }

  /** Forgets shapes from `atMs` on; the mouth goes to rest from the shape it has then. */
  hush(atMs: number): void {
    this.#hushed = { atMs, shape: this.#shape(atMs) };
    // What comes before is not needed either, unless pictures before `atMs` are still to be made.
    this.#visemes = this.#visemes
      .filter((viseme) => viseme.startMs < atMs)
      .map((viseme) => ({ ...viseme, endMs: Math.min(viseme.endMs, atMs) }));
  }

  /** The mouth that a picture shown at `timeMs` shows. Times must not go back by more than `behindMs`. */
  at(timeMs: number): MouthShape {
    this.#visemes = this.#visemes.filter((viseme) => viseme.endMs > timeMs - behindMs);
    const shape = this.#shape(timeMs);
    if (!this.#hushed || timeMs < this.#hushed.atMs) return shape;
    const { atMs, shape: hushed } = this.#hushed;
    if (timeMs > atMs + behindMs) this.#hushed = undefined;
    const share = (timeMs - atMs) / hushMs;
    const next = this.#visemes.filter((viseme) => viseme.startMs >= atMs);
    const towards = next.length === 0 ? restMouth : this.#shape(timeMs, next);
    return between(hushed, towards, Math.min(1, share));
  }

  #shape(timeMs: number, visemes: readonly Viseme[] = this.#visemes): MouthShape {
    if (visemes.length === 0) return restMouth;
    const shape = mouthAt(visemes, timeMs + mouthLeadMs);
    return { ...shape, open: shape.open * this.#openness };
  }
}
