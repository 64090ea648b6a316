import pTimeout from "p-timeout";
import type { components } from "../../generated/engine.types.ts";
import { Problem } from "../../openapi/binding/problem.ts";
import type { AnswerPart } from "../chat/answering.ts";
import type { TooManyQuestions } from "../chat/question-limit.ts";
import type { Peer } from "../media/peer.ts";
import type { TurnOutcome } from "../turns/turn.ts";
import type { Turn as TurnRecord } from "./backend-client.ts";
import { answerTo, type LessonQuestion } from "./lesson-answer.ts";
import { LessonEar } from "./lesson-ear.ts";
import type { LessonMemory } from "./lesson-memory.ts";
import { type Opening, openingOf, resumptionOf, say } from "./lesson-opening.ts";
import { LessonOutput } from "./lesson-output.ts";
import {
  bitRateWithin,
  hasClosed,
  type LessonParts,
  type LessonPorts,
  linkOf,
  type Role,
  VoiceNotice,
} from "./lesson-parts.ts";
import { LessonQuestions } from "./lesson-questions.ts";
import { LessonRecord } from "./lesson-record.ts";
import { LessonStage } from "./lesson-stage.ts";
import { LessonTurn, type TurnBeginning } from "./lesson-turn.ts";
import { PageInbox, sendTo, toProblemMessage } from "./page-messages.ts";
import { RelayedPlayout } from "./relayed-playout.ts";
import { endOf } from "./turn-end.ts";

type EngineMessage = components["schemas"]["EngineMessage"];
export type ByeReason = components["schemas"]["Bye"]["reason"];

/** A page has this long to read why the lesson ends. */
const farewellMs = 150;

