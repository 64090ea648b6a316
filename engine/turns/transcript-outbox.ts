import { setTimeout } from "node:timers/promises";
import pTimeout from "p-timeout";
import { type BackendClient, BackendRefused, type Turn } from "../sessions/backend-client.ts";
import type { OutboxFile, OutboxItem } from "./outbox-file.ts";

/** Turns that may wait. Beyond it the oldest finished ones are lost, and counted. */
const turnsMax = 10_000;
/** As many as the contract takes in one delivery. */
const batchMax = 50;
/** The delivery as a whole may be wrong for one of its turns, or for its length. */
const invalidStatuses = [400, 413, 422];
const retryMinMs = 500;
const retryMaxMs = 30_000;

type Deliver = Pick<BackendClient, "deliverTurns">;

/**
 * Turns on their way to the backend: at least once each, only the newest revision of a turn, sessions apart.
 * Waits with growing, jittered pauses while the backend is down.
 */
export class TranscriptOutbox implements AsyncDisposable {
  /** Insertion order is delivery order; a newer revision takes the place of the older one. */
  readonly #waiting = new Map<string, OutboxItem>();
  #running: Promise<void> | undefined;
  #stop = new AbortController();
  #lost = 0;
  /** Hears of each turn that the backend has stored, in the revision that it has. */
  onStored: (sessionId: string, turn: Turn) => void = () => {};

  /** `file` keeps what waits over a crash. */
  constructor(
    private readonly backend: Deliver,
    private readonly onLost: (reason: "full" | "refused", count: number) => void = () => {},
    private readonly file?: OutboxFile,
  ) {}

  get pending(): number {
    return this.#waiting.size;
  }

  get lost(): number {
    return this.#lost;
  }

  put(sessionId: string, turn: Turn): void {
    this.#waiting.set(`${sessionId}/${turn.sequence}`, { sessionId, turn });
    this.file?.append({ sessionId, turn });
    this.file?.tidy(() => this.#waiting.values());
    if (this.#waiting.size > turnsMax) {
      this.#waiting.delete(this.#waiting.keys().next().value!);
      this.#count("full", 1);
    }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing waits, or after `withinMs`. */
  async flush(withinMs: number): Promise<void> {
    if (this.#running) await pTimeout(this.#running, { milliseconds: withinMs, message: false });
  }

  async #run(): Promise<void> {
    let retryMs = retryMinMs;
    /** Turns of a refused delivery that are still to be tried one by one. */
    let singlesLeft = 0;
    while (this.#waiting.size > 0 && !this.#stop.signal.aborted) {
      const batch = this.#takeBatch(singlesLeft > 0 ? 1 : batchMax);
      const fate = await this.#deliver(batch);
      if (fate === "later") {
        this.#putBack(batch[0]!.sessionId);
        singlesLeft = 0;
        const { signal } = this.#stop;
        await setTimeout(retryMs * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => {});
        retryMs = Math.min(retryMs * 2, retryMaxMs);
      } else if (fate === "invalid" && batch.length > 1) singlesLeft = batch.length;
      else {
        this.#forget(batch);
        singlesLeft = Math.max(0, singlesLeft - 1);
        if (fate === "stored") {
          for (const { sessionId, turn } of batch) this.onStored(sessionId, turn);
          retryMs = retryMinMs;
        } else this.#count("refused", batch.length);
      }
    }
  }

  async #deliver(batch: readonly OutboxItem[]): Promise<"stored" | ReturnType<typeof fateOf>> {
    const turns = batch.map(({ turn }) => turn);
    return this.backend.deliverTurns(batch[0]!.sessionId, turns).then(() => "stored" as const, fateOf);
  }

  #takeBatch(sizeMax: number) {
    const sessionId = this.#waiting.values().next().value!.sessionId;
    return this.#ofSession(sessionId).slice(0, sizeMax);
  }

  #ofSession(sessionId: string): OutboxItem[] {
    return [...this.#waiting.values()].filter((item) => item.sessionId === sessionId);
  }

  /** Behind the others, which need not wait for what the backend cannot take. */
  #putBack(sessionId: string): void {
    for (const item of this.#ofSession(sessionId)) {
      const key = `${sessionId}/${item.turn.sequence}`;
      this.#waiting.delete(key);
      this.#waiting.set(key, item);
    }
  }

  /** Turns that got a newer revision meanwhile stay. */
  #forget(batch: readonly OutboxItem[]): void {
    for (const { sessionId, turn } of batch) {
      const key = `${sessionId}/${turn.sequence}`;
      if (this.#waiting.get(key)?.turn.revision === turn.revision) this.#waiting.delete(key);
    }
    this.file?.tidy(() => this.#waiting.values());
  }

  #count(reason: "full" | "refused", count: number): void {
    this.#lost += count;
    this.onLost(reason, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}

/**
 * `gone`: there is no such session any more, in the backend's own words. `invalid`: what was delivered cannot be taken. All else may be
 * mended: a secret that was changed here or there first, something before the backend that answers in its stead.
 */
function fateOf(error: unknown): "gone" | "invalid" | "later" {
  if (!(error instanceof BackendRefused) || error.problem === undefined) return "later";
  if (error.problem === "not-found") return "gone";
  return invalidStatuses.includes(error.status) ? "invalid" : "later";
}
