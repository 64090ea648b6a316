/** A question of this length is asked, whether or not somebody goes on speaking. */
const charsMax = 4_000;

/**
 * What a student says in one go, though breaths divide it into utterances and a transcriber takes its time: it is over when
 * nobody speaks and everything that was said is understood.
 */
export class SpokenQuestion {
  #isSpeaking = false;
  /** What each utterance says, in order; undefined: not understood yet. */
  #texts: (string | undefined)[] = [];
  /** Grows with each question, so that what comes late belongs to none. */
  #number = 0;

  /** Somebody begins to speak. */
  begin(): void {
    this.#isSpeaking = true;
  }

  /** An utterance has ended; its text goes to the function. */
  end(): (text: string) => void {
    this.#isSpeaking = false;
    const [number, place] = [this.#number, this.#texts.push(undefined) - 1];
    return (text) => {
      if (number === this.#number) this.#texts[place] = text;
    };
  }

  /** Nobody listens any more. True: somebody was speaking, and nothing more will come of it. */
  breakOff(): boolean {
    const wasSpeaking = this.#isSpeaking;
    this.#isSpeaking = false;
    return wasSpeaking && this.isOver;
  }

  get isOver(): boolean {
    const isUnderstood = !this.#texts.includes(undefined);
    return (!this.#isSpeaking && isUnderstood) || this.textWith("").length >= charsMax;
  }

  /** All that is understood, and what is being said behind it. */
  textWith(soFar: string): string {
    return [...this.#texts, soFar].filter(Boolean).join(" ").slice(0, charsMax);
  }

  /** The question; the next one begins. */
  take(): string {
    const text = this.textWith("");
    this.#texts = [];
    this.#number++;
    return text;
  }
}
