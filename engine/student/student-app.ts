import { Captions } from "./captions.ts";
import { Conversation } from "./conversation.ts";
import { openStore, SessionKeeper } from "./kept-session.ts";
import type { EngineMessage, MessageOf } from "./lesson-messages.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { PageProblem } from "./page-problem.ts";
import { nextPageState, type PageEvent, type PageState } from "./page-state.ts";
import { Playback } from "./playback.ts";
import { ReceiptBox } from "./receipt-box.ts";
import { SchoolClient, type TutorInfo, type Visit } from "./school-client.ts";
import { Store } from "./store.ts";
import type { Strings } from "./strings.ts";
import { type LessonEvents, StudentLesson } from "./student-lesson.ts";

/** Until there are figures: what a browser's jitter buffer holds on a good network. */
const usualPlayoutDelayMs = 80;

/** Problems that mean that a question was not taken up. */
const refusals: ReadonlySet<string> = new Set(["invalid-request", "too-large", "too-many-requests"]);

export interface StudentAppOptions {
  readonly tutorId: string;
  readonly backendUrl: string;
  readonly posterUrl: string;
}

/** What the page shows besides the conversation and the tutor. */
export interface PageView {
  readonly state: PageState;
  readonly tutor: TutorInfo | undefined;
  /** What the tutor is doing. */
  readonly lesson: MessageOf<"state"> | undefined;
  /** Why the page is blocked or stopped. */
  readonly problem: PageProblem | undefined;
  /** Questions to start with that were not asked yet. */
  readonly starters: readonly string[];
}

/** The page: takes the student from the tutor's address through lessons, and every part of it to its part. */
export class StudentApp {
  readonly view = new Store<PageView>({
    state: "loading",
    tutor: undefined,
    lesson: undefined,
    problem: undefined,
    starters: [],
  });
  readonly conversation = new Conversation();
  readonly playback = new Playback();
  readonly captions = new Captions(() => this.#playoutDelayMs());
  readonly options: StudentAppOptions;
  readonly #strings: Strings;
  readonly #school: SchoolClient;
  readonly #keeper: SessionKeeper;
  readonly #receipts = new ReceiptBox(openStore("localStorage"));
  #guestName = "";
  #lesson: StudentLesson | undefined;
  /** The turn that was stopped here and goes on in the engine until it hears of it. */
  #silencedTurn = -1;
  #turn = -1;

  constructor(options: StudentAppOptions, strings: Strings) {
    this.options = options;
    this.#strings = strings;
    this.#school = new SchoolClient(options.backendUrl, options.tutorId);
    this.#keeper = new SessionKeeper(options.tutorId, openStore("sessionStorage"));
  }

  async load(): Promise<void> {
    try {
      const tutor = await this.#school.tutorInfo(new AbortController().signal);
      this.#show({ tutor, starters: tutor.starters });
      if (tutor.access !== "public") throw new PageProblem("tutor-enrolled");
    } catch (error) {
      return this.#fail(error);
    }
    this.#move("tutor-known");
    // The page was loaded again in the middle of a lesson.
    if (this.#keeper.session) this.#startLesson("start");
  }

  /** `guestName` may be empty. */
  start(guestName: string): void {
    this.#guestName = guestName;
    this.#startLesson("start");
  }

  /** Whatever helps where the page is blocked, stopped or has ended. */
  goOn(): void {
    const { state } = this.view.value;
    if (state === "blocked") {
      this.#move("retry");
      void this.load();
    } else this.#startLesson(state === "ended" ? "start" : "retry");
  }

  /** False when it could not be sent. `after`: when the tutor has finished. */
  ask(text: string, when: "now" | "after" = "now"): boolean {
    if (this.view.value.state !== "live" || !this.#lesson?.send({ type: "say", text, when })) return false;
    if (when === "now" && this.conversation.isAnswering) this.#silence();
    this.conversation.ask(text);
    this.#show({ starters: this.view.value.starters.filter((starter) => starter !== text) });
    return true;
  }

  interrupt(): void {
    if (this.#lesson?.send({ type: "interrupt" })) this.#silence();
  }

  /** Ends the lesson, if there is one. */
  leave(): void {
    if (!this.#move("end")) return;
    this.#keeper.forget();
    this.#closeLesson();
  }

  /** The page goes away, and may come back: the lesson goes on then. */
  pause(): void {
    this.#lesson?.end({ forGood: false });
  }

  get stats(): (LessonStats & { state: PageState; connections: number }) | undefined {
    const stats = this.#lesson?.stats;
    return stats && { ...stats, state: this.view.value.state };
  }

  #show(changes: Partial<PageView>): void {
    this.view.value = { ...this.view.value, ...changes };
  }

  /** False when the event means nothing now. */
  #move(event: PageEvent): boolean {
    const { state, lesson } = this.view.value;
    const next = nextPageState(state, event);
    if (!next) return false;
    this.#show({ state: next, problem: undefined, lesson: next === "live" ? lesson : undefined });
    return true;
  }

  #fail(error: unknown): void {
    if (!this.#move("failed")) return;
    this.#closeLesson();
    this.#show({ problem: error instanceof PageProblem ? error : new PageProblem("backend-failing") });
  }

  #startLesson(event: "start" | "retry"): void {
    if (!this.#move(event)) return;
    this.#lesson = new StudentLesson({
      tutorId: this.options.tutorId,
      visit: (signal) => this.#visit(signal),
      events: this.#lessonEvents(),
    });
  }

  /** Goes on with the session of this tab, or opens one. */
  async #visit(signal: AbortSignal): Promise<Visit> {
    void this.#redeem();
    const kept = this.#keeper.session;
    if (kept) {
      try {
        return await this.#school.resume(kept, signal);
      } catch (error) {
        if (!(error instanceof PageProblem) || error.kind !== "tutor-unknown") throw error;
        this.#keeper.forget();
      }
    }
    const { sessionId, secret, ...visit } = await this.#school.visit(this.#guestName, signal);
    this.#keeper.keep({ sessionId, secret });
    this.conversation.beginSession();
    return visit;
  }

