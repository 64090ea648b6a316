/** What was said, as the ears give it: mono, 16 kHz, 16 bit. */
export interface SpokenWords {
  readonly pcm: Int16Array;
  readonly sampleRateHz: number;
  /** BCP 47, of the lesson. */
  readonly language: string;
  /** The student goes on speaking: whoever has enough to do may refuse it. */
  readonly isInterim: boolean;
}

/** Why nothing was understood; the student can type. */
export class TranscriberUnavailable extends Error {
  override readonly name = "TranscriberUnavailable";
}

/** PORT: speech to text. */
export interface Transcriber {
  /** Somebody is about to speak. */
  prepare(): void;
  /** The words; empty where there are none. Rejects with TranscriberUnavailable or the signal's reason. */
  transcribe(spoken: SpokenWords, signal: AbortSignal): Promise<string>;
}