/** One student's live session: a peer, its media timeline, and one turn at a time. */
export class Lesson {
  readonly id: string;
  /** Resolves when everything the lesson opened is closed. */
  readonly ended: Promise<void>;
  readonly #parts: LessonParts;
  readonly #ports: LessonPorts;
  readonly #playout: RelayedPlayout;
  readonly #stop = new AbortController();
  #role: Role;
  /** What the tutor is from the next turn on. */
  #nextRole: Role | undefined;
  readonly #stage: LessonStage;
  #turn: LessonTurn | undefined;
  /** The turn that ended last, of what was said here. */
  #lastTurn: LessonTurn | undefined;
  readonly #inbox = new PageInbox(
    {
      interrupt: () => this.#interrupt(),
      ping: ({ id, relayRefusals = 0 }) => {
        if (relayRefusals > 0 && !this.#isRelayRefused) this.#ports.onRelayRefused?.();
        this.#isRelayRefused ||= relayRefusals > 0;
        this.#send({ type: "pong", id });
      },
      settings: (settings) => this.#set(settings),
      rating: (rating) => this.#rate(rating),
      mic: ({ on }) => this.#ear?.set(on),
      missed: ({ ms }) => this.#sayAgain(ms),
      say: ({ text, when }) => this.#questions.hear(text, when),
    },
    (problem) => this.#refuse(problem),
  );
  /** Told once: whatever one browser says counts as one. */
  #isRelayRefused = false;
  readonly #record: LessonRecord;
  readonly #voiceNotice = new VoiceNotice((speaks) => this.#send({ type: "voice", speaks }));
  /** Questions whose turns begin as soon as the one before has let go of everything. */
  #asking = 0;
  readonly #questions = new LessonQuestions({
    count: () => this.#ports.questions.refuse(this.#parts.asker),
    refuse: (reason) => this.#refuse(reason),
    ask: (question) => this.#ask(question),
    isFree: () => !this.#isBusy && !this.#stage.isListening,
  });
  /** A voice has stopped the tutor, and nobody knows yet whether it said anything. */
  #isStoppedByVoice = false;
  /** Undefined: the student types. */
  readonly #ear: LessonEar | undefined;
  readonly #output: LessonOutput;
  #leaving: Promise<void> | undefined;
  #migrating: PromiseWithResolvers<void> | undefined;
  /** Questions and interruptions are taken one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: LessonParts, ports: LessonPorts) {
    this.id = parts.id;
    this.#parts = parts;
    this.#ports = ports;
    this.#role = parts.role;
    const { peer, sessionId, memory } = parts;
    this.#playout = new RelayedPlayout(peer, parts.role.cast, {
      link: () => linkOf(peer),
      onFace: (face) => this.#send({ type: "face", ...face }),
    });
    this.#playout.onPictureLate = ports.onPictureLate;
    this.#output = new LessonOutput(parts.place, this.#playout);
    parts.place.onChange = () => this.#takePlace();
    this.#record = new LessonRecord({ sessionId, memory, send: (message) => this.#send(message) }, ports);
    this.#ear = this.#openEar();
    this.#stage = new LessonStage({
      playout: this.#playout,
      ear: this.#ear,
      send: (message) => this.#send(message),
    });
    this.ended = this.#run();
  }

  get memory(): LessonMemory {
    return this.#parts.memory;
  }

  /** What the tutor is now, or will be from the next turn on. */
  get role(): Role {
    return this.#nextRole ?? this.#role;
  }

  get peer(): Peer {
    return this.#parts.peer;
  }

  /** The tutor has been changed: its face and all else follow between two turns. */
  change(role: Role): void {
    this.#nextRole = role;
    this.#takeRole();
  }

  /** A turn is in the transcript. */
  stored(turn: TurnRecord): void {
    this.#record.stored(turn);
  }

  /** Ends the lesson between two turns, or when `withinMs` are over: it can go on elsewhere. */
  async migrate(withinMs: number): Promise<void> {
    this.#migrating ??= Promise.withResolvers();
    this.#questions.close();
    this.#send({ type: "migrate" });
    if (!this.#isBusy) this.#migrating.resolve();
    const free = Promise.race([this.#migrating.promise, this.ended]);
    await pTimeout(free, { milliseconds: withinMs, message: false });
    await this.end("stopping");
  }

  /** Idempotent; resolves when the lesson has ended. */
  async end(reason: ByeReason): Promise<void> {
    this.#leaving ??= this.#leave(reason);
    await Promise.all([this.#leaving, this.ended]);
  }

  async #leave(reason: ByeReason): Promise<void> {
    this.#questions.forget();
    await this.#endTurn(reason === "ended" ? "interrupted" : "cut");
    this.#send({ type: "bye", reason });
    // The page leaves when it has read that; one that is gone, or that never came, is not waited for.
    await Promise.race([this.#parts.peer.closed, this.ended, Bun.sleep(farewellMs)]);
    this.#stop.abort(reason);
    await this.#parts.peer.close();
  }

  async #run(): Promise<void> {
    const { peer } = this.#parts;
    const { profile } = this.#role;
    await using opened = new AsyncDisposableStack();
    opened.use(peer);
    opened.use(this.#playout);
    opened.defer(() => this.#endTurn("cut"));
    peer.onVideoRate = (rate) => this.#playout.setBitRate(bitRateWithin(rate));
    if (this.#ear) opened.use(this.#ear);
    peer.onSound = (opus) => this.#ear?.take(opus);
    peer.onKeyPictureWanted = () => this.#playout.sendKeyPicture();
    peer.onOpen = () => {
      this.#send({
        type: "ready",
        lesson: this.id,
        tutor: { name: profile.name, language: profile.language },
        microphone: this.#ear !== undefined,
      });
      this.#record.sendPast();
      if (this.#parts.place.queue) this.#send(this.#output.face);
      this.#stage.tell();
      this.#enqueue(() => this.#begin());
    };
    peer.onMessage = (text) => this.#inbox.receive(text);
    try {
      await peer.connected;
      const prepared = this.#parts.fillers
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

  /** Greets, or goes on where the session was cut off. */
  #begin(): void {
    if (this.#isBusy) return;
    const { broken } = this.memory;
    const opening = openingOf(this.#role.profile, this.memory);
    // Whoever recorded it is gone.
    if (broken?.outcome === "open" && !opening?.again)
      this.#record.put({ ...broken, revision: broken.revision + 1, outcome: "cut" });
    this.#open(opening);
  }

  #open(opening: Opening | undefined): void {
    if (!opening) return;
    const { again } = opening;
    if ("ask" in opening) this.#ask(opening.ask, again);
    else {
      const then = opening.unfinished && this.#answerTo(opening.unfinished);
      this.#startTurn({ question: null, source: opening.source, again }, say(opening.say, then));
    }
  }

  #openEar(): LessonEar | undefined {
    return LessonEar.openFor(this.#parts.peer, this.#ports, {
      language: this.#role.profile.language,
      onVoice: () => this.#interrupt("voice-start"),
      onPause: () => this.#playout.nod(),
      onUnderstood: (text, isFinal) => {
        this.#send({ type: "understood", text, isFinal });
        const isAsked = isFinal && text !== "" && this.#questions.hear(text);
        if (isFinal && !isAsked) this.#loseVoice();
      },
      onDeaf: (problem) => this.#refuse(problem),
    });
  }

  /** What was sent in the last `missedMs` has not arrived. */
  #sayAgain(missedMs: number): void {
    const fromMs = this.#playout.mediaMs - missedMs;
    if (this.#turn) this.#turn.turn.sayAgain(fromMs);
    else if (!this.#isBusy && this.#lastTurn?.cutAt(fromMs)) {
      this.#lastTurn = undefined;
      this.#enqueue(() => this.#begin());
    }
  }

  #rate({ turn, rating }: components["schemas"]["Rating"]): void {
    if (!this.#record.rate(turn, rating)) this.#refuse(new Problem("not-found", "no such turn has ended"));
  }

  /** Who changes over to reading reads on where the voice was. */
  #set(message: components["schemas"]["Settings"]): void {
    this.#output.want(message);
    if (message.media !== "text") return;
    this.#turn?.turn.readOn();
    this.#playout.hush();
  }

  /** The line for a face has moved, or the lesson has got its face: what is said next is said aloud. */
  #takePlace(): void {
    this.#output.apply();
    this.#send(this.#output.face);
  }

  /** The sound stops before anything is awaited: what follows only tidies up. */
  #interrupt(by: "barge-in" | "voice-start" = "barge-in"): void {
    this.#silence();
    this.#isStoppedByVoice = by === "voice-start" && (this.#isBusy || this.#isStoppedByVoice);
    this.#stage.change(by);
    if (this.#isBusy) this.#enqueue(() => this.#endTurn());
  }

  get #isBusy(): boolean {
    return this.#turn !== undefined || this.#asking > 0;
  }

  #ask(question: string, again?: TurnRecord): void {
    this.#silence();
    this.#isStoppedByVoice = false;
    this.#asking++;
    this.#stage.change("turn-start");
    this.#enqueue(async () => {
      await this.#endTurn();
      this.#asking--;
      const { exchanges } = this.memory;
      this.#startTurn({ question, again }, this.#answerTo({ question, exchanges }));
    });
  }

  #answerTo(asked: Pick<LessonQuestion, "question" | "exchanges" | "begun">) {
    const { profile } = this.#role;
    return answerTo({ ...asked, profile, asker: this.#parts.sessionId }, this.#ports);
  }

  /** Nothing came of what the student said: a cough does not end an answer. */
  #loseVoice(): void {
    this.#stage.change("voice-lost");
    this.#enqueue(() => {
      if (this.#isStoppedByVoice && !this.#isBusy && !this.#stage.isListening) {
        this.#isStoppedByVoice = false;
        this.#open(resumptionOf(this.#role.profile, this.memory));
      }
      this.#questions.takeNext();
    });
  }

  #refuse(error: Problem | TooManyQuestions): void {
    this.#send(toProblemMessage(error));
  }

  #takeRole(): void {
    const role = this.#nextRole;
    if (!role || this.#isBusy) return;
    const before = this.#role.cast;
    this.#role = role;
    this.#nextRole = undefined;
    if (role.cast !== before) this.#playout.changeCast(role.cast);
  }

  #silence(): void {
    this.#turn?.stop();
    this.#playout.hush();
  }

  #enqueue(task: () => Promise<void> | void): void {
    this.#queue = this.#queue
      .then(() => (this.#leaving || this.#stop.signal.aborted ? undefined : task()))
      .catch((error) => this.#ports.onError(error));
  }

  #startTurn(beginning: TurnBeginning, parts: (signal: AbortSignal) => AsyncIterable<AnswerPart>): void {
    const running = new LessonTurn(beginning, {
      parts: this.#parts,
      ports: this.#ports,
      role: this.#role,
      playout: this.#playout,
      output: this.#output,
      stage: this.#stage,
      record: this.#record,
      voiceNotice: this.#voiceNotice,
      send: (message) => this.#send(message),
    });
    const { turn } = running;
    this.#send({ type: "turn", turn: turn.sequence, question: turn.question });
    this.#turn = running;
    this.#stage.change("turn-start");
    running.note("open");
    running.start(parts, this.#stop.signal, {
      onFailed: (error) => {
        this.#ports.onError(error);
        this.#refuse(new Problem("internal", "the answer could not be given"));
      },
      onEnd: () => this.#closeTurn(turn.failed ? "failed" : "complete"),
    });
  }

  /**
   * Ends the running turn, if there is one, and waits until it has let go of everything. A turn that the student has
   * stopped is interrupted, whatever else ends it as well.
   */
  async #endTurn(outcome: "interrupted" | "cut" = "interrupted"): Promise<void> {
    const running = this.#turn;
    if (!running) return;
    const { isStopped } = running;
    this.#silence();
    await running.ended();
    if (this.#turn === running) this.#closeTurn(isStopped ? "interrupted" : outcome);
  }

  #closeTurn(ended: TurnOutcome): void {
    const running = this.#turn;
    if (!running) return;
    const { silentMs } = this.peer;
    const end = endOf(running.turn, ended, { silentMs, mediaMs: this.#playout.mediaMs });
    running.note(end.outcome);
    // Also where the end of it was lost: the connection may come back.
    this.#lastTurn = ended === "complete" ? running : undefined;
    this.#turn = undefined;
    this.#send(end);
    this.#ports.onTurnEnd?.(end);
    if (this.#asking > 0) return;
    this.#takeRole();
    this.#migrating?.resolve();
    this.#questions.takeNext();
    if (this.#asking === 0) this.#stage.change(ended === "interrupted" ? "barge-in" : "turn-end");
  }

  #send(message: EngineMessage): void {
    sendTo(this.#parts.peer, message, this.#ports.onError);
  }
}
