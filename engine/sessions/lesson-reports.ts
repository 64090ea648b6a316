import type { BackendClient, LessonVerdict } from "./backend-client.ts";

/**
 * How often the backend hears of the lessons; it believes each report for thirty seconds. So long a lesson may outlive its tutor: asking
 * in one request for all lessons needs nobody to know which engines there are, and a word that is lost is made good by the next.
 */
const everyMs = 5_000;
/** Lessons that begin and end close together make one report. */
const gatherMs = 200;

/** The part of `Lessons` that is reported. */
export interface ReportedLessons {
  readonly sessionIds: readonly string[];
  /** Ends the lesson of a session, where there is one. */
  endSession(sessionId: string, reason: LessonVerdict["end"][number]["reason"]): Promise<void>;
}

/**
 * Tells the backend which lessons this engine has, and ends those whose tutor or student is gone or disabled. While the backend is
 * away lessons go on.
 */
export class LessonReports implements AsyncDisposable {
  #lessons: ReportedLessons | undefined;
  #reported = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAtMs = 0;
  #sending: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(
    private readonly backend: Pick<BackendClient, "reportLessons">,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(lessons: ReportedLessons): void {
    this.#lessons = lessons;
    this.#sendIn(everyMs);
  }

  /** A lesson has begun or ended. */
  changed(): void {
    this.#sendIn(gatherMs);
  }

  /** To be called when the lessons have ended: says so. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#sending;
    await this.#send();
  }

  /** Never later than what is planned already. */
  #sendIn(delayMs: number): void {
    if (this.#closed || !this.#lessons) return;
    const dueAtMs = performance.now() + delayMs;
    if (this.#timer && this.#dueAtMs <= dueAtMs) return;
    clearTimeout(this.#timer);
    this.#dueAtMs = dueAtMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#sending = this.#sending.then(() => this.#send()).finally(() => this.#sendIn(everyMs));
    }, delayMs);
  }

  /** Never fails. */
  async #send(): Promise<void> {
    const running = new Set(this.#lessons?.sessionIds);
    const over = this.#reported.difference(running);
    if (running.size + over.size === 0) return;
    try {
      const end = await this.backend.reportLessons({ running: [...running], over: [...over] });
      this.#reported = running;
      // Not waited for: a lesson takes its leave, which may take longer than the next report may wait.
      for (const { session, reason } of end) this.#lessons?.endSession(session, reason).catch(this.onError);
    } catch {
      // The backend is away, which others tell of; what ended meanwhile is said the next time.
      this.#reported = this.#reported.union(running);
    }
  }
}
