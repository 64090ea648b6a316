import type { IfFull } from "./lesson-client.ts";
import { LessonConnection } from "./lesson-connection.ts";
import type { EngineMessage, PageMessage } from "./lesson-messages.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { isLasting, type LessonProblem, PageProblem, type ProblemKind } from "./page-problem.ts";
import { pause, pictureWithinMs, reconnectPauseMs, triesMax } from "./reconnect-pause.ts";
import type { Visit } from "./school-client.ts";

type ByeReason = Extract<EngineMessage, { type: "bye" }>["reason"];

/** What keeps the student from going on after the engine has said goodbye; `ended` and `stopping` do not. */
const problemOfBye: Partial<Record<ByeReason, ProblemKind>> = {
  replaced: "replaced",
  gone: "tutor-unknown",
  disabled: "signed-out",
};

/** A connection that lived this long was a good one: what fails next starts a new count. */
const settledAfterMs = 10_000;
/** Between two looks for an engine that has a face, where this one has none; up to twice as long. */
const faceSoughtEveryMs = 5_000;
/** Who is told to wait longer than this is told so, and asks again by hand. */
const waitMaxMs = 15_000;

/** What happens in a lesson; every one may be left out. */
export interface LessonEvents {
  /** A connection is being made; this is its picture and sound, to be played. */
  onMedia?(media: MediaStream): void;
  /** The tutor can be seen, heard and asked. */
  onLive?(): void;
  /** The connection is gone; another is being tried. */
  onLost?(): void;
  /** Everything the engine says. `arrivedAtMs` is on the clock of performance.now(). */
  onMessage?(message: EngineMessage, arrivedAtMs: number): void;
  /** New figures, four times a second. */
  onStats?(stats: LessonStats): void;
  /** The engine ended the lesson. */
  onEnded?(): void;
  /** The lesson cannot go on without the student doing something; the problem's `kind` says why. */
  onStopped?(problem: LessonProblem): void;
}

export interface LessonOptions {
  readonly tutorId: string;
  /** Opens the session or goes on with it; called again for each ticket. */
  readonly visit: (signal: AbortSignal) => Promise<Visit>;
  /** The number of the session's last turn, where one has been seen. */
  readonly lastTurn: () => number | undefined;
  readonly events: LessonEvents;
}

/** A lesson as the student sees it: one after another, as many connections as it takes. */
export class StudentLesson {
  readonly #options: LessonOptions;
  readonly #stop = new AbortController();
  #connection: LessonConnection | undefined;
  #visit: Visit | undefined;
  #voice: MediaStreamTrack | undefined;
  #bye: ByeReason | undefined;
  /** What the tutor is doing. */
  #doing = "";
  /** A connection to an engine that has a face for the student. */
  #found: LessonConnection | undefined;
  #connections = 0;

  constructor(options: LessonOptions) {
    this.#options = options;
    void this.#run();
  }

  /** Asks; `after`: when the tutor has finished, instead of interrupting. False as with `send`. */
  say(text: string, when: "now" | "after" = "now"): boolean {
    return this.send({ type: "say", text, when });
  }

  /** Silence. False as with `send`. */
  interrupt(): boolean {
    return this.send({ type: "interrupt" });
  }

  /** Any message of the contract. False when there is no connection: nothing is kept for later. */
  send(message: PageMessage): boolean {
    return this.#connection?.send(message) ?? false;
  }

  /** The student's microphone, for this connection and those that follow; undefined: off. `mic` makes the engine listen to it. */
  setVoice(track: MediaStreamTrack | undefined): void {
    this.#voice = track;
    this.#connection?.setVoice(track);
  }

