import { MediaWatch } from "../../engine/student/media-watch.ts";
import { reconnectPauseMs } from "../../engine/student/reconnect-pause.ts";
import type { Replicas } from "../_support/replicas.ts";
import { Student } from "../_support/student.ts";

const sampleEveryMs = 250;
const triesMax = 40;
const credentials = `a=ice-ufrag:abcd\r\na=ice-pwd:${"p".repeat(22)}\r\n`;

/** A student who goes on with the session when an engine is gone, by the rules of the page (without a browser, by the page's own code). */
export class MovingStudent implements AsyncDisposable {
  #ticket: string;
  #student: Student | undefined;
  /** Answers other than those that a student may get: a problem where the contract promises none. */
  readonly refusals: string[] = [];

  private constructor(
    private readonly school: Pick<Replicas, "url" | "backend" | "tutorId">,
    private readonly visit: { session: { id: string }; secret: string; ticket: string },
    private readonly decode: boolean,
  ) {
    this.#ticket = visit.ticket;
  }

  /** Visits the tutor, and joins a lesson at the one address that students know. */
  static async join(school: Replicas, { decode = false } = {}): Promise<MovingStudent> {
    const { data } = await school.backend.guest.POST("/api/tutors/{tutorId}/visits", {
      params: { path: { tutorId: school.tutorId } },
      body: {},
    });
    const moving = new MovingStudent(school, data!, decode);
    await moving.#join();
    return moving;
  }

  get sessionId(): string {
    return this.visit.session.id;
  }

  /** The lesson as it is now connected. */
  get lesson(): Student {
    return this.#student!;
  }

  /** UDP port of the engine that has the lesson. */
  get mediaPort(): number {
    const { sdp } = this.lesson.connection.remoteDescription!;
    return Number(/^a=candidate:\S+ 1 udp \d+ \S+ (\d+) /im.exec(sdp)?.[1]);
  }

  get isSaidGoodbye(): boolean {
    return this.lesson.messages.some(({ type }) => type === "bye");
  }

  /** Resolves when the connection is of no use any more, as the page finds it out. */
  async lost(signal: AbortSignal): Promise<void> {
    const { lesson } = this;
    const startedAtMs = performance.now();
    const watch = new MediaWatch(startedAtMs, 60_000);
    while (!signal.aborted) {
      if (this.isSaidGoodbye) return;
      const sample = { packets: lesson.packets, framesDecoded: lesson.packets, ready: true, expected: true };
      const verdict = watch.judge(sample, performance.now());
      if (verdict === "stalled" || verdict === "no-picture") return;
      if (verdict === "quiet" && (await this.#isGone())) return;
      await Bun.sleep(sampleEveryMs);
    }
  }

  /** Goes on with the session on another engine. */
  async move(): Promise<void> {
    const gone = this.#student;
    this.#student = undefined;
    const closing = gone?.[Symbol.asyncDispose]();
    await Bun.sleep(reconnectPauseMs(1, Math.random()));
    this.#ticket = await this.#renew();
    await this.#join();
    await closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#student?.[Symbol.asyncDispose]();
  }

  async #renew(): Promise<string> {
    const { backend, tutorId } = this.school;
    const { data, response } = await backend.guest.POST("/api/tutors/{tutorId}/visits/{sessionId}/tickets", {
      params: { path: { tutorId, sessionId: this.sessionId } },
      body: { secret: this.visit.secret },
    });
    if (!data) throw new Error(`the ticket was refused with ${response.status}`);
    return data.ticket;
  }

  async #join(): Promise<void> {
    const { url, tutorId } = this.school;
    for (let failures = 1; ; failures++) {
      try {
        this.#student = await Student.join(url, tutorId, this.#ticket, { decode: this.decode });
        return;
      } catch (error) {
        this.refusals.push(String(error));
        if (failures >= triesMax) throw error;
        await Bun.sleep(reconnectPauseMs(failures, Math.random()));
        this.#ticket = await this.#renew();
      }
    }
  }

  /** The page looks for another network path, and hears that there is no such lesson any more. */
  async #isGone(): Promise<boolean> {
    const response = await fetch(this.lesson.location, {
      method: "PATCH",
      headers: {
        "content-type": "application/trickle-ice-sdpfrag",
        authorization: `Bearer ${this.#ticket}`,
      },
      body: credentials,
    }).catch(() => undefined);
    return response?.status === 404;
  }
}

/** The transcript's turns by sequence. */
export async function storedTurns(school: Replicas, sessionId: string) {
  const { data } = await school.backend.engine.GET("/internal/sessions/{sessionId}/turns", {
    params: { path: { sessionId } },
  });
  return new Map(data!.turns.map((turn) => [turn.sequence, turn]));
}
