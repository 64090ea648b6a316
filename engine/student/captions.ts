import { CaptionClock } from "./caption-clock.ts";
import { cutCaption } from "./caption-words.ts";
import type { MessageOf } from "./lesson-messages.ts";

const waitingMax = 20;

interface ShownWord {
  readonly element: HTMLElement;
  readonly atMs: number;
}

/** The sentence under the face, each word lit as it is heard. */
export class Captions {
  readonly #element: HTMLElement;
  /** Delay between a packet's arrival and its sound, in ms. */
  readonly #playoutDelayMs: () => number;
  #clock = new CaptionClock();
  #waiting: MessageOf<"caption">[] = [];
  #shown: MessageOf<"caption"> | undefined;
  /** Of the shown caption, as long as it is being said. */
  #words: ShownWord[] = [];
  #frame = 0;

  constructor(element: HTMLElement, playoutDelayMs: () => number) {
    this.#element = element;
    this.#playoutDelayMs = playoutDelayMs;
  }

  /** A caption came; it is shown when its sound is heard. The same sentence again, with more words, replaces itself. */
  add(caption: MessageOf<"caption">, arrivedAtMs: number): void {
    const isSame = ({ turn, index }: MessageOf<"caption">) =>
      turn === caption.turn && index === caption.index;
    const waitingAt = this.#waiting.findIndex(isSame);
    if (waitingAt >= 0) this.#waiting[waitingAt] = caption;
    else if (this.#shown && isSame(this.#shown)) this.#show(caption);
    else if (this.#waiting.length < waitingMax) {
      this.#clock.observe(caption.atMs, arrivedAtMs);
      this.#waiting.push(caption);
    }
    this.#schedule();
  }

  /** Nothing more is said; `nextLesson` also forgets the media clock. */
  clear({ nextLesson = false } = {}): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waiting = [];
    this.#words = [];
    this.#shown = undefined;
    this.#element.replaceChildren();
    if (nextLesson) this.#clock = new CaptionClock();
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw(performance.now() - this.#playoutDelayMs());
      if (this.#waiting.length > 0 || this.#words.length > 0) this.#schedule();
    });
  }

  #draw(heardMs: number): void {
    const due = this.#waiting.findLastIndex((caption) => this.#clock.toPageMs(caption.atMs) <= heardMs);
    if (due >= 0) {
      this.#show(this.#waiting[due]!);
      this.#waiting.splice(0, due + 1);
    }
    if (!this.#shown || this.#words.length === 0) return;
    const over = this.#clock.toPageMs(this.#shown.atMs + this.#shown.durationMs) <= heardMs;
    const current = over
      ? -1
      : this.#words.findLastIndex((word) => this.#clock.toPageMs(word.atMs) <= heardMs);
    this.#words.forEach(({ element }, index) => {
      element.classList.toggle("now", index === current);
    });
    if (over) this.#words = [];
  }

  #show(caption: MessageOf<"caption">): void {
    this.#words = [];
    this.#shown = caption;
    const nodes = cutCaption(caption.text, caption.words).map(({ text, atMs }) => {
      if (atMs === undefined) return document.createTextNode(text);
      const element = document.createElement("span");
      element.textContent = text;
      this.#words.push({ element, atMs });
      return element;
    });
    this.#element.replaceChildren(...nodes);
    this.#element.scrollTop = 0;
  }
}
