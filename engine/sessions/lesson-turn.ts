import pTimeout from "p-timeout";
import { inSpan } from "../../deploy/tracing.ts";
import type { components } from "../../generated/engine.types.ts";
import type { AnswerPart } from "../chat/answering.ts";
import { Turn, type TurnSource } from "../turns/turn.ts";
import type { Turn as TurnRecord } from "./backend-client.ts";
import type { LessonOutput } from "./lesson-output.ts";
import type { LessonParts, LessonPorts, Role, VoiceNotice } from "./lesson-parts.ts";
import { type LessonRecord, toRecord } from "./lesson-record.ts";
import type { LessonStage } from "./lesson-stage.ts";
import type { RelayedPlayout } from "./relayed-playout.ts";

/** A turn that was aborted has this long to come to its end. */
const abortBudgetMs = 2_000;
/** Whoever recorded a turn before may still be counting: its revisions stay below those of the turn that takes its place. */
const revisionsPerTake = 1_000;

type EngineMessage = components["schemas"]["EngineMessage"];

/** What a turn begins with. */
export interface TurnBeginning {
  /** Null: the tutor speaks first, or goes on. */
  readonly question: string | null;
  readonly source?: TurnSource;
  /** A turn of which nothing was heard, whose place this one takes. */
  readonly again?: TurnRecord | undefined;
}

/** Where a turn takes place. */
export interface TurnPlace {
  readonly parts: LessonParts;
  readonly ports: LessonPorts;
  readonly role: Role;
  readonly playout: RelayedPlayout;
  readonly output: LessonOutput;
  readonly stage: LessonStage;
  readonly record: LessonRecord;
  readonly voiceNotice: VoiceNotice;
  send(message: EngineMessage): void;
}

/** The turn that a lesson is giving, on its way to the transcript. */
export class LessonTurn {
  readonly turn: Turn;
  readonly #record: LessonRecord;
  readonly #abort = new AbortController();
  #revision: number;
  #isOver = false;
  #done: Promise<void> = Promise.resolve();

  constructor(
    { question, source, again }: TurnBeginning,
    { parts, ports, role, playout, output, stage, record, voiceNotice, send }: TurnPlace,
  ) {
    const { language, voice } = role.profile;
    this.#record = record;
    this.#revision = again ? again.revision + revisionsPerTake : 0;
    this.turn = new Turn(
      again?.sequence ?? parts.memory.nextSequence,
      question,
      {
        speaker: ports.speaker,
        playout,
        language,
        voice: voice ?? undefined,
        speed: () => output.speed,
        filler: () => parts.fillers.next(language, voice ?? undefined),
        send,
        now: () => performance.now(),
      },
      {
        onWaking: () => stage.wake(),
        onQueued: (queue) => stage.tell(queue),
        onDegraded: (source) => stage.loseModel(source),
        onSpeech: () => stage.change("speech-start"),
        onVoice: (voice) => voiceNotice.note(voice, role, ports),
        onProgress: () => this.#noteProgress(),
      },
    );
    if (source) this.turn.source = source;
  }

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
    await pTimeout(this.#done, { milliseconds: abortBudgetMs, message: false });
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
    this.#isOver ||= outcome !== "open";
    this.#record.put(toRecord(this.turn, outcome, this.#revision++));
  }

  #noteProgress(): void {
    if (!this.#isOver) this.note("open");
  }
}
