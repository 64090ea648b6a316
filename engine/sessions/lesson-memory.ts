import type { Exchange } from "../chat/history.ts";
import type { Turn as TurnRecord } from "./backend-client.ts";

/** Turns kept for the model's memory and for the page. */
const turnsMax = 50;
/** Turns of an outage that may be missing from the transcript. */
const missingMax = 500;

/** What has been said in a session, here and on engines before, each turn in its newest revision. */
export class LessonMemory {
  readonly #turns = new Map<number, TurnRecord>();

  readonly #seen: number;

  /** `seen`: the last turn that the page says it has seen, which may not have come to the transcript yet. */
  constructor(turns: Iterable<TurnRecord> = [], seen = -1) {
    for (const turn of turns) this.put(turn);
    this.#seen = Math.min(seen, this.#lastSequence + missingMax);
  }

  get turns(): readonly TurnRecord[] {
    return [...this.#turns.values()].sort((a, b) => a.sequence - b.sequence);
  }

  get nextSequence(): number {
    return Math.max(this.#lastSequence, this.#seen) + 1;
  }

  get #lastSequence(): number {
    return Math.max(-1, ...this.#turns.keys());
  }

  get last(): TurnRecord | undefined {
    return this.turns.at(-1);
  }

  /** The last turn, if it did not come to an end of its own. */
  get broken(): TurnRecord | undefined {
    if (this.#seen > this.#lastSequence) return undefined;
    const { last } = this;
    return last && (last.outcome === "open" || last.outcome === "cut") ? last : undefined;
  }

  /** The turn that an answer went on from. */
  answerBefore({ sequence }: Pick<TurnRecord, "sequence">): TurnRecord | undefined {
    return this.turns.findLast((turn) => turn.sequence < sequence);
  }

  /**
   * Where the answer of a turn began: the question, what was heard of the answer in the turns before this one, and what had been
   * asked before. Undefined for what answers no question, or one that is forgotten.
   */
  beginningOf(
    turn: TurnRecord,
  ): { question: string; heard: readonly string[]; exchanges: Exchange[] } | undefined {
    const heard: string[] = [];
    let first: TurnRecord | undefined = turn;
    for (; first && first.question === null; first = this.answerBefore(first)) {
      if (first.source === "greeting") return undefined;
      if (first !== turn) heard.unshift(first.heard);
    }
    if (!first || first.question === null) return undefined;
    if (first !== turn) heard.unshift(first.heard);
    return { question: first.question, heard, exchanges: this.exchangesBefore(first.sequence) };
  }

  put(turn: TurnRecord): void {
    const known = this.#turns.get(turn.sequence);
    if (known && known.revision > turn.revision) return;
    this.#turns.set(turn.sequence, turn);
    if (this.#turns.size > turnsMax) this.#turns.delete(Math.min(...this.#turns.keys()));
  }

  /** For the model: questions and what was heard of their answers, without what was declined. */
  get exchanges(): Exchange[] {
    return this.exchangesBefore(Number.POSITIVE_INFINITY);
  }

  /** The same of the turns before this one. */
  exchangesBefore(sequence: number): Exchange[] {
    const exchanges: Exchange[] = [];
    for (const turn of this.turns.filter((turn) => turn.sequence < sequence)) {
      const { question, heard, outcome, source } = turn;
      if (source === "guardrail" || outcome === "open") continue;
      if (question !== null) {
        const unheard = outcome === "interrupted" ? unheardOf(turn) : undefined;
        exchanges.push(unheard === undefined ? { question, heard } : { question, heard, unheard });
      } else if (source !== "greeting" && exchanges.length > 0) {
        // An answer that was cut off went on in a turn of its own.
        const before = exchanges.pop()!;
        const unheard = outcome === "interrupted" ? unheardOf(turn) : undefined;
        const joined = { question: before.question, heard: `${before.heard} ${heard}`.trim() };
        exchanges.push(unheard === undefined ? joined : { ...joined, unheard });
      }
    }
    return exchanges;
  }
}

/** What stands in the answer behind what was heard of it. */
export function unheardOf({ answer, heard }: Pick<TurnRecord, "answer" | "heard">): string {
  return answer.slice(heardEnd({ answer, heard })).trim();
}

/** Where in the answer the student stopped hearing, in UTF-16 units. */
export function heardEnd({ answer, heard }: Pick<TurnRecord, "answer" | "heard">): number {
  const from = answer.length - answer.trimStart().length;
  return answer.startsWith(heard, from) ? from + heard.length : 0;
}