  async #redeem(): Promise<void> {
    const receipts = this.#receipts.all;
    if (receipts.length > 0 && (await this.#school.redeem(receipts))) this.#receipts.redeemed(receipts);
  }

  #closeLesson(): void {
    this.#disconnect();
    this.#lesson?.end();
    this.#lesson = undefined;
  }

  #disconnect(): void {
    this.playback.detach();
    this.conversation.disconnect();
    this.captions.clear({ nextLesson: true });
    this.#turn = -1;
    this.#silencedTurn = -1;
  }

  #lessonEvents(): LessonEvents {
    return {
      onMedia: (media) => this.playback.attach(media),
      onLive: () => {
        this.#move("live");
      },
      onLost: () => {
        this.#move("lost");
        this.#disconnect();
      },
      onMessage: (message, arrivedAtMs) => this.#receive(message, arrivedAtMs),
      onEnded: () => this.leave(),
      onStopped: (problem) => this.#fail(problem),
    };
  }

  #receive(message: EngineMessage, arrivedAtMs: number): void {
    switch (message.type) {
      case "state":
        this.#showState(message);
        break;
      case "past":
        this.conversation.recall(message);
        break;
      case "receipt":
        this.#receipts.add(this.#keeper.session?.sessionId ?? "", message.turn, message.receipt);
        break;
      case "stored":
        this.#receipts.forget(this.#keeper.session?.sessionId ?? "", message.turn);
        break;
      case "turn":
        this.#turn = message.turn;
        this.conversation.start(message);
        break;
      case "delta":
        this.conversation.write(message);
        break;
      case "aside":
        this.#caption({ ...message, type: "caption", index: -1, from: 0, to: 0, words: [] }, arrivedAtMs);
        break;
      case "caption":
        this.#caption(message, arrivedAtMs);
        break;
      case "turn-end":
        this.#endTurn(message);
        break;
      case "problem":
        this.#complain(message.problem.type);
        break;
    }
  }

  #showState(lesson: MessageOf<"state">): void {
    this.#show({ lesson });
    if (lesson.state === "idle" || lesson.state === "listening") this.playback.release();
  }

  #caption(caption: MessageOf<"caption">, arrivedAtMs: number): void {
    if (caption.turn <= this.#silencedTurn) return;
    this.playback.release({ fresh: true });
    this.captions.add(caption, arrivedAtMs);
  }

  #endTurn(message: MessageOf<"turn-end">): void {
    this.conversation.end(message);
    if (message.outcome !== "complete") this.captions.clear();
    if (message.turn >= this.#silencedTurn) this.playback.release();
  }

  #complain(type: MessageOf<"problem">["problem"]["type"]): void {
    const { troubles, otherTrouble } = this.#strings;
    if (refusals.has(type)) {
      // The question interrupts nothing: what was being said goes on.
      this.conversation.refuse();
      this.#silencedTurn = -1;
      this.playback.release({ fresh: true });
    }
    this.conversation.complain(troubles[type] ?? otherTrouble);
  }

  /** Here and now; the engine's silence takes the way over the network. */
  #silence(): void {
    this.#silencedTurn = this.#turn;
    this.playback.silence();
    this.captions.clear();
  }

  #playoutDelayMs(): number {
    return this.#lesson?.stats?.audio.jitterBufferMs || usualPlayoutDelayMs;
  }
}
