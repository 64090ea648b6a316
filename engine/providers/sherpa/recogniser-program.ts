// Loads sherpa-onnx in a process of its own: native code that fails takes no lesson with it, and its library has eSpeak
// NG inside (GPL version 3). See `docs/decisions/007-espeak-in-its-own-process.md`.
import { OfflineRecognizer } from "sherpa-onnx-node";
import { serveSpeech } from "../../speech/speech-program.ts";
import { yieldToOthers } from "../../workers/yield-to-others.ts";
import { findRecogniserModel } from "./recogniser-model.ts";
import { whisperLanguage } from "./whisper-languages.ts";

/** What the recogniser is told. Without sound it gets ready. */
export interface HearOrder {
  /** Mono, 16 bit, little endian, in Base64. */
  readonly pcm: string;
  readonly sampleRateHz: number;
  /** BCP 47. */
  readonly language: string;
}

/** Below what draws and speaks for lessons. */
const priority = 5;

const [folder = "", threads = "1"] = process.argv.slice(2);
yieldToOthers(priority);
let loaded: { recogniser: OfflineRecognizer; language: string } | undefined;

function load(): { recogniser: OfflineRecognizer; language: string } {
  return { recogniser: new OfflineRecognizer(configFor("")), language: "" };
}

/** Whisper is told the language, which it would have to guess; the others know theirs. */
function configFor(language: string): object {
  const { whisper, ...others } = findRecogniserModel(folder);
  const model = typeof whisper === "object" ? { whisper: { ...whisper, language }, ...others } : others;
  return { modelConfig: { ...model, numThreads: Number(threads), provider: "cpu", debug: 0 } };
}

await serveSpeech<HearOrder>(async ({ pcm, sampleRateHz, language }, send) => {
  loaded ??= load();
  // Loading takes seconds; whoever waits learns that it is over.
  if (!send({ loaded: true }, new Int16Array()) || pcm === "") return;
  const wanted = whisperLanguage(language);
  if (loaded.language !== wanted) {
    loaded.recogniser.setConfig(configFor(wanted));
    loaded.language = wanted;
  }
  const bytes = Buffer.from(pcm, "base64");
  const samples = Float32Array.from(
    { length: bytes.length >> 1 },
    (_, i) => bytes.readInt16LE(2 * i) / 32_768,
  );
  const stream = loaded.recogniser.createStream();
  stream.acceptWaveform({ samples, sampleRate: sampleRateHz });
  const { text } = await loaded.recogniser.decodeAsync(stream);
  send({ text }, new Int16Array());
});
