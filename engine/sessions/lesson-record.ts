import type { components } from "../../generated/engine.types.ts";
import type { Citation } from "../chat/citations.ts";
import type { Turn } from "../turns/turn.ts";
import type { Turn as TurnRecord } from "./backend-client.ts";
import type { LessonMemory } from "./lesson-memory.ts";

type EngineMessage = components["schemas"]["EngineMessage"];

/** Turns of before that the page is told, and letters of each. */
const pastTurnsMax = 20;
const pastCharsMax = 8_000;

export interface RecordPorts {
  /** Takes a turn's newest revision on its way to the transcript. */
  record(sessionId: string, turn: TurnRecord): void;
  /** Signs a turn for the page to keep; undefined where it is too long for that. */
  signReceipt(sessionId: string, turn: TurnRecord): Promise<string | undefined>;
  onError(error: unknown): void;
}

export interface RecordParts {
  readonly sessionId: string;
  readonly memory: LessonMemory;
  send(message: EngineMessage): void;
}

/** Keeps a lesson's turns: in its memory, on their way to the transcript, and signed on the page until they are there. */
export class LessonRecord {
  /** Receipts, and what makes them needless, leave in order. */
  #receipts: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: RecordParts,
    private readonly ports: RecordPorts,
  ) {}

  put(turn: TurnRecord): void {
    const { memory, sessionId } = this.parts;
    const isOver = turn.outcome !== "open";
    const kept = isOver && turn.endedAt === null ? { ...turn, endedAt: new Date().toISOString() } : turn;
    memory.put(kept);
    this.ports.record(sessionId, kept);
    if (isOver) this.#giveReceipt(kept);
  }

  /** A turn is in the transcript: the page can forget its receipt. */
  stored({ outcome, sequence }: TurnRecord): void {
    if (outcome === "open") return;
    this.#receipts = this.#receipts.then(() => this.parts.send({ type: "stored", turn: sequence }));
  }

  /** Keeps what the student thinks of a turn; false where there is no such turn, or it goes on. */
  rate(sequence: number, rating: TurnRecord["rating"]): boolean {
    const turn = this.parts.memory.turns.find((turn) => turn.sequence === sequence);
    if (!turn || turn.outcome === "open") return false;
    this.put({ ...turn, revision: turn.revision + 1, rating });
    return true;
  }

  /** Tells the page what was said before it connected. */
  sendPast(): void {
    for (const turn of this.parts.memory.turns.slice(-pastTurnsMax)) {
      const { sequence, question, outcome, source, flags, rating = null, citations = [] } = turn;
      const answer = turn.answer.slice(0, pastCharsMax);
      const heard = turn.heard.slice(0, pastCharsMax);
      const past = { turn: sequence, question, answer, heard, outcome, source, flags, rating, citations };
      this.parts.send({ type: "past", ...past });
    }
  }

  #giveReceipt(turn: TurnRecord): void {
    const { sessionId, send } = this.parts;
    this.#receipts = this.#receipts
      .then(() => this.ports.signReceipt(sessionId, turn))
      .then((receipt) => {
        if (receipt) send({ type: "receipt", turn: turn.sequence, receipt });
      })
      .catch((error) => this.ports.onError(error));
  }
}

/** A transcript names the place, and leaves the passage to the document. */
function toRecordedCitation({ number, title, page, headings }: Citation) {
  return { number, title, page, headings: [...headings] };
}

/** A turn as far as it has come; `revision` grows with each of its records. */
export function toRecord(turn: Turn, outcome: TurnRecord["outcome"], revision: number): TurnRecord {
  return {
    sequence: turn.sequence,
    revision,
    question: turn.question,
    answer: turn.answer,
    heard: turn.heard,
    answerWhole: turn.answerWhole,
    outcome,
    source: turn.source,
    flags: [...turn.flags],
    citations: turn.citations.map(toRecordedCitation),
    startedAt: turn.startedAt.toISOString(),
    endedAt: null,
  };
}
