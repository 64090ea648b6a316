import { speechLevelDbfs } from "./loudness.ts";
import { opusPacketSamples, opusSampleRateHz } from "./opus-encoder.ts";
import { opusPacketMs, type SpokenClip } from "./speaker.ts";
import type { SpokenWord } from "./synthesizer.ts";
import { isVowel, type Viseme } from "./viseme.ts";
import type { RoutedChunk } from "./voice-router.ts";

/** Packets of the first clip: little, so that it leaves early. */
const firstClipPackets = 20;
const laterClipPackets = 80;

/** Turns 20 ms of mono 48 kHz PCM into one Opus packet. */
export type EncodePacket = (pcm: Int16Array) => Uint8Array;

/**
 * Turns the chunks of one utterance, whose PCM may end anywhere, into clips of whole packets. Samples
 * that do not fill a packet wait for the next chunk; the last packet is filled up with silence. A
 * word belongs to the clip in which it starts, and may end after it.
 */
export async function* toClips(
  chunks: AsyncIterable<RoutedChunk>,
  encode: EncodePacket,
): AsyncIterable<SpokenClip> {
  let rest = new Int16Array();
  let visemes: readonly Viseme[] = [];
  let words: readonly SpokenWord[] = [];
  let startMs = 0;
  let voice: string | undefined;
  const take = (pcm: Int16Array): SpokenClip => {
    const clip = toClip(pcm, encode, { visemes, words, startMs, voice });
    startMs += clip.durationMs;
    visemes = visemes.filter((viseme) => viseme.endMs > startMs);
    words = words.filter((word) => word.startMs >= startMs);
    return clip;
  };
  for await (const chunk of chunks) {
    const pcm = concat(rest, chunk.pcm);
    voice = chunk.voice;
    visemes = [...visemes, ...chunk.visemes];
    words = [...words, ...chunk.words];
    const whole = pcm.length - (pcm.length % opusPacketSamples);
    for (let from = 0; from < whole; ) {
      const packets = startMs === 0 ? firstClipPackets : laterClipPackets;
      const to = Math.min(whole, from + packets * opusPacketSamples);
      yield take(pcm.subarray(from, to));
      from = to;
    }
    rest = pcm.slice(whole);
  }
  if (rest.length > 0) yield take(concat(rest, new Int16Array(opusPacketSamples - rest.length)));
}

interface UtteranceTimes {
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
  readonly startMs: number;
  readonly voice: string | undefined;
}

/** Encodes a clip and gives it what happens in it, in times of its own. */
function toClip(
  pcm: Int16Array,
  encode: EncodePacket,
  { visemes, words, startMs, voice }: UtteranceTimes,
): SpokenClip {
  const packets: Uint8Array[] = [];
  for (let from = 0; from < pcm.length; from += opusPacketSamples) {
    packets.push(encode(pcm.subarray(from, from + opusPacketSamples)));
  }
  const durationMs = packets.length * opusPacketMs;
  const endMs = startMs + (pcm.length / opusSampleRateHz) * 1000;
  return {
    packets,
    durationMs,
    voice,
    visemes: visemes
      .filter((viseme) => viseme.startMs < endMs)
      .map(({ name, ...span }) =>
        withStrength(
          {
            name,
            startMs: Math.max(0, span.startMs - startMs),
            endMs: Math.min(endMs, span.endMs) - startMs,
          },
          pcm,
        ),
      ),
    words: words
      .filter((word) => word.startMs < endMs)
      .map((word) => ({ ...word, startMs: word.startMs - startMs, endMs: word.endMs - startMs })),
  };
}

/** Vowels this much below or above the level of speech open the mouth least and most, in dB; and how far then. */
const strengths = { softDb: -12, loudDb: 3, soft: 0.75, loud: 1.1 };

/** A vowel's sound says how far the mouth opens for it. */
function withStrength(viseme: Viseme, pcm: Int16Array): Viseme {
  const perMs = opusSampleRateHz / 1000;
  const sound = pcm.subarray(Math.round(viseme.startMs * perMs), Math.round(viseme.endMs * perMs));
  if (!isVowel(viseme.name) || sound.length === 0) return viseme;
  const power = sound.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / sound.length;
  const aboveDb = 10 * Math.log10(Math.max(power, 1e-9)) - speechLevelDbfs;
  const { softDb, loudDb, soft, loud } = strengths;
  const share = Math.max(0, Math.min(1, (aboveDb - softDb) / (loudDb - softDb)));
  return { ...viseme, strength: soft + share * (loud - soft) };
}

function concat(first: Int16Array, second: Int16Array): Int16Array<ArrayBuffer> {
  const both = new Int16Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
