import type { AnswerPart } from "../chat/answering.ts";
import type { Exchange } from "../chat/history.ts";
import { gapAfter, leadOf, restOf, wholeSentencesOf, withoutLead } from "../turns/continuation.ts";
import type { Profile, Turn as TurnRecord } from "./backend-client.ts";
import { heardEnd, type LessonMemory } from "./lesson-memory.ts";

/** A question whose answer the model left unfinished. */
export interface Unfinished {
  readonly question: string;
  /** What had been asked and heard before it. */
  readonly exchanges: readonly Exchange[];
  /** The answer as far as it stands; empty: no whole sentence of it does. */
  readonly begun: string;
}

/** How a connection begins: with something to say, which the model may have to finish, or with a question that was not answered yet. */
export type Opening = (
  | {
      readonly say: readonly AnswerPart[];
      readonly source: TurnRecord["source"];
      readonly unfinished?: Unfinished;
    }
  | { readonly ask: string }
) & {
  /** A turn of which nothing was heard: it is given again, under its own number. */
  readonly again?: TurnRecord | undefined;
};

type Remembered = Pick<LessonMemory, "nextSequence" | "broken" | "answerBefore" | "beginningOf">;

/** A session begins with the greeting, and goes on behind the last word that was heard before it broke off. */
export function openingOf(
  { greeting, language }: Pick<Profile, "greeting" | "language">,
  memory: Remembered,
): Opening | undefined {
  const text = { type: "text", text: greeting } as const;
  const greet =
    greeting.trim() === "" ? undefined : ({ say: [text], source: "greeting" } as const satisfies Opening);
  const { broken } = memory;
  if (!broken) return memory.nextSequence === 0 ? greet : undefined;
  if (broken.heard !== "") return goOn(broken, memory, language);
  if (broken.question !== null) return { ask: broken.question, again: broken };
  if (broken.source === "greeting") return greet && { ...greet, again: broken };
  // It had gone on with another turn, and nobody heard that.
  const before = memory.answerBefore(broken);
  const opening = before && goOn(before, memory, language);
  return opening && { ...opening, again: broken };
}

function goOn(cut: TurnRecord, memory: Remembered, language: string): Opening | undefined {
  const { answer, source } = cut;
  const beginning = cut.answerWhole === false && source === "model" ? memory.beginningOf(cut) : undefined;
  const stands = beginning ? wholeSentencesOf(answer) : answer;
  const rest = restOf(stands, heardEnd(cut), language);
  if (rest === "" && !beginning) return undefined;
  const from: AnswerPart[] = source === "greeting" ? [] : [{ type: "source", source }];
  const say: AnswerPart[] = [
    ...from,
    { type: "text", text: leadOf(language) + rest + (beginning ? gapAfter(rest) : "") },
  ];
  if (!beginning) return { say, source };
  const begun = [...beginning.heard, stands]
    .map((part) => withoutLead(part, language))
    .join(" ")
    .trim();
  return { say, source, unfinished: { question: beginning.question, exchanges: beginning.exchanges, begun } };
}

/** An answer that is known already, or its beginning. */
export function say(
  parts: readonly AnswerPart[],
  then?: (signal: AbortSignal) => AsyncIterable<AnswerPart>,
): (signal: AbortSignal) => AsyncIterable<AnswerPart> {
  return async function* (signal) {
    yield* parts;
    if (then) yield* then(signal);
  };
}
