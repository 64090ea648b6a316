import type { Profile } from "../sessions/backend-client.ts";
import type { AnswerContext } from "./answering.ts";
import type { ChatMessage } from "./language-model.ts";

/** A question and what the student heard of its answer. */
export interface Exchange {
  readonly question: string;
  readonly heard: string;
}

/** What a tutor knows when a question comes. `promptTokensMax`: bound on everything the model is given to read. */
export function answerContext(
  profile: Profile,
  history: readonly Exchange[],
  promptTokensMax: number,
): AnswerContext {
  const { model, temperature } = profile;
  const options = { model: model ?? undefined, temperature };
  return { profile, history: history.flatMap(toMessages), options, promptTokensMax };
}

/** An answer of which nothing was heard leaves the question alone. */
function toMessages({ question, heard }: Exchange): ChatMessage[] {
  const asked: ChatMessage = { role: "user", content: question };
  return heard === "" ? [asked] : [asked, { role: "assistant", content: heard }];
}
