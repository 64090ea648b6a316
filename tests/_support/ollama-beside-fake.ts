import type { LanguageModel } from "../../engine/chat/language-model.ts";
import type { OllamaLimits } from "../../engine/providers/ollama/ollama-limits.ts";
import { openOllama } from "../../engine/providers/ollama/ollama-model.ts";
import { type FakeOllama, type FakeOllamaOptions, startFakeOllama } from "./fake-ollama.ts";

/** The window that the adapter asks for. */
export const numCtx = 4096;

/** Short pauses between tries, so that no test waits. */
const quick: Partial<OllamaLimits> = { retryMinMs: 1, retryMaxMs: 4, refusedRetryMs: 2 };

/** The Ollama adapter connected to a fake Ollama of its own. */
export async function startOllama(
  options: FakeOllamaOptions = {},
  limits: Partial<OllamaLimits> = {},
): Promise<{ fake: FakeOllama; model: LanguageModel & AsyncDisposable } & AsyncDisposable> {
  const stack = new AsyncDisposableStack();
  const fake = stack.use(await startFakeOllama(options));
  const model = stack.use(openOllama({ baseUrl: fake.url, numCtx, limits: { ...quick, ...limits } }));
  return { fake, model, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
