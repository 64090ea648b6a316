import { amplify } from "../../speech/loudness.ts";
import {
  rateOf,
  type SpeechChunk,
  SpeechError,
  type SpokenWord,
  type Synthesizer,
  type Utterance,
  utteranceCharsMax,
  type VoiceInfo,
} from "../../speech/synthesizer.ts";
import { FliteProgram, type FliteSound } from "./flite-program.ts";
import { type TextPiece, toAscii, toPieces, toWords } from "./flite-text.ts";
import { type Phone, pause, readPhones, toVisemes } from "./phones.ts";
import { WordPhones } from "./word-phones.ts";
import { guessPhonesPerWord, toWordTimes, type WordSpan } from "./word-times.ts";

/** Of both voices. */
const sampleRateHz = 16_000;
/** Flite begins each run with 140 ms of silence; this much is left, for the lips to get ready. */
const leadInMs = 40;

const licence = "CMU Flite and CMU ARCTIC licences (BSD style)";
const facts = { engine: "flite", language: "en", offline: true, timings: "phonemes", licence } as const;
const voices: readonly VoiceInfo[] = [
  { id: "rms", label: "Ray (Flite)", ...facts },
  { id: "slt", label: "Sally (Flite)", ...facts },
];

/**
 * Brings each voice to `speechLevelDbfs`: the difference to what its sentences measure. A fixed
 * gain suits a voice whose level never changes, and keeps soft words soft.
 */
const gainDb: Readonly<Record<string, number>> = { rms: -0.1, slt: -5.4 };

/**
 * English speech on the CPU with no download. Text is spoken in pieces, each a chunk of its own.
 * Loading compiles 21 MB of WebAssembly (about 50 ms).
 */
export async function openFlite(): Promise<Synthesizer> {
  return new Flite(await FliteProgram.open());
}

interface Manner {
  readonly voice: string;
  readonly rate: number;
}

class Flite implements Synthesizer {
  readonly voices = voices;

  readonly #wordPhones = new WordPhones((text) => this.program.spell(text));

  constructor(readonly program: FliteProgram) {}

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    const { text } = utterance;
    if (text.length > utteranceCharsMax) throw new SpeechError("the text is too long to be spoken in one go");
    if (!/^en\b/i.test(utterance.language)) throw new SpeechError("this voice speaks English only");
    if (toWords(text).length === 0) throw new SpeechError("the text holds nothing this voice can speak");
    const voice = voices.find(({ id }) => id === utterance.voice) ?? voices[0]!;
    let startMs = 0;
    for (const piece of toPieces(text)) {
      if (signal.aborted) return;
      if (toWords(piece.text).length === 0) continue;
      const chunk = this.#speakPiece(piece, { voice: voice.id, rate: rateOf(utterance) }, startMs);
      startMs += (chunk.pcm.length / sampleRateHz) * 1000;
      yield chunk;
    }
  }

  #speakPiece(piece: TextPiece, manner: Manner, startMs: number): SpeechChunk {
    const words = toWords(piece.text);
    const sound = this.#synthesize(toAscii(piece.text), manner);
    if (sound.sampleRateHz !== sampleRateHz) throw new SpeechError("the voice has another rate");
    const allPhones = readPhones(sound.phones);
    if (!allPhones.some(({ name }) => name !== pause)) throw new SpeechError("the voice stayed silent");
    const cutMs = Math.max(0, (allPhones[0]?.name === pause ? allPhones[0].endMs : 0) - leadInMs);
    const pcm = sound.pcm.subarray(Math.round((cutMs / 1000) * sampleRateHz));
    const endMs = startMs + (pcm.length / sampleRateHz) * 1000;
    const phones = place(allPhones, startMs - cutMs, { startMs, endMs });
    return {
      pcm: amplify(pcm, gainDb[manner.voice] ?? 0, sampleRateHz),
      sampleRateHz,
      visemes: toVisemes(phones),
      words: this.#timeWords(piece, words, phones),
    };
  }

  #synthesize(text: string, { voice, rate }: Manner): FliteSound {
    try {
      return this.program.speak(text, voice, rate);
    } catch (cause) {
      throw new SpeechError("the voice failed", { cause });
    }
  }

  /** Flite prints sounds but not the words they belong to, so each word is said alone, too. */
  #timeWords(piece: TextPiece, words: readonly WordSpan[], phones: readonly Phone[]): SpokenWord[] {
    const list = words.map(({ from, to }) =>
      toAscii(piece.text.slice(from, to)).replace(/[^a-z0-9'.]|\.$/gi, ""),
    );
    const expected = this.#wordPhones.of(list) ?? guessPhonesPerWord(piece.text, words, phones);
    return toWordTimes(words, expected, phones).map((word) => ({
      ...word,
      from: word.from + piece.from,
      to: word.to + piece.from,
    }));
  }
}

/** Moves phones by `byMs` and fits them to their clip: they start and end with it. */
function place(phones: readonly Phone[], byMs: number, clip: { startMs: number; endMs: number }): Phone[] {
  return phones
    .map(({ name, startMs, endMs }, index) => ({
      name,
      startMs: index === 0 ? clip.startMs : Math.min(clip.endMs, startMs + byMs),
      endMs: index === phones.length - 1 ? clip.endMs : Math.min(clip.endMs, endMs + byMs),
    }))
    .filter((phone) => phone.endMs > phone.startMs);
}
