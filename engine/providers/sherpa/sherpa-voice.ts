import type { PlainSound, PlainVoice } from "../../speech/plain-voice.ts";
import { SpeechProcess } from "../../speech/speech-process.ts";
import { rateOf, type Utterance, type VoiceInfo, VoiceUnavailable } from "../../speech/synthesizer.ts";

export interface SherpaOptions {
  /** A folder with a model for text to speech, as sherpa-onnx publishes them. */
  readonly modelDir: string;
  /** BCP 47: what the model speaks. */
  readonly language: string;
  /** Which of the model's voices, from 0. */
  readonly speaker: number;
}

/** A neural voice on this machine. Its process loads the model when somebody first speaks. */
export class SherpaVoice implements PlainVoice, AsyncDisposable {
  readonly voices: readonly VoiceInfo[];
  readonly #process: SpeechProcess;
  readonly #speaker: string;

  constructor({ modelDir, language, speaker }: SherpaOptions) {
    this.#process = new SpeechProcess(new URL("./sherpa-program.ts", import.meta.url), [modelDir]);
    this.#speaker = String(speaker);
    const label = `Local model (sherpa-onnx${speaker > 0 ? `, voice ${speaker}` : ""})`;
    this.voices = [
      {
        ...{ id: "sherpa", engine: "sherpa", language, label, offline: true, timings: "none" },
        licence: "the model's own; sherpa-onnx: Apache-2.0 with eSpeak NG (GPL-3.0), in a process of its own",
      },
    ];
  }

  async *speak(utterance: Utterance, signal: AbortSignal): AsyncIterable<PlainSound> {
    const order = { text: utterance.text, voice: this.#speaker, rate: rateOf(utterance) };
    for await (const { head, pcm } of this.#process.answers(order, signal)) {
      if (typeof head.sampleRateHz !== "number")
        throw new VoiceUnavailable("sherpa-onnx says what nobody understands");
      yield { pcm, sampleRateHz: head.sampleRateHz };
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }
}
