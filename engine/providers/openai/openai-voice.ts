import type { PlainVoice } from "../../speech/plain-voice.ts";
import { rateOf, speaks, type Utterance, type VoiceInfo } from "../../speech/synthesizer.ts";
import { askVoiceServer } from "../../speech/voice-server.ts";
import { readSound } from "../../speech/wav-stream.ts";

export interface OpenAiVoiceOptions {
  /** With or without its `/v1`. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  readonly model: string;
  /** Names that the server knows, each with the language it is for; null: any. */
  readonly voices: readonly { readonly name: string; readonly language: string | null }[];
  /** Of raw PCM, which does not tell; 24 kHz by OpenAI's documentation. */
  readonly sampleRateHz: number;
}

/**
 * Any server with OpenAI's `POST /v1/audio/speech` (https://platform.openai.com/docs/api-reference/audio): OpenAI itself,
 * Kokoro-FastAPI, Speaches, LocalAI, vLLM and others. Asks for raw PCM as it is made, and takes WAV as well.
 */
export function openAiVoice(options: OpenAiVoiceOptions): PlainVoice {
  const { url, apiKey, model, sampleRateHz } = options;
  const base = new URL(url);
  const path = base.pathname.replace(/\/+$/, "").replace(/\/v1$/, "");
  const address = new URL(`${path}/v1/audio/speech`, base).href;
  const host = base.hostname;
  const offline = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(host);
  const names = new Map<string, string>();
  const voices = options.voices.map(({ name, language }): VoiceInfo => {
    const id = `openai_${name.replace(/[^A-Za-z0-9_-]/g, "_")}`.slice(0, 64);
    names.set(id, name);
    return {
      ...{ id, engine: "openai", language, label: `${name} (${host})` },
      ...{ offline, timings: "none", licence: "as the server's operator says" },
    };
  });
  const nameOf = ({ voice, language }: Utterance) => {
    const able = voices.filter((info) => speaks(info, language));
    const { id } = able.find((info) => info.id === voice) ?? able[0] ?? voices[0]!;
    return names.get(id)!;
  };
  return {
    voices,
    async *speak(utterance, signal) {
      const { text: input } = utterance;
      const request = {
        model,
        input,
        voice: nameOf(utterance),
        response_format: "pcm",
        speed: rateOf(utterance),
      };
      const headers = new Headers({ "content-type": "application/json" });
      if (apiKey !== undefined) headers.set("authorization", `Bearer ${apiKey}`);
      const answer = await askVoiceServer(
        address,
        { method: "POST", headers, body: JSON.stringify(request) },
        signal,
      );
      yield* readSound(answer, sampleRateHz);
    },
  };
}
