import { inSpan } from "../../deploy/tracing.ts";
import type { AnswerPart } from "../chat/answering.ts";
import type { Turn } from "../turns/turn.ts";
import type { Turn as TurnRecord } from "./backend-client.ts";
import { within } from "./lesson-parts.ts";
import { type LessonRecord, toRecord } from "./lesson-record.ts";

/** A turn that was aborted has this long to come to its end. */
const abortBudgetMs = 2_000;

/** The turn that a lesson is giving, on its way to the transcript. */
export class LessonTurn {
  readonly #abort = new AbortController();
  #revision = 0;
  #done: Promise<void> = Promise.resolve();

  constructor(
    readonly turn: Turn,
    private readonly record: LessonRecord,
  ) {}

  /** The student, or whoever ends the lesson, has stopped it. */
  get isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** `onEnd` is called when it has come to an end of its own, also after it has failed. */
  start(
    parts: (signal: AbortSignal) => AsyncIterable<AnswerPart>,
    lesson: AbortSignal,
    { onFailed, onEnd }: { onFailed(error: unknown): void; onEnd(): void },
  ): void {
    const signal = AbortSignal.any([this.#abort.signal, lesson]);
    const { turn } = this;
    this.#done = inSpan("turn", { kind: "internal" }, () => turn.run(parts(signal), signal))
      .catch((error) => {
        turn.failed = true;
        onFailed(error);
      })
      .then(() => {
        if (!signal.aborted) onEnd();
      });
  }

  stop(): void {
    this.#abort.abort("barge-in");
  }

  /** Resolves when it has let go of everything, or has taken too long for that. */
  async ended(): Promise<void> {
    await within(this.#done, abortBudgetMs);
  }

  /** It has ended, but what was sent from this media time on has not arrived; false where hardly anything was. */
  cutAt(fromMs: number): boolean {
    if (!this.turn.hasLost(fromMs)) return false;
    this.turn.lose(fromMs);
    this.note("cut");
    return true;
  }

  /** Keeps it as far as it has come. */
  note(outcome: TurnRecord["outcome"]): void {
    this.record.put(toRecord(this.turn, outcome, this.#revision++));
  }
}
