import { setImmediate } from "node:timers/promises";
import type { Synthesizer } from "./synthesizer.ts";

/**
 * Lets several generators that block the thread take turns, one step each, in the order in which
 * they asked. Between two steps the thread hears its messages, so that an abort is not kept waiting
 * by everybody else's step.
 */
export class TurnTaking {
  #last: Promise<unknown> = Promise.resolve();

  /** The same items, each made in a turn of its own. Ends without another step once the signal aborts. */
  async *run<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
    const iterator = items[Symbol.asyncIterator]();
    try {
      while (true) {
        const result = await this.#turn(() => (signal.aborted ? undefined : iterator.next()));
        if (!result || result.done) return;
        yield result.value;
      }
    } finally {
      await iterator.return?.();
    }
  }

  #turn<T>(step: () => Promise<T> | undefined): Promise<T | undefined> {
    const turn = this.#last.then(step);
    this.#last = turn.then(
      () => setImmediate(),
      () => setImmediate(),
    );
    return turn;
  }
}

/** Utterances of a voice that blocks the thread take turns, a piece each, so that nobody waits for a long one. */
export function takingTurns(synthesizer: Synthesizer): Synthesizer {
  const turns = new TurnTaking();
  return {
    voices: synthesizer.voices,
    speak: (utterance, signal) => turns.run(synthesizer.speak(utterance, signal), signal),
  };
}
