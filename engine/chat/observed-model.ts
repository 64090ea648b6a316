import { markFailed, startSpan } from "../../deploy/tracing.ts";
import { type LanguageModel, ModelUnavailable, modelFailures, type ReplyPart } from "./language-model.ts";

/** `aborted`: whoever asked did not wait for its end. */
export const replyOutcomes = ["complete", "aborted", ...modelFailures] as const;

/** What became of one reply. */
export interface ReplyFacts {
  outcome: (typeof replyOutcomes)[number];
  firstTextMs?: number;
  promptTokens?: number | undefined;
  replyTokens?: number | undefined;
}

/** Names of OpenTelemetry's conventions for generative models, which are in development still. */
const spanAttributes = { "gen_ai.operation.name": "chat", "gen_ai.provider.name": "ollama" };

/** The same model; `onReply` hears of each reply when it is over. */
export function observedModel(model: LanguageModel, onReply: (facts: ReplyFacts) => void): LanguageModel {
  return {
    models: (signal) => model.models(signal),
    preload: (name) => model.preload(name),
    async *reply(messages, options, signal) {
      const startedAtMs = performance.now();
      const facts: ReplyFacts = { outcome: "aborted" };
      const { span, within } = startSpan("chat", spanAttributes);
      const parts = model.reply(messages, options, signal)[Symbol.asyncIterator]();
      try {
        // Whatever the model asks of its server is asked inside of the span.
        for (
          let next = await within(() => parts.next());
          !next.done;
          next = await within(() => parts.next())
        ) {
          note(facts, next.value, startedAtMs);
          yield next.value;
        }
      } catch (error) {
        if (error instanceof ModelUnavailable) {
          facts.outcome = error.code;
          markFailed(span, error);
        }
        throw error;
      } finally {
        await parts.return?.();
        const { promptTokens, replyTokens, outcome } = facts;
        if (promptTokens !== undefined) span.setAttribute("gen_ai.usage.input_tokens", promptTokens);
        if (replyTokens !== undefined) span.setAttribute("gen_ai.usage.output_tokens", replyTokens);
        span.setAttribute("virtual_tutor.outcome", outcome);
        span.end();
        onReply(facts);
      }
    },
  };
}

function note(facts: ReplyFacts, part: ReplyPart, startedAtMs: number): void {
  if (part.type === "text") facts.firstTextMs ??= performance.now() - startedAtMs;
  if (part.type !== "done") return;
  facts.outcome = "complete";
  facts.promptTokens = part.promptTokens;
  facts.replyTokens = part.replyTokens;
}
