import { likelyWords } from "./likely-words.ts";
import { opusPacketMs, type Speaker, type SpokenClip, silentPacket } from "./speaker.ts";
import { rateOf, SpeechError, type Utterance } from "./synthesizer.ts";

/** Nobody's sentence is longer. */
const clipMaxMs = 60_000;

/**
 * Where the voice has no word for a sentence it gives the sentence's length in silence, with its words at the times at which
 * they are likely to be said: for captions without sound, and for a face that speaks with a voice of its own.
 */
export function timedSpeaker(speaker: Speaker): Speaker {
  return {
    get voices() {
      return speaker.voices;
    },
    async *speak(utterance, signal) {
      let isSilent = true;
      try {
        for await (const clip of speaker.speak(utterance, signal)) {
          isSilent = false;
          yield clip;
        }
      } catch (error) {
        if (signal.aborted || !isSilent || !(error instanceof SpeechError)) throw error;
        yield silentClip(utterance);
      }
    },
  };
}

function silentClip(utterance: Utterance): SpokenClip {
  const rate = rateOf(utterance);
  const words = likelyWords(utterance.text, utterance.language)
    .map((word) => ({ ...word, startMs: word.startMs / rate, endMs: word.endMs / rate }))
    .filter(({ endMs }) => endMs <= clipMaxMs);
  const endMs = words.at(-1)?.endMs ?? 0;
  const packets = new Array<Uint8Array>(Math.max(1, Math.ceil(endMs / opusPacketMs))).fill(silentPacket);
  return { packets, durationMs: packets.length * opusPacketMs, visemes: [], words };
}
