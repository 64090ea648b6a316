import pTimeout from "p-timeout";
import { readFrames, type SpeechFrame } from "./speech-frames.ts";
import type { ProgramOrder, SpeakOrder } from "./speech-program.ts";
import { SpeechError, VoiceUnavailable } from "./synthesizer.ts";

/** Orders that wait for the one process; more come too late to be heard. */
const ordersMax = 64;
/** A process that says nothing for so long is ended. */
const frameTimeoutMs = 20_000;
/** A process without work gives its memory back. */
const idleMs = 600_000;
const closeTimeoutMs = 1_000;

/** All that the process sees of the environment: where programs are, and how Bun keeps its cache. */
const inherited = ["PATH", "HOME", "TMPDIR", "BUN_RUNTIME_TRANSPILER_CACHE_PATH"];

/**
 * Speech that is made or understood in a process of its own, because of its licence or because its native code could take
 * the engine with it: plain data goes in, sound and plain data come out, over pipes. Started with the first order, and
 * again when it died.
 */
export class SpeechProcess<Order extends object = SpeakOrder> implements AsyncDisposable {
  #child: Child<Order> | undefined;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #nextId = 1;
  #isClosed = false;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** `program`: a file that calls `serveSpeech`, and its arguments. */
  constructor(
    private readonly program: URL,
    private readonly args: readonly string[] = [],
  ) {}

  /** The frames of one order. Fails with SpeechError where the program could not do it, else with VoiceUnavailable. */
  async *answers(order: Order, signal: AbortSignal): AsyncGenerator<SpeechFrame, void> {
    if (this.#isClosed || this.#waiting >= ordersMax) throw new VoiceUnavailable("the process is busy");
    this.#waiting++;
    const turn = Promise.withResolvers<void>();
    const before = this.#last;
    this.#last = turn.promise;
    try {
      await before;
      if (!signal.aborted) yield* this.#ask({ id: this.#nextId++, ...order }, signal);
    } finally {
      this.#waiting--;
      turn.resolve();
    }
  }

  async *#ask(
    order: Order & { readonly id: number },
    signal: AbortSignal,
  ): AsyncGenerator<SpeechFrame, void> {
    clearTimeout(this.#idle);
    const child = this.#start();
    child.send(order);
    const onAbort = () => child.send({ abort: order.id });
    signal.addEventListener("abort", onAbort, { once: true });
    let isOver = false;
    try {
      while (true) {
        const frame = await child.next();
        if ("end" in frame.head) isOver = true;
        if ("failed" in frame.head) {
          isOver = true;
          throw new SpeechError("the program could not do that", { cause: frame.head.failed });
        }
        if (isOver || signal.aborted) return;
        yield frame;
      }
    } finally {
      signal.removeEventListener("abort", onAbort);
      // Whoever comes next hears an answer of its own.
      if (!isOver) await child.skip(order.id).catch(() => {});
      this.#idle = setTimeout(() => this.#child?.end(), idleMs);
      this.#idle.unref();
    }
  }

  #start(): Child<Order> {
    if (!this.#child?.isAlive) this.#child = new Child(this.program, this.args);
    return this.#child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#idle);
    await this.#child?.close();
  }
}

class Child<Order extends object> {
  readonly #process;
  readonly #frames: AsyncGenerator<SpeechFrame, void>;
  /** Nothing is asked of it any more. */
  #isEnding = false;

  constructor(program: URL, args: readonly string[]) {
    const env = Object.fromEntries(inherited.map((name) => [name, process.env[name]]));
    this.#process = Bun.spawn([process.execPath, Bun.fileURLToPath(program), ...args], {
      env,
      stdin: "pipe",
      stdout: "pipe",
      stderr: "ignore",
    });
    this.#frames = readFrames(this.#process.stdout);
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && !this.#isEnding;
  }

  send(order: ProgramOrder<Order>): void {
    if (!this.isAlive) return;
    // Whoever waits for its frames learns that a process has ended that does not listen any more.
    const onDeaf = () => this.#kill();
    try {
      this.#process.stdin.write(`${JSON.stringify(order)}\n`);
      void Promise.resolve(this.#process.stdin.flush()).catch(onDeaf);
    } catch {
      onDeaf();
    }
  }

  /** The next frame; a process that gives none in time, or none that can be read, is ended. */
  async next(): Promise<SpeechFrame> {
    try {
      const { value } = await pTimeout(this.#frames.next(), { milliseconds: frameTimeoutMs });
      if (value) return value;
      throw new Error("it has ended");
    } catch (cause) {
      this.#kill();
      throw new VoiceUnavailable("the process failed", { cause });
    }
  }

  /** Reads past the rest of an order that nobody wants any more. */
  async skip(id: number): Promise<void> {
    this.send({ abort: id });
    while (this.isAlive) {
      const { head } = await this.next();
      if ("end" in head || "failed" in head) return;
    }
  }

  end(): void {
    this.#isEnding = true;
    // A pipe that is broken is closed already.
    void Promise.resolve(this.#process.stdin.end()).catch(() => {});
  }

  async close(): Promise<void> {
    this.end();
    const timer = setTimeout(() => this.#kill(), closeTimeoutMs);
    await this.#process.exited;
    clearTimeout(timer);
  }

  #kill(): void {
    this.#isEnding = true;
    this.#process.kill("SIGKILL");
  }
}
