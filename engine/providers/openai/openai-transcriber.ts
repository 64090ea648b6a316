import { type SpokenWords, type Transcriber, TranscriberUnavailable } from "../../listening/transcriber.ts";
import { toWavFile } from "../../speech/wav-file.ts";

export interface OpenAiTranscriberOptions {
  /** Up to and without `/audio/transcriptions`, such as "http://localhost:9000/v1". */
  readonly baseUrl: string;
  readonly model: string;
  /** Sent as a bearer token where there is one. */
  readonly key: string | undefined;
}

const timeoutMs = 20_000;
const replyBytesMax = 64 * 1024;
const textCharsMax = 4_000;

/** Any server that understands `POST /audio/transcriptions` of the OpenAI API: Speaches, whisper.cpp, vLLM and others. */
export function openAiTranscriber({ baseUrl, model, key }: OpenAiTranscriberOptions): Transcriber {
  return {
    // Whether it is awake is the server's business.
    prepare() {},
    async transcribe(spoken, signal) {
      try {
        const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
        const response = await fetch(`${baseUrl}/audio/transcriptions`, {
          method: "POST",
          headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
          body: toForm(spoken, model),
          redirect: "error",
          signal: limited,
        });
        return await readText(response);
      } catch (cause) {
        signal.throwIfAborted();
        if (cause instanceof TranscriberUnavailable) throw cause;
        throw new TranscriberUnavailable("the transcriber does not answer", { cause });
      }
    },
  };
}

function toForm({ pcm, sampleRateHz, language }: SpokenWords, model: string): FormData {
  const form = new FormData();
  const file = new Blob([toWavFile([pcm], sampleRateHz)], { type: "audio/wav" });
  form.set("file", file, "speech.wav");
  form.set("model", model);
  form.set("language", language.split("-")[0] ?? "en");
  form.set("response_format", "json");
  return form;
}

async function readText(response: Response): Promise<string> {
  const body = await response.text();
  if (!response.ok || body.length > replyBytesMax)
    throw new TranscriberUnavailable(`the transcriber answered ${response.status}`);
  const reply: unknown = JSON.parse(body);
  const text = (reply as { text?: unknown } | null)?.text;
  if (typeof text !== "string") throw new TranscriberUnavailable("the transcriber's answer has no text");
  return text.trim().slice(0, textCharsMax);
}
