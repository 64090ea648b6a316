import { setImmediate } from "node:timers/promises";

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
