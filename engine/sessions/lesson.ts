import { engineMessages } from "../../generated/engine.contract.ts";
import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { Face, IdleLoop, Mood } from "../avatar/face.ts";
import type { RemoteFace } from "../avatar/remote-face.ts";
import type { AnswerPart } from "../chat/answering.ts";
import { guardedAnswer } from "../chat/guarded-answer.ts";
import { answerContext, type Exchange } from "../chat/history.ts";
import type { LanguageModel } from "../chat/language-model.ts";
import type { Peer } from "../media/peer.ts";
import type { Speaker } from "../speech/speaker.ts";
import type { Fillers } from "../turns/fillers.ts";
import { type Latency, Turn, type TurnOutcome, type TurnSource } from "../turns/turn.ts";
import type { Profile, Turn as TurnRecord } from "./backend-client.ts";
import { after, type LessonEvent, type LessonState } from "./lesson-state.ts";
import { Playout } from "./playout.ts";
import { type LessonPlayout, RelayedPlayout } from "./relayed-playout.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
type PageMessage = components["schemas"]["PageMessage"];
export type ByeReason = "ended" | "replaced" | "stopping";

/** Questions and pings a page may send in a second before they are answered with a problem instead. */
const messagesPerSecondMax = 20;
/** Exchanges kept for the model's memory. */
const historyMax = 50;
/** Questions that may wait for the answers before them. */
const questionsWaitingMax = 5;
/** A turn that was aborted has this long to come to its end. */
const abortBudgetMs = 2_000;

export interface LessonPorts {
  model: LanguageModel;
  /** Bound on what the model is given to read, in tokens. */
  promptTokensMax: number;
  speaker: Speaker;
  /** Calls back every 20 ms with a monotonic time in ms, until the function it returns is called. */
  startTicker(tick: (nowMs: number) => void): () => void;
  /** Takes a turn's newest revision on its way to the transcript. */
  record(sessionId: string, turn: TurnRecord): void;
  onError(error: unknown): void;
  /** For figures: a turn is over. */
  onTurnEnd?(turn: { outcome: TurnOutcome; source: TurnSource; latency: Latency }): void;
  /** For figures: a picture was sent late. */
  onPictureLate?: (() => void) | undefined;
}

export interface LessonParts {
  readonly id: string;
  readonly sessionId: string;
  readonly profile: Profile;
  readonly peer: Peer;
  readonly face: Face;
  readonly idle: IdleLoop;
  /** Shown in front of `face` while it is well. */
  readonly remote: RemoteFace | undefined;
  readonly fillers: Fillers;
}

