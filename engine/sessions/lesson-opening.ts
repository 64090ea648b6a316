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

type Remembered = Pick<LessonMemory, "nextSequence" | "broken" | "last" | "answerBefore" | "beginningOf">;
type Speaker = Pick<Profile, "greeting" | "language">;

/** A session begins with the greeting, and goes on behind the last word that was heard before it broke off. */
export function openingOf(profile: Speaker, memory: Remembered): Opening | undefined {
  if (memory.broken) return goOn(memory.broken, memory, { ...profile, lead: leadOf(profile.language) });
  return memory.nextSequence === 0 ? greet(profile) : undefined;
}

/** The last answer was interrupted, and nobody wanted that: it goes on as if nothing had been. */
export function resumptionOf(profile: Speaker, memory: Remembered): Opening | undefined {
  const { last } = memory;
  return last?.outcome === "interrupted" ? goOn(last, memory, { ...profile, lead: "" }) : undefined;
}

function greet({ greeting }: Speaker): Opening | undefined {
  return greeting.trim() === "" ? undefined : { say: [{ type: "text", text: greeting }], source: "greeting" };
}

function goOn(
  stopped: TurnRecord,
  memory: Remembered,
  speaker: Speaker & { readonly lead: string },
): Opening | undefined {
  if (stopped.heard !== "") return goOnBehind(stopped, memory, speaker);
  const again = stopped;
  if (stopped.question !== null) return { ask: stopped.question, again };
  // It may have been an answer that went on, of which nobody heard that.
  const before = stopped.source === "greeting" ? undefined : memory.answerBefore(stopped);
  const opening = before ? goOnBehind(before, memory, speaker) : greet(speaker);
  return opening && { ...opening, again };
}

function goOnBehind(
  cut: TurnRecord,
  memory: Remembered,
  { language, lead }: Speaker & { readonly lead: string },
): Opening | undefined {
  const { answer, source } = cut;
  const beginning = cut.answerWhole === false && source === "model" ? memory.beginningOf(cut) : undefined;
  const stands = beginning ? wholeSentencesOf(answer) : answer;
  const rest = restOf(stands, heardEnd(cut), language);
  if (rest === "" && !beginning) return undefined;
  const text = (lead === "" ? rest : lead + asSentence(rest)) + (beginning ? gapAfter(rest) : "");
  const say: AnswerPart[] = [
    ...(source === "greeting" ? [] : [{ type: "source", source } as const]),
    ...citationsIn(rest, cut),
    ...(text === "" ? [] : [{ type: "text", text } as const]),
  ];
  if (!beginning) return { say, source };
  const begun = [...beginning.heard, stands]
    .map((part) => withoutLead(part, language))
    .join(" ")
    .trim();
  return { say, source, unfinished: { question: beginning.question, exchanges: beginning.exchanges, begun } };
}

/** The sources that the rest of an answer names; transcripts do not keep their passages. */
function citationsIn(rest: string, { citations = [] }: TurnRecord): AnswerPart[] {
  return citations
    .filter(({ number }) => rest.includes(`[${number}]`))
    .map((place) => ({ type: "citation", citation: { ...place, text: "" } }));
}

/** Sentences are cut at breaths as well, and behind an apology none begins with a small letter; a variable of one letter stays as it is. */
function asSentence(text: string): string {
  return text.replace(/^\p{Ll}(?=\p{Ll})/u, (letter) => letter.toUpperCase());
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
