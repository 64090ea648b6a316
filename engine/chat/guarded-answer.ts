import { type AnswerContext, type AnswerPart, type AnswerTools, answer } from "./answering.ts";
import { type GuardPolicy, judge } from "./guardrail.ts";
import { declineWords, guideNote } from "./guardrail-wording.ts";

/**
 * Judges the question by the tutor's policy, then answers it, leads to the answer, or declines. The first part says
 * what was found. Fails only with the signal's reason.
 */
export async function* guardedAnswer(
  question: string,
  context: AnswerContext & { readonly policy: GuardPolicy },
  tools: AnswerTools,
): AsyncGenerator<AnswerPart, void> {
  // The judge and the answer are two requests for one question, which has one place in the line.
  const options = { askedAtMs: performance.now(), ...context.options };
  const { action, kind, flags } = yield* judge(question, context.policy, { ...tools, options });
  yield { type: "guard", flags };
  if (action === "decline" && kind !== "normal") {
    yield { type: "source", source: "guardrail" };
    yield { type: "text", text: declineWords(kind, context.profile.language) };
    yield { type: "done", source: "guardrail", outcome: "stop" };
    return;
  }
  const preface = (context.preface ?? "") + (action === "guide" ? guideNote : "");
  yield* answer(question, { ...context, options, preface }, tools);
}
