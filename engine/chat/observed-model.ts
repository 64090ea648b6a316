import { type LanguageModel, ModelUnavailable } from "./language-model.ts";

/** What became of one reply. */
export interface ReplyFacts {
  /** `aborted`: whoever asked did not wait for its end. */
  outcome: "complete" | "aborted" | ModelUnavailable["code"];
  firstTextMs?: number;
  promptTokens?: number | undefined;
  replyTokens?: number | undefined;
}

/** The same model; `onReply` hears of each reply when it is over. */
export function observedModel(model: LanguageModel, onReply: (facts: ReplyFacts) => void): LanguageModel {
  return {
    models: (signal) => model.models(signal),
    async *reply(messages, options, signal) {
      const startedAtMs = performance.now();
      const facts: ReplyFacts = { outcome: "aborted" };
      try {
        for await (const part of model.reply(messages, options, signal)) {
          if (part.type === "text") facts.firstTextMs ??= performance.now() - startedAtMs;
          if (part.type === "done") {
            const { promptTokens, replyTokens } = part;
            Object.assign(facts, { outcome: "complete", promptTokens, replyTokens });
          }
          yield part;
        }
      } catch (error) {
        if (error instanceof ModelUnavailable) facts.outcome = error.code;
        throw error;
      } finally {
        onReply(facts);
      }
    },
  };
}
