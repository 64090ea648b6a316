import type { Viseme } from "./viseme.ts";

/** Longest text of one utterance, in UTF-16 units. */
export const utteranceCharsMax = 600;

/** How fast is spoken, as a factor of the voice's own speed. */
export const speechRateMin = 0.5;
export const speechRateMax = 2;

/** What is to be said: plain words, already normalised for speech, at most `utteranceCharsMax`. */
export interface Utterance {
  readonly text: string;
  /** BCP 47, "en". */
  readonly language: string;
  /** A voice id as `voices` lists it; unknown ids fall back to the language's default. */
  readonly voice?: string | undefined;
  /** Between `speechRateMin` and `speechRateMax`; 1 unless given. */
  readonly rate?: number | undefined;
}

/** The speed that an utterance asks for, within its bounds. */
export function rateOf({ rate = 1 }: Pick<Utterance, "rate">): number {
  return Math.min(speechRateMax, Math.max(speechRateMin, rate));
}

/** One spoken word: its place in `Utterance.text` (UTF-16 units) and its time in ms from the start of the utterance. */
export interface SpokenWord {
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface SpeechChunk {
  /** Mono, 48 kHz, signed 16 bit. */
  readonly pcm: Int16Array;
  /** Times in ms from the start of the utterance. */
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
}

export interface VoiceInfo {
  readonly id: string;
  readonly language: string;
  readonly label: string;
  readonly offline: boolean;
  readonly licence: string;
}

/** PORT: text to speech. Runs in the speech worker, so an adapter may block for a clause's worth of work. */
export interface Synthesizer {
  readonly voices: readonly VoiceInfo[];
  /**
   * Yields PCM with timed visemes and words as they arrive. Ends promptly when the signal aborts;
   * otherwise fails only with SpeechError.
   */
  speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpeechChunk>;
}

/** The voice could not speak: the text and its captions go on without sound. */
export class SpeechError extends Error {
  override readonly name = "SpeechError";
}
