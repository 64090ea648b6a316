import type { Profile } from "../sessions/backend-client.ts";
import type { AnswerContext } from "./answering.ts";
import type { ChatMessage } from "./language-model.ts";

/** A question and what the student heard of its answer. */
export interface Exchange {
  readonly question: string;
  readonly heard: string;
}

/** What a tutor knows when a question comes. */
export function answerContext(profile: Profile, history: readonly Exchange[]): AnswerContext {
  const { model, temperature } = profile;
  return {
    profile,
    history: history.flatMap(toMessages),
    options: { model: model ?? undefined, temperature },
  };
}

/** An answer of which nothing was heard leaves the question alone. */
function toMessages({ question, heard }: Exchange): ChatMessage[] {
  const asked: ChatMessage = { role: "user", content: question };
  return heard === "" ? [asked] : [asked, { role: "assistant", content: heard }];
}