/** One student's live session: a peer, its media timeline, and one turn at a time. */
export class Lesson {
  readonly id: string;
  /** Resolves when everything the lesson opened is closed. */
  readonly ended: Promise<void>;
  readonly #parts: LessonParts;
  readonly #ports: LessonPorts;
  readonly #playout: LessonPlayout;
  readonly #stop = new AbortController();
  readonly #history: Exchange[] = [];
  #state: LessonState = "idle";
  #turn: { turn: Turn; abort: AbortController; done: Promise<void>; revision: number } | undefined;
  #sequence = 0;
  #messageTimes: number[] = [];
  /** Questions whose turns begin as soon as the one before has let go of everything. */
  #asking = 0;
  /** Questions that wait until everything before them was answered. */
  readonly #waiting: string[] = [];
  /** Questions and interruptions are taken one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: LessonParts, ports: LessonPorts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#ports = ports;
    this.#playout = openPlayout(parts);
    this.#playout.onPictureLate = ports.onPictureLate;
    this.ended = this.#run();
  }

  get sessionId(): string {
    return this.#parts.sessionId;
  }

  /** Idempotent; resolves when the lesson has ended. */
  async end(reason: ByeReason): Promise<void> {
    if (!this.#stop.signal.aborted) this.#send({ type: "bye", reason });
    this.#stop.abort(reason);
    await this.ended;
  }

  async #run(): Promise<void> {
    const { peer, profile } = this.#parts;
    await using opened = new AsyncDisposableStack();
    opened.use(peer);
    opened.use(this.#playout);
    opened.defer(() => this.#endTurn());
    peer.onKeyPictureWanted = () => this.#playout.sendKeyPicture();
    peer.onOpen = () => {
      this.#send({
        type: "ready",
        lesson: this.id,
        tutor: { name: profile.name, language: profile.language },
      });
      this.#send({ type: "state", state: "idle" });
      this.#enqueue(() => this.#greet());
    };
    peer.onMessage = (text) => this.#receive(text);
    try {
      await peer.connected;
      const { profile, fillers } = this.#parts;
      const prepared = fillers
        .prepare(profile.language, profile.voice ?? undefined, this.#stop.signal)
        .catch((error) => this.#ports.onError(error));
      opened.defer(() => prepared);
      opened.defer(this.#ports.startTicker((nowMs) => this.#playout.tick(nowMs)));
      const stopped = Promise.withResolvers<void>();
      this.#stop.signal.addEventListener("abort", () => stopped.resolve(), { once: true });
      if (!this.#stop.signal.aborted) await Promise.race([peer.closed, stopped.promise]);
    } catch (error) {
      // A peer that never connected or was refused has ended; there is nobody to tell.
      if (!(await hasClosed(peer))) this.#ports.onError(error);
    }
    this.#stop.abort("closed");
  }

  #greet(): void {
    const { greeting } = this.#parts.profile;
    if (greeting.trim() === "" || this.#sequence > 0) return;
    this.#startTurn(null, once({ type: "text", text: greeting }));
  }

  #receive(text: string): void {
    const message = readPageMessage(text);
    if (message instanceof Problem) {
      this.#refuse(message);
      return;
    }
    // Whatever else is too much: a Stop is always heard.
    if (message.type === "interrupt") this.#interrupt();
    else if (!this.#hasAllowance())
      this.#refuse(new Problem("too-many-requests", "too many messages in a second"));
    else if (message.type === "ping") this.#send({ type: "pong", id: message.id });
    else if (message.when === "after") this.#askLater(message.text);
    else this.#ask(message.text);
  }

  #hasAllowance(): boolean {
    const now = performance.now();
    this.#messageTimes = this.#messageTimes.filter((time) => now - time < 1_000);
    if (this.#messageTimes.length >= messagesPerSecondMax) return false;
    this.#messageTimes.push(now);
    return true;
  }

  /** The sound stops before anything is awaited: what follows only tidies up. */
  #interrupt(): void {
    this.#silence();
    if (!this.#isBusy) return;
    this.#change("barge-in");
    this.#enqueue(() => this.#endTurn());
  }

  get #isBusy(): boolean {
    return this.#turn !== undefined || this.#asking > 0;
  }

  #ask(question: string): void {
    this.#silence();
    this.#asking++;
    this.#change("turn-start");
    this.#enqueue(async () => {
      await this.#endTurn();
      this.#asking--;
      const { model, promptTokensMax } = this.#ports;
      const context = answerContext(this.#parts.profile, this.#history, promptTokensMax);
      this.#startTurn(question, (signal) => guardedAnswer(question, context, { model, signal }));
    });
  }

  #askLater(question: string): void {
    if (this.#waiting.length < questionsWaitingMax) {
      this.#waiting.push(question);
      this.#takeWaiting();
    } else this.#refuse(new Problem("too-many-requests", "too many questions wait"));
  }

