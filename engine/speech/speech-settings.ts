/** Voices beside the built-in ones, as far as somebody has set them up. */
export interface SpeechSettings {
  /** A server with OpenAI's `/v1/audio/speech`. */
  readonly openai?: OpenAiVoiceSettings | undefined;
  /** Mageurite's TTS gateway. */
  readonly mageurite?: { readonly url: string; readonly sampleRateHz: number } | undefined;
  /** A model for sherpa-onnx. */
  readonly sherpa?:
    | { readonly modelDir: string; readonly language: string; readonly speaker: number }
    | undefined;
}

export interface OpenAiVoiceSettings {
  readonly url: string;
  readonly apiKey: string | undefined;
  readonly model: string;
  /** Names that the server knows, each with the language it is for; null: any. */
  readonly voices: readonly { readonly name: string; readonly language: string | null }[];
  /** Of raw PCM, which does not tell. */
  readonly sampleRateHz: number;
}
