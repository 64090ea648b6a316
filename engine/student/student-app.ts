import { Captions } from "./captions.ts";
import { Conversation } from "./conversation.ts";
import { openStore, SessionKeeper } from "./kept-session.ts";
import type { EngineMessage, MessageOf } from "./lesson-messages.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { LessonView } from "./lesson-view.ts";
import type { PageElements } from "./page-elements.ts";
import { PageProblem } from "./page-problem.ts";
import { nextPageState, type PageEvent, type PageState } from "./page-state.ts";
import { QuestionBox } from "./question-box.ts";
import { ReceiptBox } from "./receipt-box.ts";
import { SchoolClient, type TutorInfo, type Visit } from "./school-client.ts";
import { Sound } from "./sound.ts";
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

/** The page: takes the student from the tutor's address through lessons, and every part of it to its part. */
export class StudentApp {
  readonly #options: StudentAppOptions;
  readonly #elements: PageElements;
  readonly #strings: Strings;
  readonly #school: SchoolClient;
  readonly #view: LessonView;
  readonly #sound: Sound;
  readonly #box: QuestionBox;
  readonly #conversation: Conversation;
  readonly #captions: Captions;
  readonly #keeper: SessionKeeper;
  readonly #receipts = new ReceiptBox(openStore("localStorage"));
  #state: PageState = "loading";
  #info: TutorInfo | undefined;
  #lesson: StudentLesson | undefined;
  /** The turn that was stopped here and goes on in the engine until it hears of it. */
  #silencedTurn = -1;
  #turn = -1;

  constructor(options: StudentAppOptions, elements: PageElements, strings: Strings) {
    this.#options = options;
    this.#elements = elements;
    this.#strings = strings;
    this.#school = new SchoolClient(options.backendUrl, options.tutorId);
    this.#keeper = new SessionKeeper(options.tutorId, openStore("sessionStorage"));
    this.#view = new LessonView(elements, strings);
    this.#sound = new Sound(elements, strings);
    this.#box = new QuestionBox(elements, {
      onAsk: (text, when) => this.#ask(text, when),
      onStop: () => this.#interrupt(),
    });
    this.#conversation = new Conversation(elements, strings, (text) => this.#ask(text, "now"));
    this.#captions = new Captions(elements.caption, () => this.#playoutDelayMs());
    elements.welcome.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#startLesson("start");
    });
    elements.noticeAction.addEventListener("click", () => this.#act());
    elements.end.addEventListener("click", () => this.leave());
  }

  async load(): Promise<void> {
    this.#view.showState("loading", false);
    try {
      this.#info = await this.#school.tutorInfo(new AbortController().signal);
    } catch (error) {
      return this.#fail(error);
    }
    this.#view.showTutor(this.#info, this.#options.posterUrl);
    this.#conversation.tutor = this.#info;
    this.#box.showStarters(this.#info.starters);
    if (this.#info.access !== "public") return this.#fail(new PageProblem("tutor-enrolled"));
    this.#move("tutor-known");
    // The page was loaded again in the middle of a lesson.
    if (this.#keeper.session) this.#startLesson("start");
  }

  /** Ends the lesson, if there is one. */
  leave(): void {
    if (!this.#move("end")) return;
    this.#keeper.forget();
    this.#closeLesson();
    this.#view.showEnded();
  }

  /** The page goes away, and may come back: the lesson goes on then. */
  pause(): void {
    this.#lesson?.end({ forGood: false });
  }

  get stats(): (LessonStats & { state: PageState; connections: number }) | undefined {
    const stats = this.#lesson?.stats;
    return stats && { ...stats, state: this.#state };
  }

  /** False when the event means nothing now. */
  #move(event: PageEvent): boolean {
    const next = nextPageState(this.#state, event);
    if (!next) return false;
    this.#state = next;
    this.#box.connected = next === "live";
    this.#view.showState(next, !this.#conversation.isEmpty);
    return true;
  }

  #fail(error: unknown): void {
    if (!this.#move("failed")) return;
    this.#closeLesson();
    this.#view.showProblem(error instanceof PageProblem ? error : new PageProblem("backend-failing"));
  }

  /** The notice's button: whatever helps in this state. */
  #act(): void {
    if (this.#state === "blocked") {
      this.#move("retry");
      void this.load();
    } else this.#startLesson(this.#state === "ended" ? "start" : "retry");
  }

  #startLesson(event: "start" | "retry"): void {
    if (!this.#move(event)) return;
    this.#box.focus();
    const guestName = this.#elements.guestName.value;
    this.#lesson = new StudentLesson({
      tutorId: this.#options.tutorId,
      visit: (signal) => this.#visit(guestName, signal),
      events: this.#lessonEvents(),
    });
  }

  /** Goes on with the session of this tab, or opens one. */
  async #visit(guestName: string, signal: AbortSignal): Promise<Visit> {
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
    const { sessionId, secret, ...visit } = await this.#school.visit(guestName, signal);
    this.#keeper.keep({ sessionId, secret });
    this.#conversation.beginSession();
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
    this.#sound.detach();
    this.#conversation.disconnect();
    this.#captions.clear({ nextLesson: true });
    this.#box.busy = false;
    this.#turn = -1;
    this.#silencedTurn = -1;
  }

  #lessonEvents(): LessonEvents {
    return {
      onMedia: (media) => this.#sound.attach(media),
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
        this.#conversation.recall(message);
        break;
      case "receipt":
        this.#receipts.add(this.#keeper.session?.sessionId ?? "", message.turn, message.receipt);
        break;
      case "stored":
        this.#receipts.forget(this.#keeper.session?.sessionId ?? "", message.turn);
        break;
      case "turn":
        this.#turn = message.turn;
        this.#conversation.start(message);
        break;
      case "delta":
        this.#conversation.write(message);
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

  #showState({ state, queue }: MessageOf<"state">): void {
    const atRest = state === "idle" || state === "listening";
    this.#view.showLessonState(state, queue);
    this.#box.busy = !atRest;
    if (atRest) this.#sound.release();
  }

  #caption(caption: MessageOf<"caption">, arrivedAtMs: number): void {
    if (caption.turn <= this.#silencedTurn) return;
    this.#sound.release({ fresh: true });
    this.#captions.add(caption, arrivedAtMs);
  }

  #endTurn(message: MessageOf<"turn-end">): void {
    this.#conversation.end(message);
    if (message.outcome !== "complete") this.#captions.clear();
    if (message.turn >= this.#silencedTurn) this.#sound.release();
  }

  #complain(type: MessageOf<"problem">["problem"]["type"]): void {
    const { troubles, otherTrouble } = this.#strings;
    if (refusals.has(type)) {
      // The question interrupts nothing: what was being said goes on.
      this.#conversation.refuse();
      this.#silencedTurn = -1;
      this.#sound.release({ fresh: true });
    }
    this.#conversation.complain(troubles[type] ?? otherTrouble);
  }

  #ask(text: string, when: "now" | "after"): boolean {
    if (this.#state !== "live" || !this.#lesson?.send({ type: "say", text, when })) return false;
    if (when === "now" && this.#conversation.isAnswering) this.#silence();
    this.#conversation.ask(text);
    return true;
  }

  #interrupt(): void {
    if (this.#lesson?.send({ type: "interrupt" })) this.#silence();
  }

  /** Here and now; the engine's silence takes the way over the network. */
  #silence(): void {
    this.#silencedTurn = this.#turn;
    this.#sound.silence();
    this.#captions.clear();
  }

  #playoutDelayMs(): number {
    return this.#lesson?.stats?.audio.jitterBufferMs || usualPlayoutDelayMs;
  }
}
