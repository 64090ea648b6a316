import type { PageElements } from "./page-elements.ts";

const rowsMaxPx = 160;

export interface QuestionBoxEvents {
  /**
   * A question, trimmed and not empty; `after`: when the tutor has finished. False when it could not be sent: it stays
   * in the box.
   */
  onAsk(text: string, when: "now" | "after"): boolean;
  onStop(): void;
}

/** The box a question is typed in, the starters, and the button that stops the tutor. */
export class QuestionBox {
  readonly #elements: PageElements;
  readonly #events: QuestionBoxEvents;
  #connected = false;
  #busy = false;

  constructor(elements: PageElements, events: QuestionBoxEvents) {
    this.#elements = elements;
    this.#events = events;
    const { ask, askAfter, question, stop } = elements;
    ask.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send("now");
    });
    askAfter.addEventListener("click", () => {
      this.#send("after");
      question.focus({ preventScroll: true });
    });
    question.addEventListener("keydown", (event) => {
      // While an input method composes, Enter chooses a word; keyCode 229 is how Safari says so.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.#send("now");
    });
    question.addEventListener("input", () => this.#refresh());
    stop.addEventListener("click", () => this.#events.onStop());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && !stop.hidden) this.#events.onStop();
    });
    this.#refresh();
  }

  set connected(connected: boolean) {
    this.#connected = connected;
    this.#refresh();
  }

  /** The tutor thinks or speaks and can be stopped. */
  set busy(busy: boolean) {
    const { stop, question } = this.#elements;
    if (!busy && document.activeElement === stop) question.focus({ preventScroll: true });
    stop.hidden = !busy;
    this.#busy = busy;
    this.#refresh();
  }

  showStarters(starters: readonly string[]): void {
    const { chips } = this.#elements;
    chips.replaceChildren(
      ...starters.map((starter) => {
        const chip = document.createElement("button");
        chip.type = "button";
        chip.textContent = starter;
        chip.addEventListener("click", () => {
          if (this.#connected && this.#events.onAsk(starter, "now")) this.#dropStarter(chip);
        });
        return chip;
      }),
    );
    chips.hidden = starters.length === 0;
    this.#refresh();
  }

  /** With a keyboard at hand; a touch keyboard would cover the tutor. */
  focus(): void {
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) {
      this.#elements.question.focus({ preventScroll: true });
    }
  }

  #dropStarter(chip: HTMLButtonElement): void {
    const { chips } = this.#elements;
    chip.remove();
    chips.hidden = chips.childElementCount === 0;
    this.focus();
  }

  #send(when: "now" | "after"): void {
    const { question } = this.#elements;
    const text = question.value.trim();
    if (!text || !this.#connected || !this.#events.onAsk(text, when)) return;
    question.value = "";
    this.#refresh();
  }

  #refresh(): void {
    const { question, send, askAfter, chips } = this.#elements;
    send.disabled = !this.#connected || question.value.trim() === "";
    askAfter.hidden = !this.#busy || send.disabled;
    for (const chip of chips.querySelectorAll("button")) chip.disabled = !this.#connected;
    question.style.height = "auto";
    question.style.height = `${Math.min(question.scrollHeight, rowsMaxPx)}px`;
  }
}
