import { heardLength } from "./heard-text.ts";
import type { MessageOf } from "./lesson-messages.ts";
import type { Strings } from "./strings.ts";

/** As much as a turn may hold in the contract; more is not shown. */
const answerMaxChars = 60_000;

/** One question and its answer. */
export class TurnView {
  readonly element = document.createElement("li");
  readonly question: string | null;
  readonly #strings: Strings;
  readonly #tutor: { readonly name: string; readonly language: string };
  readonly #answer = document.createElement("div");
  readonly #text = document.createTextNode("");
  #tag: HTMLElement | undefined;
  #isOpen = false;

  constructor(
    question: string | null,
    tutor: { readonly name: string; readonly language: string },
    strings: Strings,
  ) {
    this.question = question;
    this.#strings = strings;
    this.#tutor = tutor;
    this.element.className = "turn";
    if (question !== null) {
      const bubble = paragraph("question", question);
      bubble.prepend(speaker(strings.you));
      this.element.append(bubble);
    }
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The tutor has the question and thinks. */
  open(): void {
    this.#isOpen = true;
    this.#answer.className = "answer waiting";
    // A screen reader gets the answer once, when it is whole.
    this.#answer.setAttribute("aria-busy", "true");
    const text = paragraph("text", "");
    text.lang = this.#tutor.language;
    text.append(this.#text);
    this.#answer.append(speaker(this.#tutor.name), text);
    this.element.append(this.#answer);
  }

  write(delta: string): void {
    if (this.#text.length + delta.length > answerMaxChars) return;
    this.#answer.classList.remove("waiting");
    this.#text.appendData(delta);
  }

  close({ outcome, heard, source }: MessageOf<"turn-end">): void {
    this.#settle();
    if (this.#text.length === 0 && heard) this.#text.data = heard;
    if (outcome === "interrupted") this.#interrupt(heard);
    if (outcome === "failed") this.#note("trouble", this.#strings.answerFailed);
    if (source === "notes" && this.#text.length > 0) this.#note("tag", this.#strings.fromNotes);
  }

  /** The connection went away in the middle of the answer. */
  cutOff(): void {
    if (!this.#isOpen) return;
    this.#settle();
    this.#note("tag", this.#strings.cutOff);
  }

  /** The question never arrived. */
  offerAgain(askAgain: (question: string) => void): void {
    const { question } = this;
    if (question === null) return;
    this.#note("tag undelivered", this.#strings.notDelivered);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = this.#strings.askAgain;
    button.addEventListener("click", () => askAgain(question));
    this.#tag?.append(" ", button);
  }

  /** Marks where the tutor was stopped, and dims what was written but never said. */
  #interrupt(heard: string): void {
    const unheard = this.#text.splitText(heardLength(this.#text.data, heard));
    const mark = document.createElement("span");
    mark.className = "tag stopped";
    mark.textContent = this.#strings.interrupted;
    const dimmed = document.createElement("span");
    dimmed.className = "unheard";
    const hint = document.createElement("span");
    hint.className = "visually-hidden";
    hint.textContent = unheard.data.trim() === "" ? "" : ` ${this.#strings.notHeard} `;
    unheard.replaceWith(" ", mark, dimmed);
    dimmed.append(hint, unheard);
  }

  #settle(): void {
    this.#isOpen = false;
    this.#answer.classList.remove("waiting");
    this.#answer.removeAttribute("aria-busy");
  }

  #note(className: string, text: string): void {
    this.#tag = paragraph(className, text);
    (this.#answer.isConnected ? this.#answer : this.element).append(this.#tag);
  }
}

function paragraph(className: string, text: string): HTMLElement {
  const element = document.createElement("p");
  element.className = className;
  element.textContent = text;
  return element;
}

/** Who speaks, for those who do not see whose bubble it is. */
function speaker(name: string): HTMLElement {
  const element = document.createElement("span");
  element.className = "visually-hidden";
  element.textContent = `${name}: `;
  return element;
}