  get stats(): (LessonStats & { connections: number }) | undefined {
    const stats = this.#connection?.stats;
    return stats && { ...stats, connections: this.#connections };
  }

  /** Leaves. No event comes after this. May be called again. `forGood`: the lesson does not go on later. */
  end({ forGood = true } = {}): void {
    this.#stop.abort();
    this.#connection?.close({ forGood });
  }

  async #run(): Promise<void> {
    const { events } = this.#options;
    const { signal } = this.#stop;
    for (let failures = 0; ; ) {
      const startedAtMs = performance.now();
      const problem = await this.#connectOnce(failures).catch((error: unknown) => toProblem(error));
      this.#connection?.close();
      this.#connection = undefined;
      if (signal.aborted) return;
      if (this.#bye === "ended") return events.onEnded?.();
      if (this.#found) continue;
      if (performance.now() - startedAtMs > settledAfterMs) failures = 0;
      if (problem.kind === "ticket-refused") this.#visit = undefined;
      failures++;
      const pauseMs = Math.max(reconnectPauseMs(failures, Math.random()), problem.more.retryAfterMs ?? 0);
      if (isLasting(problem.kind) || failures >= triesMax || pauseMs > waitMaxMs)
        return events.onStopped?.(problem);
      await pause(pauseMs, signal).catch(() => undefined);
      if (signal.aborted) return;
    }
  }

  /** From the offer to the end of the connection, whose reason it returns; rejects when the connection was never one. */
  async #connectOnce(failures: number): Promise<PageProblem> {
    const { events } = this.#options;
    const { signal } = this.#stop;
    this.#bye = undefined;
    const connection = this.#found ?? (await this.#open("text", failures));
    this.#connection = connection;
    this.#found = undefined;
    this.#connections++;
    connection.setVoice(this.#voice);
    events.onMedia?.(connection.media);
    await connection.live;
    signal.throwIfAborted();
    events.onLive?.();
    const problem = await this.#whileConnected(connection);
    signal.throwIfAborted();
    // Whoever has another connection has replaced the one before.
    const kind = !this.#found && this.#bye && problemOfBye[this.#bye];
    if (kind) return new PageProblem(kind);
    if (this.#bye !== "ended") events.onLost?.();
    return problem;
  }

  async #open(ifFull: IfFull, failures: number): Promise<LessonConnection> {
    const { events, tutorId, visit } = this.#options;
    const { signal } = this.#stop;
    const isReused = this.#visit !== undefined;
    this.#visit ??= await visit(signal);
    const options = {
      tutorId,
      visit: this.#visit,
      renew: visit,
      pictureWithinMs: pictureWithinMs(failures),
      ifFull,
      lastTurn: this.#options.lastTurn(),
      onMessage: (message: EngineMessage, arrivedAtMs: number) => {
        if (message.type === "bye") this.#bye = message.reason;
        if (message.type === "state") this.#doing = message.state;
        events.onMessage?.(message, arrivedAtMs);
      },
      onStats: (stats: LessonStats) => events.onStats?.(stats),
    };
    try {
      const connection = await LessonConnection.open(options, signal);
      // A ticket opens one connection.
      this.#visit = undefined;
      return connection;
    } catch (error) {
      if (!isReused || toProblem(error).kind !== "ticket-refused") throw error;
      // The ticket has served its time: another one, at once.
      this.#visit = undefined;
      return this.#open(ifFull, failures);
    }
  }

  /** An engine knows of its own faces only: while it has none for the student, others are asked between two answers. */
  async #whileConnected(connection: LessonConnection): Promise<PageProblem> {
    const stop = new AbortController();
    void connection.lost.then(() => stop.abort());
    const signal = AbortSignal.any([stop.signal, this.#stop.signal]);
    while (!signal.aborted) {
      await pause(faceSoughtEveryMs * (1 + Math.random()), signal).catch(() => undefined);
      if (signal.aborted || !connection.awaitsFace || this.#doing !== "idle") continue;
      this.#found = await this.#open("refuse", 0).catch(() => undefined);
      if (this.#found) connection.close();
    }
    if (this.#stop.signal.aborted) this.#found?.close();
    return connection.lost;
  }
}

function toProblem(error: unknown): PageProblem {
  return error instanceof PageProblem ? error : new PageProblem("connection-lost", { cause: error });
}
