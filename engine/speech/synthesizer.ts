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

/** What Opus takes as it is (RFC 6716, section 2). */
export type SpeechRateHz = 16_000 | 48_000;

export interface SpeechChunk {
  /** Mono, signed 16 bit. */
  readonly pcm: Int16Array;
  /** 48 kHz unless said; what ends at 8 kHz may stay at 16 kHz. */
  readonly sampleRateHz?: SpeechRateHz | undefined;
  /** Times in ms from the start of the utterance. */
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
}

/** What makes speech, best first: a language's default voice is the first one that speaks it. */
export const speechEngineNames = ["openai", "mageurite", "sherpa", "flite", "espeak"] as const;
export type SpeechEngineName = (typeof speechEngineNames)[number];

export interface VoiceInfo {
  /** Letters, digits, `_` and `-`, 64 at most; unique over all engines. */
  readonly id: string;
  readonly engine: SpeechEngineName;
  /** BCP 47; null: whatever its server is given. */
  readonly language: string | null;
  readonly label: string;
  /** What is said does not leave this machine. */
  readonly offline: boolean;
  /** `phonemes`: it tells when it makes which sound; `none`: mouth and words are found in its sound. */
  readonly timings: "phonemes" | "none";
  readonly licence: string;
}

/** A language of BCP 47 without script and region, with Mandarin as "zh". */
export function primaryLanguage(tag: string): string {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return primary === "cmn" ? "zh" : primary;
}

/** Whether a voice can be given words of a language. */
export function speaks({ language }: Pick<VoiceInfo, "language">, tag: string): boolean {
  return language === null || primaryLanguage(language) === primaryLanguage(tag);
}

/**
 * The voices that speak a language, of each engine the closest first: the very language, then the same with another region,
 * then a voice for everything. `voices` are in the order of their engines, and so is the answer: its first one is what the
 * language gets by itself.
 */
export function voicesFor(voices: readonly VoiceInfo[], tag: string): VoiceInfo[] {
  const distance = ({ language }: VoiceInfo) =>
    language === null ? 2 : language.toLowerCase() === tag.toLowerCase() ? 0 : 1;
  const able = voices.filter((voice) => speaks(voice, tag));
  const engines = [...new Set(able.map(({ engine }) => engine))];
  return able.toSorted(
    (one, other) =>
      engines.indexOf(one.engine) - engines.indexOf(other.engine) || distance(one) - distance(other),
  );
}

/** PORT: text to speech. Runs in the speech worker. Its PCM is at `speechLevelDbfs`. */
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
  override readonly name: string = "SpeechError";
}

/** The voice's server or program is in trouble: other voices speak until it is tried again. */
export class VoiceUnavailable extends SpeechError {
  override readonly name = "VoiceUnavailable";
}

/** The server does not know this voice; its others may well speak. */
export class VoiceUnknown extends SpeechError {
  override readonly name = "VoiceUnknown";
}

/** The server does not want this text, or says so where it means its voice. */
export class TextRefused extends SpeechError {
  override readonly name = "TextRefused";
}
