import type { AnswerPart } from "../chat/answering.ts";
import { continuationOf } from "../turns/continuation.ts";
import type { Profile, Turn as TurnRecord } from "./backend-client.ts";
import { heardEnd } from "./lesson-memory.ts";

/** How a connection begins: with something to say, or with a question that was not answered yet. */
export type Opening = { readonly say: readonly AnswerPart[] } | { readonly ask: string };

/** A session begins with the greeting, and goes on behind the last word that was heard before it broke off. */
export function openingOf(
  { greeting, language }: Pick<Profile, "greeting" | "language">,
  { nextSequence, broken }: { readonly nextSequence: number; readonly broken: TurnRecord | undefined },
): Opening | undefined {
  const greet = greeting.trim() === "" ? undefined : { say: [{ type: "text", text: greeting } as const] };
  if (!broken) return nextSequence === 0 ? greet : undefined;
  const { question, answer, heard, source } = broken;
  if (heard === "") return question === null ? greet : { ask: question };
  const text = continuationOf(answer, heardEnd({ answer, heard }), language);
  if (text === undefined) return undefined;
  const from: AnswerPart[] = source === "greeting" ? [] : [{ type: "source", source }];
  return { say: [...from, { type: "text", text }] };
}

/** An answer that is known already. */
export function say(parts: readonly AnswerPart[]): () => AsyncIterable<AnswerPart> {
  return async function* () {
    yield* parts;
  };
}
