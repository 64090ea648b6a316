import type { SpokenWord, Utterance, VoiceInfo } from "./synthesizer.ts";
import type { Viseme } from "./viseme.ts";

/** Length of one Opus packet, in ms. */
export const opusPacketMs = 20;

/**
 * Opus for 20 ms of silence: configuration 31 (CELT, fullband, 20 ms), mono, one frame (RFC 6716, section 3.1)
 * whose content is the code for a silent frame.
 */
export const silentPacket = new Uint8Array([0xf8, 0xff, 0xfe]);

/** A piece of speech that is ready to be sent. All times are ms from the start of this clip. */
export interface SpokenClip {
  /** Opus packets, mono, 48 kHz clock, 20 ms each; durationMs = 20 × packets.length. */
  readonly packets: readonly Uint8Array[];
  readonly durationMs: number;
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
  /** The id of the voice that speaks; undefined for silence that only has times. */
  readonly voice?: string | undefined;
}

/** Speech as a lesson uses it: synthesis and Opus encoding, off the event loop that paces media. */
export interface Speaker {
  readonly voices: readonly VoiceInfo[];
  /** Yields clips in order. Ends promptly on abort; otherwise fails only with SpeechError. */
  speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpokenClip>;
}
