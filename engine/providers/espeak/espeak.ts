import { amplify } from "../../speech/loudness.ts";
import { resample } from "../../speech/resample.ts";
import { SpeechProcess } from "../../speech/speech-process.ts";
import {
  primaryLanguage,
  rateOf,
  type SpeechChunk,
  SpeechError,
  type Synthesizer,
  speaks,
  type Utterance,
  utteranceCharsMax,
  type VoiceInfo,
  VoiceUnavailable,
} from "../../speech/synthesizer.ts";
import { espeakLanguages } from "./espeak-languages.ts";
import { type EspeakTimes, readEspeakTimes, toPhones, toSpokenWords } from "./espeak-times.ts";
import { toIpaVisemes } from "./ipa-visemes.ts";

const sampleRateHz = 48_000;
/** Mandarin and Cantonese come louder than the others, which are at the level of speech already. */
const chineseGainDb = -2.5;
/** Its second voice sounds like a woman's. */
const variants = [
  { suffix: "", espeak: "", label: "" },
  { suffix: "_f", espeak: "+f3", label: ", higher" },
] as const;

const facts = {
  engine: "espeak",
  offline: true,
  timings: "phonemes",
  licence: "GPL-3.0-or-later, in a process of its own",
} as const;

interface EspeakVoice extends VoiceInfo {
  readonly espeak: string;
}

const voices: readonly EspeakVoice[] = espeakLanguages.flatMap(([language, espeak, name]) =>
  variants.map((variant) => ({
    id: `espeak_${espeak.split("/").at(-1)!}${variant.suffix}`,
    language,
    label: `${name} (eSpeak NG${variant.label})`,
    espeak: espeak + variant.espeak,
    ...facts,
  })),
);

const packageName = "@echogarden/espeak-ng-emscripten";

/** Why eSpeak NG cannot speak here; undefined: it can. */
export function espeakAbsence(): string | undefined {
  try {
    import.meta.resolve(packageName);
    return undefined;
  } catch {
    return `the optional package ${packageName} is not installed`;
  }
}

/** Many languages, plainly synthetic, with the times of every sound. Starts its process when somebody first speaks. */
export function openEspeak(): Synthesizer & AsyncDisposable {
  return new EspeakVoices(new SpeechProcess(new URL("./espeak-program.ts", import.meta.url)));
}

class EspeakVoices implements Synthesizer, AsyncDisposable {
  readonly voices = voices.map(({ espeak: _, ...info }) => info);

  constructor(private readonly process: SpeechProcess) {}

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<SpeechChunk> {
    const { text, language } = utterance;
    if (text.length > utteranceCharsMax) throw new SpeechError("the text is too long to be spoken in one go");
    const able = voices.filter((voice) => speaks(voice, language));
    const voice =
      able.find(({ id }) => id === utterance.voice) ??
      able.find((each) => each.language?.toLowerCase() === language.toLowerCase()) ??
      able[0];
    if (!voice) throw new SpeechError(`eSpeak NG does not speak ${language}`);
    const readable = primaryLanguage(language) === "zh" ? text : withoutForeignScript(text);
    if (!/[\p{L}\p{N}]/u.test(readable)) throw new SpeechError("the text holds nothing this voice can speak");
    const order = { text: readable, voice: voice.espeak, rate: rateOf(utterance) };
    for await (const { head, pcm } of this.process.answers(order, signal)) {
      if (signal.aborted) return;
      yield toChunk({ text: readable, language }, readTimes(head), pcm);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.process[Symbol.asyncDispose]();
  }
}

/** Other voices say "Chinese letter" for each character. Everything keeps its place. */
function withoutForeignScript(text: string): string {
  return text.replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu, (letter) =>
    " ".repeat(letter.length),
  );
}

function readTimes(head: Readonly<Record<string, unknown>>): ReturnType<typeof readEspeakTimes> {
  try {
    return readEspeakTimes(head);
  } catch (cause) {
    throw new VoiceUnavailable("eSpeak NG says what nobody understands", { cause });
  }
}

function toChunk(
  { text, language }: Pick<Utterance, "text" | "language">,
  times: EspeakTimes & { sampleRateHz: number },
  pcm: Int16Array,
): SpeechChunk {
  const sound = resample(
    Float32Array.from(pcm, (sample) => sample / 32_768),
    { fromHz: times.sampleRateHz, toHz: sampleRateHz },
  );
  const phones = toPhones(times.phonemes, (sound.length / sampleRateHz) * 1000);
  if (phones.every(({ name }) => name === "")) throw new SpeechError("the voice stayed silent");
  const gainDb = primaryLanguage(language) === "zh" ? chineseGainDb : 0;
  return {
    pcm: amplify(sound, gainDb, sampleRateHz),
    visemes: toIpaVisemes(phones),
    words: toSpokenWords(text, times, phones),
  };
}
