import type { components } from "../../generated/engine.types.ts";
import type { ScheduledClip } from "../sessions/playout.ts";
import type { SpokenClip } from "../speech/speaker.ts";
import type { TextRange } from "../speech/traced-text.ts";
import type { SentenceHeard } from "./heard.ts";
import type { Sentence } from "./sentences.ts";

type Caption = components["schemas"]["Caption"];

/** A clip of a sentence, on its way to the student's ear. */
interface SaidClip {
  /** Words of the clips before it. */
  readonly before: number;
  readonly clip: SpokenClip;
  /** Where it stands on the lesson's clock, from its first sound on. */
  scheduled: ScheduledClip | undefined;
}

/** One sentence of an answer on its way to the student's ear, a clip at a time. */
export class SpokenSentence implements SentenceHeard {
  readonly words: TextRange[] = [];
  wordsHeard = 0;
  readonly #clips: SaidClip[] = [];
  #clipsLeft = 0;
  #isWhole = false;
  #isCut = false;
  /** When it was left to be read, on the lesson's clock. */
  #readAtMs: number | undefined;
  #caption: Caption | undefined;

  constructor(
    readonly sentence: Sentence,
    private readonly turn: number,
  ) {
    this.#isWhole = sentence.speech === "";
  }

  get displayFrom(): number {
    return this.sentence.displayFrom;
  }

  get displayTo(): number {
    return this.sentence.displayTo;
  }

  get passed(): boolean {
    return this.#readAtMs !== undefined || (this.#isWhole && this.#clipsLeft === 0 && !this.#isCut);
  }

  /** The student reads it from this media time on, however much of it was said. */
  read(atMs: number): void {
    if (!this.passed) this.#readAtMs = atMs;
  }

  /** No more clips come: it was said, or the student has to read what the voice could not say. */
  finish(): void {
    this.#isWhole = true;
  }

  /** Something of it has been given to be said. */
  get hasClips(): boolean {
    return this.#clips.length > 0;
  }

  /** It is said anew, from its first word on. What was given to be said before must have ended. */
  restart(): void {
    this.words.length = 0;
    this.wordsHeard = 0;
    this.#clips.length = 0;
    this.#isWhole = this.sentence.speech === "";
    this.#isCut = false;
    this.#caption = undefined;
  }

  /** A clip of it is queued; the answer says what to do when its first sound is sent, and when it was sent or cut. */
  add(clip: SpokenClip): {
    onStart: (scheduled: ScheduledClip) => Caption;
    onEnd: (scheduled: ScheduledClip) => void;
  } {
    const before = this.words.length;
    const said: SaidClip = { before, clip, scheduled: undefined };
    this.words.push(...clip.words.map((word) => this.#onScreen(word)));
    this.#clips.push(said);
    this.#clipsLeft++;
    return {
      onStart: (scheduled) => {
        said.scheduled = scheduled;
        return this.#captionOf(clip, scheduled);
      },
      onEnd: (scheduled) => {
        const { sentMs } = scheduled;
        said.scheduled = scheduled;
        this.#clipsLeft--;
        const isSent = sentMs >= clip.durationMs;
        if (!isSent) this.#isCut = true;
        // A word may end after the clip that it starts in.
        const heard = isSent ? clip.words : clip.words.filter((word) => word.endMs <= sentMs);
        if (heard.length > 0) this.wordsHeard = before + heard.length;
      },
    };
  }

  /** Words of which something was sent from this media time on. */
  wordsSentSince(fromMs: number): number {
    return this.#clips.reduce((sum, { clip, scheduled }) => {
      if (!scheduled) return sum;
      const { startMs, sentMs } = scheduled;
      const since = clip.words.filter((word) => word.startMs < sentMs && startMs + word.endMs > fromMs);
      return sum + since.length;
    }, 0);
  }

  /** What was sent from this media time on has not arrived. */
  lose(fromMs: number): void {
    if (this.#readAtMs !== undefined && this.#readAtMs >= fromMs) {
      this.#readAtMs = undefined;
      this.#isCut = true;
    }
    for (const { before, clip, scheduled } of this.#clips) {
      if (!scheduled) continue;
      const arrivedMs = fromMs - scheduled.startMs;
      if (scheduled.sentMs <= arrivedMs) continue;
      this.#isCut = true;
      const heard = clip.words.filter((word) => word.endMs <= arrivedMs);
      this.wordsHeard = Math.min(this.wordsHeard, before + heard.length);
    }
  }

  /** The caption with the words of all clips up to this one, whose sound begins now. */
  #captionOf(clip: SpokenClip, { startMs, endMs }: ScheduledClip): Caption {
    const { sentence } = this;
    const words = clip.words.map((word) => ({
      text: sentence.speech.slice(word.from, word.to),
      atMs: startMs + word.startMs,
      ...this.#onScreen(word),
    }));
    const from = sentence.displayTo - sentence.text.trimStart().length;
    const text = sentence.text.trim();
    const atMs = this.#caption?.atMs ?? startMs;
    this.#caption = {
      type: "caption",
      turn: this.turn,
      index: sentence.index,
      text,
      from,
      to: from + text.length,
      atMs,
      durationMs: endMs - atMs,
      words: [...(this.#caption?.words ?? []), ...words],
    };
    return this.#caption;
  }

  /** What a range of the speech says, in places of the answer. */
  #onScreen(spoken: TextRange): TextRange {
    const { displayFrom, displayTo, spoken: traced } = this.sentence;
    const { from, to } = traced.sourceOf(spoken) ?? { from: 0, to: displayTo - displayFrom };
    return { from: displayFrom + from, to: displayFrom + to };
  }
}
