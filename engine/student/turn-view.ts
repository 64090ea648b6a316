import { heardLength } from "./heard-text.ts";
import type { MessageOf } from "./lesson-messages.ts";
import { RichText } from "./rich-text.ts";
import type { Strings } from "./strings.ts";

/** As much as a turn may hold in the contract; more is not shown. */
const answerMaxChars = 60_000;

/** How a turn ended, now or before this connection. */
type TurnEnd = Pick<MessageOf<"past">, "outcome" | "heard" | "source"> &
  Partial<Pick<MessageOf<"turn-end">, "heardTo" | "latency">>;

/** One question and its answer. */
export class TurnView {
  readonly element = document.createElement("li");
  readonly question: string | null;
  readonly #strings: Strings;
  readonly #tutor: { readonly name: string; readonly language: string };
  readonly #answer = document.createElement("div");
  readonly #text = new RichText();
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
    const text = this.#text.element;
    text.classList.add("text");
    text.lang = this.#tutor.language;
    this.#answer.append(speaker(this.#tutor.name), text);
    this.element.append(this.#answer);
  }

  write(delta: string): void {
    if (this.#text.source.length + delta.length > answerMaxChars) return;
    this.#answer.classList.remove("waiting");
    this.#text.source += delta;
  }

  /** It has come to its end, or to where it was cut off. `heardTo`: where in the answer the student stopped hearing. */
  close({ outcome, heard, source, heardTo, latency }: TurnEnd): void {
    this.#settle();
    if (this.#text.source === "" && heard) this.#text.source = heard;
    this.#text.flush();
    const isEmpty = this.#text.source === "";
    if (outcome === "cut" || outcome === "open") this.#note("tag", this.#strings.cutOff);
    if (outcome === "interrupted") this.#interrupt(heardTo ?? heardLength(this.#text.source, heard));
    if (outcome === "failed") this.#note("trouble", this.#strings.answerFailed);
    if (source === "notes" && !isEmpty) this.#note("tag", this.#strings.fromNotes);
    if (source === "guardrail" && !isEmpty) this.#note("tag", this.#strings.declined);
    if (latency) this.#answer.append(waterfall(latency, this.#strings));
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
  #interrupt(heardTo: number): void {
    const { source } = this.#text;
    const unheard = new RichText();
    unheard.source = source.slice(heardTo).trim();
    this.#text.source = source.slice(0, heardTo);
    this.#text.flush();
    unheard.flush();
    const mark = paragraph("tag stopped", this.#strings.interrupted);
    this.#text.element.append(mark);
    if (unheard.source === "") return;
    const hint = document.createElement("span");
    hint.className = "visually-hidden";
    hint.textContent = ` ${this.#strings.notHeard} `;
    unheard.element.classList.add("unheard");
    unheard.element.prepend(hint);
    this.#text.element.append(unheard.element);
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

/** Where the time of a turn went, folded away. */
function waterfall(latency: MessageOf<"turn-end">["latency"], { stages, waited }: Strings): HTMLElement {
  const list = document.createElement("dl");
  for (const [stage, label] of Object.entries(stages)) {
    const ms = latency[stage as keyof typeof stages];
    if (typeof ms !== "number") continue;
    const term = document.createElement("dt");
    term.textContent = label;
    const figure = document.createElement("dd");
    figure.textContent = `${Math.round(ms)} ms`;
    list.append(term, figure);
  }
  const title = document.createElement("summary");
  title.textContent = waited;
  const details = document.createElement("details");
  details.className = "waterfall";
  details.append(title, list);
  return details;
}
