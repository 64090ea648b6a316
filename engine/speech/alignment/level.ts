import { amplify, measureSpeechLevel, speechLevelDbfs } from "../loudness.ts";
import { type GrowingSound, outputRateHz } from "./growing-sound.ts";

/** Voices whose level is remembered. */
const voicesMax = 200;
/** A gain moves to another over this time, so that nobody hears a step. */
const rampMs = 300;
/** The limiter hears so much of the sound before a part, and after it where that is there: its gain goes on as if nothing had been cut. */
const limiterBeforeMs = 300;
const limiterAfterMs = 5;
/** No voice is so soft or so loud; what is beyond is noise or a fault. */
const gainMaxDb = 30;
/** The beginning of an utterance that is so far from those before says more than they do. */
const strangeDb = 6;
/** How much the last utterance weighs against those before. */
const lastShare = 0.5;

interface Part {
  readonly voice: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly isWhole: boolean;
}

/**
 * Brings voices whose level nobody knows to `speechLevelDbfs`: an utterance begins with the gain of those before it and
 * ends with its own.
 */
export class Level {
  readonly #gainsDb = new Map<string, number>();
  /** The gain with which each utterance under way has left its last part. */
  readonly #running = new WeakMap<GrowingSound, number>();

  /** The sound of a part at the level of speech, in 16 bit. */
  apply(sound: GrowingSound, { voice, fromMs, toMs, isWhole }: Part): Int16Array {
    const measured = this.#measure(sound);
    const known = this.#gainsDb.get(voice);
    const isStrange = known === undefined || Math.abs(known - measured) > strangeDb;
    const from = this.#running.get(sound) ?? (isWhole || isStrange ? measured : known);
    const to = isWhole ? measured : from;
    this.#running.set(sound, to);
    if (isWhole)
      this.#remember(voice, known === undefined ? measured : known + (measured - known) * lastShare);
    const part = sound.part(fromMs, toMs).length;
    const before = sound.part(Math.max(0, fromMs - limiterBeforeMs), fromMs).length;
    const heard = sound.part(Math.max(0, fromMs - limiterBeforeMs), toMs + limiterAfterMs);
    return amplify(ramped(heard, from - to, before), to, outputRateHz).slice(before, before + part);
  }

  #measure(sound: GrowingSound): number {
    const gainDb = speechLevelDbfs - measureSpeechLevel(sound.part(0), outputRateHz);
    return Math.max(-gainMaxDb, Math.min(gainMaxDb, Number.isFinite(gainDb) ? gainDb : 0));
  }

  #remember(voice: string, gainDb: number): void {
    this.#gainsDb.delete(voice);
    this.#gainsDb.set(voice, gainDb);
    if (this.#gainsDb.size > voicesMax) this.#gainsDb.delete(this.#gainsDb.keys().next().value!);
  }
}

/** Is `byDb` louder up to a sample and comes to the sound's own level from there on. */
function ramped(sound: Float32Array, byDb: number, start: number): Float32Array {
  if (byDb === 0) return sound;
  const samples = Math.min(sound.length - start, (rampMs / 1000) * outputRateHz);
  const out = sound.slice();
  for (let i = 0; i < start + samples; i++)
    out[i]! *= 10 ** ((byDb * Math.min(1, 1 - (i - start) / samples)) / 20);
  return out;
}
