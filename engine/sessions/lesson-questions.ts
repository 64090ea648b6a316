import { Problem } from "../../openapi/binding/problem.ts";
import type { TooManyQuestions } from "../chat/question-limit.ts";

/** Questions that may wait for the answers before them. */
const questionsWaitingMax = 5;

export interface QuestionPorts {
  /** Counts a question; why it may not be asked, where the student has asked too many. */
  count(): TooManyQuestions | undefined;
  refuse(reason: Problem | TooManyQuestions): void;
  ask(question: string): void;
  /** Nothing is being answered, and the student does not speak. */
  isFree(): boolean;
}

/** Which of a student's questions is asked next. */
export class LessonQuestions {
  /** Those that wait until everything before them was answered. */
  readonly #waiting: string[] = [];
  #isClosed = false;

  constructor(private readonly ports: QuestionPorts) {}

  /** A question; false where it is not taken up. */
  hear(question: string, when: "now" | "after" = "now"): boolean {
    const reason = this.#reasonAgainst(when);
    if (reason) this.ports.refuse(reason);
    else if (when === "now") this.ports.ask(question);
    else {
      this.#waiting.push(question);
      this.takeNext();
    }
    return !reason;
  }

  /** The next question that waits has its turn when nothing else has. */
  takeNext(): void {
    const question = this.ports.isFree() ? this.#waiting.shift() : undefined;
    if (question !== undefined) this.ports.ask(question);
  }

  forget(): void {
    this.#waiting.length = 0;
  }

  /** The lesson is about to move: the page asks anew where it goes on. */
  close(): void {
    this.forget();
    this.#isClosed = true;
  }

  #reasonAgainst(when: "now" | "after"): Problem | TooManyQuestions | undefined {
    if (this.#isClosed) return new Problem("unavailable", "the lesson is about to move");
    if (when === "after" && this.#waiting.length >= questionsWaitingMax)
      return new Problem("too-many-requests", "too many questions wait");
    return this.ports.count();
  }
}
