import type { Utterance, VoiceInfo } from "./synthesizer.ts";

/** A piece of sound as a server or program sends it. */
export interface PlainSound {
  /** Mono. */
  readonly pcm: Int16Array;
  /** The same for every piece of an utterance. */
  readonly sampleRateHz: number;
}

/** PORT: a voice that tells nothing of what it says when. `alignedVoice` makes a Synthesizer of it. */
export interface PlainVoice {
  readonly voices: readonly VoiceInfo[];
  /**
   * Yields sound as it arrives, at any level. Ends promptly when the signal aborts; otherwise fails only with SpeechError,
   * with VoiceUnavailable where the server or program is in trouble, and with VoiceUnknown where it does not know the voice.
   */
  speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<PlainSound>;
}
