import type { AnswerPart } from "../chat/answering.ts";
import { guardedAnswer } from "../chat/guarded-answer.ts";
import { answerContext, type Exchange } from "../chat/history.ts";
import type { Profile } from "./backend-client.ts";
import type { LessonPorts } from "./lesson-parts.ts";

export interface LessonQuestion {
  readonly question: string;
  readonly profile: Profile;
  /** What was asked and heard before. */
  readonly exchanges: readonly Exchange[];
  /** The session, for a fair share of the model. */
  readonly asker: string;
  /** The answer as far as it was given before it broke off. */
  readonly begun?: string | undefined;
}

/** The tutor's answer, which begins when it is asked for. */
export function answerTo(
  { question, profile, exchanges, asker, begun }: LessonQuestion,
  { model, promptTokensMax, passagesOf }: Pick<LessonPorts, "model" | "promptTokensMax" | "passagesOf">,
): (signal: AbortSignal) => AsyncIterable<AnswerPart> {
  const context = { ...answerContext(profile, exchanges, { promptTokensMax, asker }), begun };
  const findPassages = passagesOf(profile.id);
  return (signal) => guardedAnswer(question, context, { model, findPassages, signal });
}
