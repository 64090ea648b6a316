import type { TracedText } from "../speech/traced-text.ts";
import { SentenceSplitter } from "./sentence-splitter.ts";

/** A piece of a reply that is spoken in one breath: a sentence, several short ones, or the first clause. */
export interface Sentence {
  /** 0 for the first of the reply. */
  readonly index: number;
  /** Its place in the whole reply, in UTF-16 units. Each sentence begins where the one before ended. */
  readonly displayFrom: number;
  readonly displayTo: number;
  /** The reply from `displayFrom` to `displayTo`: Markdown, white space included. */
  readonly text: string;
  /** What the voice says, at most 600 characters; empty for what is only to be seen. */
  readonly speech: string;
  /** The same, traced to `text`. */
  readonly spoken: TracedText;
}

/** Runs something later. */
export interface Timer {
  /** Calls `run` once after `ms` milliseconds, unless the answer is called before. */
  after(ms: number, run: () => void): () => void;
}

export interface SentencesOptions {
  /** BCP 47; default "en". */
  readonly language?: string | undefined;
  readonly timer?: Timer | undefined;
}

/** After this long without a first sentence a few words are enough. */
const firstWaitMs = 350;
/** After this long without new text, what is there is said. */
const silenceMs = 600;

const realTimer: Timer = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Cuts the text of a reply, as it is written, into sentences to be spoken. Joined, their texts are the
 * reply. Takes the next text only when asked for the next sentence. Ends early, without an error, when
 * the signal aborts; an error of the source is thrown on.
 */
export async function* sentences(
  texts: AsyncIterable<string>,
  signal: AbortSignal,
  { language = "en", timer = realTimer }: SentencesOptions = {},
): AsyncGenerator<Sentence, void> {
  const splitter = new SentenceSplitter(language);
  const source = texts[Symbol.asyncIterator]();
  using waiting = new Waiting(timer, signal);
  let next: Promise<IteratorResult<string>> | undefined;
  try {
    while (!signal.aborted) {
      next ??= source.next();
      const what = await waiting.for(next);
      if (what === "abort") return;
      if (what === "hurry") yield* splitter.hurry();
      if (what === "silence") yield* splitter.flush();
      if (typeof what === "string") continue;
      next = undefined;
      if (what.done) break;
      if (what.value.trim() !== "") waiting.begin();
      yield* splitter.push(what.value);
    }
    if (!signal.aborted) yield* splitter.end();
  } finally {
    // A source that is still asked cannot be waited for: it ends by the signal that it was given.
    const left = source.return?.();
    if (next) left?.catch(() => {});
    else await left;
  }
}

type Event = "abort" | "hurry" | "silence";

/** Waits for text, or for the moment when what is there has to do. */
class Waiting implements Disposable {
  #event = Promise.withResolvers<Event>();
  #cancelFirst: (() => void) | undefined;
  readonly #onAbort = () => this.#event.resolve("abort");

  constructor(
    private readonly timer: Timer,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** The first words are there. */
  begin(): void {
    this.#cancelFirst ??= this.timer.after(firstWaitMs, () => this.#event.resolve("hurry"));
  }

  async for(next: Promise<IteratorResult<string>>): Promise<IteratorResult<string> | Event> {
    const cancelSilence =
      this.#cancelFirst && this.timer.after(silenceMs, () => this.#event.resolve("silence"));
    try {
      const what = await Promise.race([next, this.#event.promise]);
      if (typeof what === "string") this.#event = Promise.withResolvers<Event>();
      return what;
    } finally {
      cancelSilence?.();
    }
  }

  [Symbol.dispose](): void {
    this.#cancelFirst?.();
    this.signal.removeEventListener("abort", this.#onAbort);
  }
}
