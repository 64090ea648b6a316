import type { EmbeddingModel, EmbeddingPurpose, Embeddings } from "../../chat/embedding-model.ts";
import { ModelUnavailable } from "../../chat/language-model.ts";
import { openCall } from "./ollama-call.ts";
import { toFailure } from "./ollama-failures.ts";
import { defaultOllamaLimits } from "./ollama-limits.ts";

/** Loading a model included. */
const timeoutMs = 120_000;
const replyBytesMax = 8 * 1024 * 1024;
const dimensionsMax = 4_096;
/** Some models were trained with words in front of each text that say what it is. */
const prefixes: readonly [model: RegExp, words: Readonly<Record<EmbeddingPurpose, string>>][] = [
  [/(?:^|\/)nomic-embed-text/u, { passage: "search_document: ", question: "search_query: " }],
  [
    /(?:^|\/)mxbai-embed/u,
    { passage: "", question: "Represent this sentence for searching relevant passages: " },
  ],
];

/** Embeds with a model of an Ollama server, `/api/embed`. */
export function ollamaEmbeddings(server: { baseUrl: string; model: string }): EmbeddingModel {
  const { baseUrl, model } = server;
  const limits = { ...defaultOllamaLimits, lineBytesMax: replyBytesMax };
  return {
    async embed(texts, purpose, signal) {
      const words = prefixes.find(([name]) => name.test(model))?.[1][purpose] ?? "";
      const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      try {
        const { client } = openCall(baseUrl, limits, limited);
        const reply = await client.embed({ model, input: texts.map((text) => words + text), truncate: true });
        return { model, vectors: readVectors(reply, texts.length) };
      } catch (error) {
        signal.throwIfAborted();
        throw toFailure(error).error;
      }
    },
  };
}

function readVectors(reply: unknown, count: number): Embeddings["vectors"] {
  const vectors = (reply as { embeddings?: unknown } | null)?.embeddings;
  const isVector = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= dimensionsMax &&
    value.every((part) => Number.isFinite(part));
  if (!Array.isArray(vectors) || vectors.length !== count || !vectors.every(isVector))
    throw new ModelUnavailable("failed", "Ollama's embeddings cannot be used");
  return vectors;
}
