import { chunkRateHz } from "./chunk-sound.ts";
import { speechLevelDbfs } from "./loudness.ts";
import { opusSampleRateHz, packetSamples } from "./opus-packets.ts";
import { opusPacketMs, type SpokenClip } from "./speaker.ts";
import type { SpeechRateHz, SpokenWord } from "./synthesizer.ts";
import { isVowel, type Viseme } from "./viseme.ts";
import type { RoutedChunk } from "./voice-router.ts";

/** Packets of the first clip: little, so that it leaves early. */
const firstClipPackets = 20;
const laterClipPackets = 80;

/** Turns 20 ms of mono PCM into one Opus packet. */
export type EncodePacket = (pcm: Int16Array) => Uint8Array;
/** What encodes PCM of a rate; one for all of an utterance. */
export type EncoderAt = (rateHz: SpeechRateHz) => EncodePacket | Promise<EncodePacket>;

/**
 * Turns the chunks of one utterance, whose PCM may end anywhere, into clips of whole packets. Samples
 * that do not fill a packet wait for the next chunk; the last packet, and one before a chunk of another rate, is filled up
 * with silence. A word belongs to the clip in which it starts, and may end after it.
 */
export async function* toClips(
  chunks: AsyncIterable<RoutedChunk>,
  encoderAt: EncoderAt,
): AsyncIterable<SpokenClip> {
  let rest = new Int16Array();
  let rateHz: SpeechRateHz = opusSampleRateHz;
  let visemes: readonly Viseme[] = [];
  let words: readonly SpokenWord[] = [];
  let startMs = 0;
  let voice: string | undefined;
  const take = async (pcm: Int16Array): Promise<SpokenClip> => {
    const sound = { pcm, rateHz, encode: await encoderAt(rateHz) };
    const clip = toClip(sound, { visemes, words, startMs, voice });
    startMs += clip.durationMs;
    visemes = visemes.filter((viseme) => viseme.endMs > startMs);
    words = words.filter((word) => word.startMs >= startMs);
    return clip;
  };
  const filled = () => concat(rest, new Int16Array(packetSamples(rateHz) - rest.length));
  for await (const chunk of chunks) {
    if (rest.length > 0 && rateHz !== chunkRateHz(chunk)) {
      yield await take(filled());
      rest = new Int16Array();
    }
    rateHz = chunkRateHz(chunk);
    const pcm = concat(rest, chunk.pcm);
    voice = chunk.voice;
    visemes = [...visemes, ...chunk.visemes];
    words = [...words, ...chunk.words];
    const size = packetSamples(rateHz);
    const whole = pcm.length - (pcm.length % size);
    for (let from = 0; from < whole; ) {
      const packets = startMs === 0 ? firstClipPackets : laterClipPackets;
      const to = Math.min(whole, from + packets * size);
      yield await take(pcm.subarray(from, to));
      from = to;
    }
    rest = pcm.slice(whole);
  }
  if (rest.length > 0) yield await take(filled());
}

interface ClipSound {
  readonly pcm: Int16Array;
  readonly rateHz: SpeechRateHz;
  readonly encode: EncodePacket;
}

interface UtteranceTimes {
  readonly visemes: readonly Viseme[];
  readonly words: readonly SpokenWord[];
  readonly startMs: number;
  readonly voice: string | undefined;
}

/** Encodes a clip and gives it what happens in it, in times of its own. */
function toClip(
  { pcm, rateHz, encode }: ClipSound,
  { visemes, words, startMs, voice }: UtteranceTimes,
): SpokenClip {
  const packets: Uint8Array[] = [];
  const size = packetSamples(rateHz);
  for (let from = 0; from < pcm.length; from += size) packets.push(encode(pcm.subarray(from, from + size)));
  const durationMs = packets.length * opusPacketMs;
  const endMs = startMs + (pcm.length / rateHz) * 1000;
  return {
    packets: inOneBuffer(packets),
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
          { pcm, rateHz },
        ),
      ),
    words: words
      .filter((word) => word.startMs < endMs)
      .map((word) => ({ ...word, startMs: word.startMs - startMs, endMs: word.endMs - startMs })),
  };
}

/**
 * In whatever process a clip waits to be heard, the collector has one buffer to look after, not one for each packet: hundreds
 * each second would outlive its quick collections, and call more often for a whole one, which holds up everybody.
 */
function inOneBuffer(packets: readonly Uint8Array[]): Uint8Array[] {
  const bytes = new Uint8Array(packets.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  return packets.map((packet) => {
    const start = end;
    end += packet.length;
    bytes.set(packet, start);
    return bytes.subarray(start, end);
  });
}

/** Vowels this much below or above the level of speech open the mouth least and most, in dB; and how far then. */
const strengths = { softDb: -12, loudDb: 3, soft: 0.75, loud: 1.1 };

/** A vowel's sound says how far the mouth opens for it. */
function withStrength(viseme: Viseme, { pcm, rateHz }: Omit<ClipSound, "encode">): Viseme {
  const perMs = rateHz / 1000;
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
