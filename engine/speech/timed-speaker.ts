import { opusPacketMs, type Speaker, type SpokenClip } from "./speaker.ts";
import { SpeechError, type SpokenWord, type Utterance } from "./synthesizer.ts";

/** What speakers of alphabetic and of syllabic scripts take for a character of ordinary prose, in ms. */
const alphabeticMs = 65;
const syllabicMs = 220;
const wordMinMs = 120;
/** Nobody's sentence is longer. */
const clipMaxMs = 60_000;
const syllabic = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
/** 20 ms of silence: configuration 31 (CELT, fullband, 20 ms), mono, one frame (RFC 6716, section 3.1). */
const silence = new Uint8Array([0xf8, 0xff, 0xfe]);

/**
 * For a face that speaks with a voice of its own: where ours has no word for a sentence, it gives the sentence's length in
 * silence, with its words at the times at which they are likely to be said.
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

function silentClip({ text, language }: Utterance): SpokenClip {
  const words: SpokenWord[] = [];
  let endMs = 0;
  for (const { segment, index, isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(
    text,
  )) {
    if (!isWordLike) continue;
    const startMs = endMs;
    const perCharacter = syllabic.test(segment) ? syllabicMs : alphabeticMs;
    endMs = Math.min(clipMaxMs, startMs + Math.max(wordMinMs, segment.length * perCharacter));
    words.push({ from: index, to: index + segment.length, startMs, endMs });
  }
  const packets = new Array<Uint8Array>(Math.max(1, Math.ceil(endMs / opusPacketMs))).fill(silence);
  return { packets, durationMs: packets.length * opusPacketMs, visemes: [], words };
}
