/** What was said, as the ears give it: mono, 16 kHz, 16 bit. */
export interface SpokenWords {
  readonly pcm: Int16Array;
  readonly sampleRateHz: number;
  /** BCP 47, of the lesson. */
  readonly language: string;
}

/** Why nothing was understood; the student can type. */
export class TranscriberUnavailable extends Error {
  override readonly name = "TranscriberUnavailable";
}

/** PORT: speech to text. */
export interface Transcriber {
  /** The words; empty where there are none. Rejects with TranscriberUnavailable or the signal's reason. */
  transcribe(spoken: SpokenWords, signal: AbortSignal): Promise<string>;
}
