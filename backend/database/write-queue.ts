import { DatabaseUnavailable } from "./database-errors.ts";

/** Writes that may wait for their turn. One takes well under a millisecond, so a full queue means a stuck disk. */
const waitingMax = 1000;

/** Runs pieces of work one after the other, in the order they came. */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= waitingMax) throw new DatabaseUnavailable("too many writes wait");
    this.#waiting++;
    const result = this.#last.then(work);
    // The next one starts whether this one worked or not; its caller hears of the failure through `result`.
    this.#last = result.catch(() => {});
    try {
      return await result;
    } finally {
      this.#waiting--;
    }
  }

  /** Resolves once everything that was asked for so far is done. */
  async drained(): Promise<void> {
    await this.#last;
  }
}