  /** The next question that waits has its turn when nothing else has. */
  #takeWaiting(): void {
    const question = this.#isBusy ? undefined : this.#waiting.shift();
    if (question !== undefined) this.#ask(question);
  }

  #refuse(problem: Problem): void {
    this.#send({ type: "problem", problem: problem.toBody() });
  }

  #silence(): void {
    this.#turn?.abort.abort("barge-in");
    this.#playout.hush();
  }

  #enqueue(task: () => Promise<void> | void): void {
    this.#queue = this.#queue
      .then(() => (this.#stop.signal.aborted ? undefined : task()))
      .catch((error) => this.#ports.onError(error));
  }

  #startTurn(question: string | null, parts: (signal: AbortSignal) => AsyncIterable<AnswerPart>): void {
    const { profile } = this.#parts;
    const abort = new AbortController();
    const turn: Turn = new Turn(
      this.#sequence++,
      question,
      {
        speaker: this.#ports.speaker,
        playout: this.#playout,
        language: profile.language,
        voice: profile.voice ?? undefined,
        filler: () => this.#parts.fillers.next(profile.language, profile.voice ?? undefined),
        send: (message) => this.#send(message),
        now: () => performance.now(),
      },
      {
        onWaking: () => this.#wake(),
        onDegraded: () => this.#change("model-lost"),
        onSpeech: () => this.#change("speech-start"),
        onProgress: () => this.#record("open"),
      },
    );
    this.#send({ type: "turn", turn: turn.sequence, question });
    const running = { turn, abort, revision: 0, done: Promise.resolve() };
    this.#turn = running;
    this.#change("turn-start");
    this.#record("open");
    const signal = AbortSignal.any([abort.signal, this.#stop.signal]);
    running.done = turn
      .run(parts(signal), signal)
      .catch((error) => {
        turn.failed = true;
        this.#ports.onError(error);
        this.#refuse(new Problem("internal", "the answer could not be given"));
      })
      .then(() => {
        if (!signal.aborted) this.#closeTurn(turn.failed ? "failed" : "complete");
      });
  }

  /** Ends the running turn as interrupted, if there is one, and waits until it has let go of everything. */
  async #endTurn(): Promise<void> {
    const running = this.#turn;
    if (!running) return;
    this.#silence();
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, abortBudgetMs);
    await Promise.race([running.done, late.promise]);
    clearTimeout(timer);
    if (this.#turn === running) this.#closeTurn("interrupted");
  }

  #closeTurn(outcome: TurnOutcome): void {
    const running = this.#turn;
    if (!running) return;
    const { turn } = running;
    this.#record(outcome);
    this.#turn = undefined;
    const { heard, heardTo, unheard, latency, source, flags, question } = turn;
    // What was declined is no part of the conversation that the model goes on with.
    if (question !== null && source !== "guardrail") {
      this.#history.push(outcome === "interrupted" ? { question, heard, unheard } : { question, heard });
      if (this.#history.length > historyMax) this.#history.shift();
    }
    this.#send({
      type: "turn-end",
      turn: turn.sequence,
      outcome,
      source,
      flags: [...flags],
      heard,
      heardTo,
      latency,
    });
    this.#ports.onTurnEnd?.({ outcome, source, latency });
    if (this.#asking > 0) return;
    this.#takeWaiting();
    if (this.#asking === 0) this.#change(outcome === "interrupted" ? "barge-in" : "turn-end");
  }

  #record(outcome: TurnRecord["outcome"]): void {
    const running = this.#turn;
    if (!running) return;
    const { turn } = running;
    this.#ports.record(this.sessionId, {
      sequence: turn.sequence,
      revision: running.revision++,
      question: turn.question,
      answer: turn.answer,
      heard: turn.heard,
      outcome,
      source: turn.source,
      flags: [...turn.flags],
      startedAt: turn.startedAt.toISOString(),
      endedAt: outcome === "open" ? null : new Date().toISOString(),
    });
  }

  #change(event: LessonEvent): void {
    const state = after(this.#state, event);
    if (state === this.#state) return;
    this.#state = state;
    const mood: Record<LessonState, Mood> = {
      idle: "idle",
      thinking: "thinking",
      waking: "thinking",
      speaking: "speaking",
      degraded: "speaking",
    };
    this.#playout.setMood(mood[state]);
    this.#send({ type: "state", state });
  }

  /** Each sign of a model that is being loaded is passed on, so that the page knows that nothing is stuck. */
  #wake(): void {
    if (this.#state === "waking") this.#send({ type: "state", state: "waking" });
    else this.#change("model-waking");
  }

  #send(message: EngineMessage): void {
    if (!engineMessages.EngineMessage(message)) {
      this.#ports.onError(new Error(`a ${message.type} message breaks the contract`));
      return;
    }
    this.#parts.peer.send(JSON.stringify(message));
  }
}

/** A tutor with a voice of ours keeps it: the remote face then moves its lips to it. */
function openPlayout({ peer, face, idle, remote, profile }: LessonParts): LessonPlayout {
  if (!remote) return new Playout(peer, face, idle);
  const voice = profile.voice === null || profile.voice === undefined ? "theirs" : "ours";
  return new RelayedPlayout(peer, { face, idle }, { remote, voice, linkRate: () => peer.stats().remb });
}

function readPageMessage(text: string): PageMessage | Problem {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch (cause) {
    return new Problem("invalid-json", undefined, { cause });
  }
  if (engineMessages.PageMessage(message)) return message as PageMessage;
  return new Problem("invalid-request", "the message does not conform to the contract");
}

function once(part: AnswerPart): () => AsyncIterable<AnswerPart> {
  return async function* () {
    yield part;
  };
}

async function hasClosed(peer: Peer): Promise<boolean> {
  return (await Promise.race([peer.closed, Promise.resolve("open" as const)])) !== "open";
}
