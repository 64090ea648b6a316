import type { components } from "../../generated/engine.types.ts";
import type { MessageOf } from "./lesson-messages.ts";
import type { PageElements } from "./page-elements.ts";
import type { PageProblem } from "./page-problem.ts";
import { isInLesson, type PageState } from "./page-state.ts";
import type { TutorInfo } from "./school-client.ts";
import type { Advice, Strings } from "./strings.ts";

type LessonState = components["schemas"]["LessonState"];

/** What the page shows in each of its states, apart from the conversation. */
export class LessonView {
  readonly #elements: PageElements;
  readonly #strings: Strings;
  #tutorIsKnown = false;

  constructor(elements: PageElements, strings: Strings) {
    this.#elements = elements;
    this.#strings = strings;
    document.documentElement.lang = strings.language;
    document.title = strings.product;
    elements.tutorName.textContent = strings.product;
  }

  showTutor(info: TutorInfo, posterUrl: string): void {
    const { tutorName, tutorSubject, initial, poster, video } = this.#elements;
    const { name, subject, language } = info;
    this.#tutorIsKnown = true;
    document.title = `${name} · ${this.#strings.product}`;
    tutorName.textContent = name;
    tutorSubject.textContent = subject;
    initial.textContent = [...name.trim()][0]?.toUpperCase() ?? "";
    video.setAttribute("aria-label", this.#strings.tutorPicture(name));
    this.#elements.caption.lang = language;
    if (posterUrl) {
      poster.addEventListener("load", () => {
        poster.hidden = false;
      });
      poster.src = posterUrl;
    }
    this.#writeWelcome(info);
  }

  #writeWelcome({ name, subject, description, starters }: TutorInfo): void {
    const { welcomeTitle, welcomeAbout, welcomeAsks, welcomeStarters, guestNameLabel, logHint } =
      this.#elements;
    welcomeTitle.textContent = this.#strings.welcomeTitle(name);
    welcomeAbout.textContent = description || this.#strings.welcomeAbout(name, subject);
    guestNameLabel.textContent = this.#strings.guestName(name);
    logHint.textContent = this.#strings.askHint(name);
    welcomeAsks.hidden = starters.length === 0;
    welcomeStarters.replaceChildren(
      ...starters.slice(0, 3).map((starter) => {
        const item = document.createElement("li");
        item.textContent = starter;
        return item;
      }),
    );
  }

  /** `hasConversation`: there is something to read, which stays in sight whatever happens. */
  showState(state: PageState, hasConversation: boolean): void {
    const { loading, welcome, talk, end, banner, ask, askNote, chips, notice, sound, aiLabel } =
      this.#elements;
    const inLesson = isInLesson(state);
    document.body.dataset.state = state;
    loading.hidden = state !== "loading";
    welcome.hidden = state !== "welcome";
    talk.hidden = !inLesson && !hasConversation;
    end.hidden = !inLesson;
    sound.hidden = !inLesson;
    aiLabel.hidden = !this.#tutorIsKnown;
    ask.hidden = !inLesson;
    askNote.hidden = !inLesson;
    chips.hidden = !inLesson || chips.childElementCount === 0;
    banner.hidden = state !== "connecting" && state !== "reconnecting";
    banner.textContent = state === "reconnecting" ? this.#strings.reconnecting : this.#strings.connecting;
    if (state !== "blocked" && state !== "stopped" && state !== "ended") notice.hidden = true;
    if (state !== "live") this.showLessonState(undefined);
  }

  /** `queue`: others are being answered first. */
  showLessonState(state: LessonState | undefined, queue?: MessageOf<"state">["queue"]): void {
    const { badge } = this.#elements;
    const seconds = queue?.expectedMs ? Math.ceil(queue.expectedMs / 1000) : undefined;
    const waits = queue && queue.place > 0 ? this.#strings.inQueue(queue.place, seconds) : undefined;
    const text = waits ?? (state && this.#strings.states[state]);
    badge.hidden = !text;
    badge.textContent = text ?? "";
    badge.dataset.state = state ?? "";
  }

  showProblem({ kind, more }: PageProblem): void {
    const { title, advice } = this.#strings.problems[kind];
    const seconds = Math.ceil((more.retryAfterMs ?? 0) / 1000);
    const when = seconds > 0 ? ` ${this.#strings.tryAgainIn(seconds)}` : "";
    const action = kind === "replaced" ? this.#strings.continueHere : this.#strings.tryAgain;
    this.#showNotice({ title, advice: advice + when }, action);
  }

  showEnded(): void {
    this.#showNotice(this.#strings.ended, this.#strings.startAgain);
  }

  #showNotice({ title, advice }: Advice, action: string): void {
    const { notice, noticeTitle, noticeAdvice, noticeAction } = this.#elements;
    noticeTitle.textContent = title;
    noticeAdvice.textContent = advice;
    noticeAction.textContent = action;
    notice.hidden = false;
    // What had the focus may be hidden now.
    if (document.activeElement === document.body || !document.activeElement?.checkVisibility()) {
      noticeTitle.focus({ preventScroll: true });
    }
  }
}
