/** Students whose questions are counted; the one who has asked nothing for longest is forgotten first. */
const studentsMax = 20_000;
const windowMs = 10 * 60_000;

/** The student has asked as much as one student may for now. */
export class TooManyQuestions extends Error {
  override readonly name = "TooManyQuestions";

  constructor(readonly retryAfterMs: number) {
    super(`the next question can be asked in ${Math.ceil(retryAfterMs / 1000)} seconds`);
  }
}

/**
 * How much each student may ask, in all lessons and chats of this engine together: so many questions at once, and as many
 * more every ten minutes, evenly spread (the generic cell rate algorithm, ITU-T I.371).
 */
export class QuestionLimit {
  /** When each student has all questions again. */
  readonly #fullAtMs = new Map<string, number>();

  constructor(
    private readonly questionsMax: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Counts a question of whoever asks, in whatever lesson; where it is too much, it says so and does not count it. */
  refuse(student: string): TooManyQuestions | undefined {
    const now = this.now();
    const eachMs = windowMs / this.questionsMax;
    const fullAtMs = Math.max(now, this.#fullAtMs.get(student) ?? 0) + eachMs;
    if (fullAtMs - now > windowMs) return new TooManyQuestions(fullAtMs - now - windowMs);
    this.#fullAtMs.delete(student);
    this.#fullAtMs.set(student, fullAtMs);
    if (this.#fullAtMs.size > studentsMax) this.#fullAtMs.delete(this.#fullAtMs.keys().next().value!);
    return undefined;
  }
}
