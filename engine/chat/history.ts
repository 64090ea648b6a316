import type { Profile } from "../sessions/backend-client.ts";
import { citationMark } from "../turns/markup.ts";
import type { AnswerContext } from "./answering.ts";
import type { GuardPolicy } from "./guardrail.ts";
import type { ChatMessage } from "./language-model.ts";

/** A question and what the student heard of its answer. */
export interface Exchange {
  readonly question: string;
  readonly heard: string;
  /** What had been written of an interrupted answer and was not heard; absent where nothing was interrupted. */
  readonly unheard?: string | undefined;
}

/** As much of what was not heard as the model is told. */
const unheardCharsMax = 300;

export interface Asking {
  /** Bound on everything the model is given to read. */
  readonly promptTokensMax: number;
  /** The session, for a fair share of the model. */
  readonly asker: string;
}

/** What a tutor knows when a question comes. */
export function answerContext(
  profile: Profile,
  history: readonly Exchange[],
  { promptTokensMax, asker }: Asking,
): AnswerContext & { readonly policy: GuardPolicy } {
  const { model, temperature } = profile;
  const options = { model: model ?? undefined, temperature, asker };
  const messages = history.flatMap((exchange, index) => toMessages(exchange, history[index - 1]));
  const preface = interruptionNote(history.at(-1));
  return { profile, policy: profile, history: messages, options, promptTokensMax, preface };
}

/** The same for an exchange wherever it stands, so that the front of the prompt keeps its bytes. */
function toMessages({ question, heard, unheard }: Exchange, before: Exchange | undefined): ChatMessage[] {
  const asked: ChatMessage = { role: "user", content: interruptionNote(before) + question };
  // An answer of which nothing was heard leaves the question alone, unless the student cut it off.
  const answered = heard === "" && unheard !== undefined ? "…" : withoutNumbers(heard);
  return answered === "" ? [asked] : [asked, { role: "assistant", content: answered }];
}

/** The numbers of sources mean others in another question. */
const numbers = new RegExp(`\\s?${citationMark.source}`, "gu");
const withoutNumbers = (text: string) => text.replace(numbers, "");

/** Tells the model, before the student's next words, what of its answer did not arrive; empty when all of it did. */
function interruptionNote(exchange: Exchange | undefined): string {
  if (exchange?.unheard === undefined) return "";
  const { heard, unheard } = exchange;
  const where = heard === "" ? "before I heard any of your answer" : "there";
  const start = unheard.replace(/\s+/gu, " ").slice(0, unheardCharsMax);
  const missed = start === "" ? "" : ` I did not hear: “${start}${start.length < unheard.length ? "…" : ""}”`;
  return `(I interrupted you ${where}.${missed})\n\n`;
}
