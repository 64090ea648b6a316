/** Text that one side writes and another reads later: bounded by its writer, which writes one reply. */
export class TextFeed implements AsyncIterable<string> {
  #pending: string[] = [];
  #closed = false;
  #wake = Promise.withResolvers<void>();

  write(text: string): void {
    this.#pending.push(text);
    this.#wake.resolve();
  }

  close(): void {
    this.#closed = true;
    this.#wake.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    while (true) {
      const texts = this.#pending;
      this.#pending = [];
      yield* texts;
      if (this.#pending.length > 0) continue;
      if (this.#closed) return;
      this.#wake = Promise.withResolvers<void>();
      await this.#wake.promise;
    }
  }
}
