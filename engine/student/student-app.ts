import { openStore, SessionKeeper } from "./kept-session.ts";
import { LessonScreen } from "./lesson-screen.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { type LessonProblem, PageProblem } from "./page-problem.ts";
import { isInLesson, nextPageState, type PageEvent, type PageState } from "./page-state.ts";
import { openPreferences } from "./preferences.ts";
import { ReceiptBox } from "./receipt-box.ts";
import { pause } from "./reconnect-pause.ts";
import { SchoolClient, type TutorInfo, type Visit } from "./school-client.ts";
import { nextTicket } from "./session-tickets.ts";
import { Store } from "./store.ts";
import type { Strings } from "./strings.ts";
import { StudentAccount } from "./student-account.ts";
import { StudentHome } from "./student-home.ts";
import { type LessonEvents, StudentLesson } from "./student-lesson.ts";

export interface StudentAppOptions {
  readonly tutorId: string;
  readonly backendUrl: string;
  readonly posterUrl: string;
}

/** A ticket waits for turns to be delivered for so long. */
const redeemWithinMs = 1_000;

/** Where the page stands. */
export interface PageView {
  readonly state: PageState;
  readonly tutor: TutorInfo | undefined;
  /** Why the page is blocked or stopped. */
  readonly problem: LessonProblem | undefined;
}

/** The page: takes the student from the tutor's address through lessons. */
export class StudentApp {
  readonly view = new Store<PageView>({ state: "loading", tutor: undefined, problem: undefined });
  readonly screen: LessonScreen;
  readonly home: StudentHome;
  readonly options: StudentAppOptions;
  readonly #school: SchoolClient;
  readonly #keeper: SessionKeeper;
  readonly #receipts: ReceiptBox;
  #guestName = "";
  #lesson: StudentLesson | undefined;

  constructor(options: StudentAppOptions, strings: Strings) {
    const { backendUrl, tutorId } = options;
    const store = openStore("localStorage");
    this.options = options;
    this.#school = new SchoolClient(backendUrl, tutorId);
    this.#keeper = new SessionKeeper(tutorId, openStore("sessionStorage"));
    this.#receipts = new ReceiptBox(store);
    this.home = new StudentHome(new StudentAccount(backendUrl, tutorId, store));
    this.home.onSignedOut = () => this.#askToSignIn();
    this.screen = new LessonScreen({
      preferences: openPreferences(store),
      strings,
      send: (message) => this.view.value.state === "live" && (this.#lesson?.send(message) ?? false),
    });
    this.screen.voiceInput.microphone.track.watch((track) => this.#lesson?.setVoice(track));
  }

  async load(): Promise<void> {
    try {
      const tutor = await this.#school.tutorInfo();
      this.#show({ tutor });
      if (tutor.access === "public") this.#enter();
      else if (this.home.account.isKept) await this.#comeBack();
      else this.#askToSignIn();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Fails with a PageProblem. */
  async signIn(email: string, password: string): Promise<void> {
    await this.home.signIn(email, password);
    this.#enter();
  }

  signOut(): void {
    this.leave();
    void this.home.signOut();
  }

  /** Another tab has signed out. */
  signedOutElsewhere(): void {
    this.home.account.forget();
    this.home.leave();
  }

  /** A new lesson. `guestName` may be empty. */
  start(guestName: string): void {
    this.#guestName = guestName;
    this.#startLesson("start");
  }

  /** Goes on with a past lesson. */
  resume(sessionId: string): void {
    this.#keeper.keep({ sessionId });
    this.screen.conversation.clear();
    this.home.close();
    this.#startLesson("start");
  }

  /** Whatever helps where the page is blocked, stopped or has ended. */
  goOn(): void {
    const { state, problem } = this.view.value;
    if (problem?.kind === "signed-out") this.home.leave();
    else if (state === "blocked") {
      this.#move("retry");
      void this.load();
    } else this.#startLesson(state === "ended" ? "start" : "retry");
  }

  /** From a lesson that has ended to the lessons before. */
  goBack(): void {
    if (!this.#move("back")) return;
    this.screen.conversation.clear();
    void this.home.refresh();
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
    const state = nextPageState(this.view.value.state, event);
    if (!state) return false;
    this.#show({ state, problem: undefined });
    return true;
  }

  #fail(error: unknown): void {
    if (!this.#move("failed")) return;
    this.#closeLesson();
    this.#show({ problem: error instanceof PageProblem ? error : new PageProblem("backend-failing") });
  }

  /** To the tutor, and on with the lesson if the page was loaded again in the middle of one. */
  #enter(): void {
    this.#move("tutor-known");
    if (this.#keeper.session) this.#startLesson("start");
  }

  /** With a sign-in of an earlier time. A lesson that goes on does not wait for the list of those before. */
  async #comeBack(): Promise<void> {
    const home = this.home.refresh();
    if (!this.#keeper.session) await home;
    const { problem, student } = this.home.view.value;
    if (problem && !student) throw problem;
    if (this.home.account.isKept) this.#enter();
  }

  /** A lesson that runs needs no sign-in until it has to be connected again, and finds out by itself. */
  #askToSignIn(): void {
    if (isInLesson(this.view.value.state)) return;
    this.screen.conversation.clear();
    this.#move("sign-in-needed");
  }

  #startLesson(event: "start" | "retry"): void {
    if (!this.#move(event)) return;
    this.#lesson = new StudentLesson({
      tutorId: this.options.tutorId,
      visit: (signal) => this.#visit(signal),
      lastTurn: () => this.#keeper.session?.lastTurn,
      events: this.#lessonEvents(),
    });
    this.#lesson.setVoice(this.screen.voiceInput.microphone.track.value);
  }

  /** Goes on with the session of this tab, or opens one. */
  async #visit(signal: AbortSignal): Promise<Visit> {
    // The engine that goes on asks the backend what has been said.
    await Promise.race([this.#redeem(), pause(redeemWithinMs, signal)]);
    const isPublic = this.view.value.tutor?.access === "public";
    const visitor = isPublic ? this.#school.guest(this.#guestName) : this.home.account;
    const onOpened = () => this.screen.conversation.beginSession();
    return await nextTicket(visitor, this.#keeper, { signal, onOpened });
  }

  async #redeem(): Promise<void> {
    const receipts = this.#receipts.all;
    if (receipts.length > 0 && (await this.#school.redeem(receipts))) this.#receipts.redeemed(receipts);
  }

  #closeLesson(): void {
    this.screen.voiceInput.turnOff();
    this.screen.disconnect();
    this.#lesson?.end();
    this.#lesson = undefined;
  }

  #lessonEvents(): LessonEvents {
    const { screen } = this;
    return {
      onMedia: (media) => screen.attach(media),
      onLive: () => {
        if (this.#move("live")) screen.goLive();
      },
      onLost: () => {
        this.#move("lost");
        screen.disconnect({ goesOn: true });
      },
      onStats: (stats) => screen.measure(stats),
      onMessage: (message, arrivedAtMs) => {
        if (message.type === "turn") this.#keeper.noteTurn(message.turn);
        const sessionId = this.#keeper.session?.sessionId ?? "";
        if (message.type === "receipt") this.#receipts.add(sessionId, message.turn, message.receipt);
        else if (message.type === "stored") this.#receipts.forget(sessionId, message.turn);
        else screen.receive(message, arrivedAtMs);
      },
      onEnded: () => this.leave(),
      onStopped: (problem) => this.#fail(problem),
    };
  }
}
