import pTimeout from "p-timeout";
import { type SpokenWords, type Transcriber, TranscriberUnavailable } from "../../listening/transcriber.ts";
import { SpeechProcess } from "../../speech/speech-process.ts";
import type { HearOrder } from "./recogniser-program.ts";

export interface SherpaTranscriberOptions {
  /** A folder with a model for speech to text, as sherpa-onnx publishes them. */
  readonly modelDir: string;
  /** Cores that one utterance may take. */
  readonly threads: number;
}

/** Utterances that wait for the one process, the one it works at included; whoever comes then is heard too late. */
const utterancesMax = 8;
const textCharsMax = 4_000;
/** What some models write where nobody says anything. */
const noWords = /^[\s.。]*$|^\[[^\]]*\]$|^\([^)]*\)$/;

/** Understands on this machine, one utterance at a time. Its process loads the model when somebody is about to speak. */
export class SherpaTranscriber implements Transcriber, AsyncDisposable {
  readonly #process: SpeechProcess<HearOrder>;
  #waiting = 0;

  constructor({ modelDir, threads }: SherpaTranscriberOptions) {
    const program = new URL("./recogniser-program.ts", import.meta.url);
    this.#process = new SpeechProcess(program, [modelDir, String(threads)]);
  }

  prepare(): void {
    const nothing = { pcm: "", sampleRateHz: 0, language: "" };
    // What goes wrong now goes wrong again, and is told, when there is something to understand.
    if (this.#waiting === 0) this.#answer(nothing, new AbortController().signal).catch(() => {});
  }

  async transcribe(spoken: SpokenWords, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    if (this.#waiting >= (spoken.isInterim ? 1 : utterancesMax))
      throw new TranscriberUnavailable("too many speak at the same time");
    const { pcm, sampleRateHz, language } = spoken;
    const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const text = await this.#answer({ pcm: bytes.toString("base64"), sampleRateHz, language }, signal);
    return noWords.test(text) ? "" : text.trim().slice(0, textCharsMax);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#process[Symbol.asyncDispose]();
  }

  /** Whoever gives up is let go at once, though the process finishes what it works at. */
  async #answer(order: HearOrder, signal: AbortSignal): Promise<string> {
    try {
      return await pTimeout(this.#ask(order, signal), { milliseconds: Number.POSITIVE_INFINITY, signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw new TranscriberUnavailable("the recogniser's process failed", { cause });
    }
  }

  async #ask(order: HearOrder, signal: AbortSignal): Promise<string> {
    this.#waiting++;
    try {
      let text = "";
      for await (const { head } of this.#process.answers(order, signal)) {
        if (typeof head.text === "string") text = head.text;
      }
      return text;
    } finally {
      this.#waiting--;
    }
  }
}
