import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import { SentenceSplitter } from "../turns/sentence-splitter.ts";
import { opusSampleRateHz } from "./opus-packets.ts";
import { SpeechError, voicesFor } from "./synthesizer.ts";
import { toWavFile } from "./wav-file.ts";
import type { EngineSpeaker } from "./worker-speaker.ts";

type SpeechOperations = "listVoices" | "listSpeechEngines" | "synthesize";
type SpeechRequest = components["schemas"]["SpeechRequest"];

/** Texts spoken at a time; lessons share the voices with them. */
const requestsMax = 4;
/** Two thousand characters last two minutes, slowly spoken four. */
const secondsMax = 600;
const retryAfterSeconds = "2";

export const speechRoutes = (speaker: EngineSpeaker) => {
  let running = 0;
  return {
    listVoices: ({ query: { language } }) => ({
      status: 200,
      body: { items: language === undefined ? [...speaker.voices] : voicesFor(speaker.voices, language) },
    }),
    listSpeechEngines: () => ({ status: 200, body: { items: [...speaker.engines] } }),
    async synthesize({ body, signal }) {
      if (running >= requestsMax) throw unavailable("enough texts are being spoken");
      running++;
      try {
        const { voice, pieces } = await speakText(speaker, body, signal);
        return {
          status: 200,
          headers: { Voice: voice },
          body: new Blob([toWavFile(pieces, opusSampleRateHz)]),
        };
      } finally {
        running--;
      }
    },
  } satisfies Pick<EngineHandlers, SpeechOperations>;
};

async function speakText(
  speaker: EngineSpeaker,
  { text, language, voice, rate }: SpeechRequest,
  signal: AbortSignal,
): Promise<{ voice: string; pieces: Int16Array[] }> {
  const splitter = new SentenceSplitter(language);
  const sentences = [...splitter.push(text), ...splitter.end()].filter(({ speech }) => speech !== "");
  if (sentences.length === 0) throw new Problem("invalid-request", "the text holds nothing that can be said");
  const pieces: Int16Array[] = [];
  let samples = 0;
  let first: string | undefined;
  try {
    for (const { speech } of sentences) {
      for await (const chunk of speaker.synthesize({ text: speech, language, voice, rate }, signal)) {
        first ??= chunk.voice;
        pieces.push(chunk.pcm);
        samples += chunk.pcm.length;
        if (samples > secondsMax * opusSampleRateHz) throw new SpeechError("the speech is too long");
      }
    }
  } catch (error) {
    if (error instanceof SpeechError) throw unavailable(error.message, error);
    throw error;
  }
  if (first === undefined) throw unavailable("the voice stayed silent");
  return { voice: first, pieces };
}

function unavailable(detail: string, cause?: unknown): Problem {
  return new Problem("unavailable", detail, { headers: { "retry-after": retryAfterSeconds }, cause });
}
