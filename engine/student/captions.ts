import { CaptionClock } from "./caption-clock.ts";
import { CaptionLine } from "./caption-line.ts";
import { type PlacedWord, readCaption } from "./caption-words.ts";
import type { MessageOf } from "./lesson-messages.ts";

import { Store } from "./store.ts";

type Caption = MessageOf<"caption">;

const waitingMax = 20;
/** Named in the style sheet. */
const highlightName = "spoken-word";

/**
 * The sentence under the face, each word lit as it is heard. Words are lit with the CSS Custom Highlight API, which leaves
 * the text alone: a screen reader reads a sentence once. A browser without it shows the sentence only.
 */
export class Captions {
  /** The sentence, for whoever shows it. */
  readonly line = new CaptionLine();
  /** The sources that the sentence names; undefined for none. */
  readonly sources = new Store<{ turn: number; numbers: readonly number[] } | undefined>(undefined);
  /** Delay between a packet's arrival and its sound, in ms. */
  readonly #playoutDelayMs: () => number;
  readonly #highlight = typeof Highlight === "undefined" ? undefined : new Highlight();
  #clock = new CaptionClock();
  #waiting: Caption[] = [];
  #shown: Caption | undefined;
  #words: readonly PlacedWord[] = [];
  /** Index of the word that is lit. */
  #lit = -1;
  /** The same where it is a formula, whose parts a highlight would light apart. */
  #litFormula: HTMLElement | undefined;
  #frame = 0;

  constructor(playoutDelayMs: () => number) {
    this.#playoutDelayMs = playoutDelayMs;
    if (this.#highlight) CSS.highlights.set(highlightName, this.#highlight);
  }

  /** A caption came; it is shown when its sound is heard. The same sentence again, with more words, replaces itself. */
  add(caption: Caption, arrivedAtMs: number): void {
    const isSame = ({ turn, index }: Caption) => turn === caption.turn && index === caption.index;
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
    this.#shown = undefined;
    this.sources.value = undefined;
    this.line.show({ text: "", formulas: new Map() });
    this.#light(-1);
    if (nextLesson) this.#clock = new CaptionClock();
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      const goesOn = this.#draw(performance.now() - this.#playoutDelayMs());
      if (goesOn || this.#waiting.length > 0) this.#schedule();
    });
  }

  /** True while the shown sentence is being said. */
  #draw(heardMs: number): boolean {
    const isHeard = (mediaMs: number) => this.#clock.toPageMs(mediaMs) <= heardMs;
    const due = this.#waiting.findLastIndex((caption) => isHeard(caption.atMs));
    if (due >= 0) {
      this.#show(this.#waiting[due]!);
      this.#waiting.splice(0, due + 1);
    }
    if (!this.#shown) return false;
    const isOver = isHeard(this.#shown.atMs + this.#shown.durationMs);
    this.#light(isOver ? -1 : this.#words.findLastIndex((word) => isHeard(word.atMs)));
    return !isOver;
  }

  #show(caption: Caption): void {
    const isSame = this.#shown?.text === caption.text;
    this.#shown = caption;
    const readable = readCaption(caption);
    const { words, sources } = readable;
    this.#words = words;
    this.sources.value = sources.length > 0 ? { turn: caption.turn, numbers: sources } : undefined;
    if (isSame) return;
    this.#light(-1);
    this.line.show(readable);
    this.line.element.closest(".caption")?.scrollTo({ top: 0 });
  }

  #light(index: number): void {
    if (index === this.#lit) return;
    this.#lit = index;
    this.#highlight?.clear();
    this.#litFormula?.classList.remove("lit");
    const word = this.#words[index];
    const place = word && this.line.placeOf(word);
    if (!place) return;
    if (place instanceof Range) this.#highlight?.add(place);
    else {
      place.classList.add("lit");
      this.#litFormula = place;
    }
    this.#keepInSight(place);
  }

  /** A long sentence scrolls with the voice. */
  #keepInSight(place: Range | HTMLElement): void {
    const box = this.line.element.closest(".caption");
    if (!box || box.scrollHeight <= box.clientHeight) return;
    const [word, sight] = [place.getBoundingClientRect(), box.getBoundingClientRect()];
    if (word.top < sight.top || word.bottom > sight.bottom)
      box.scrollTop += word.top - sight.top - word.height;
  }
}
