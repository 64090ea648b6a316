/** Starts within this window count towards `startsMax`. */
const startsWindowMs = 60_000;
const startsMax = 5;
const readyTimeoutMs = 30_000;
const closeTimeoutMs = 2_000;

/** What every worker says: `ready` once, when it can take work, and `closed` when it has let go of everything. */
export interface WorkerReport {
  readonly type: string;
}

export interface WorkerPlan<Order, Report extends WorkerReport> {
  readonly url: URL;
  /** Sent first, to every start of the worker. */
  readonly setup: Order;
  /** Called with each report but `closed`; `ready` included. */
  readonly onReport: (report: Report) => void;
  /** Called when the worker died; what it was doing is lost. It is started again by itself. */
  readonly onDeath: (error: Error) => void;
}

/** The worker is not there: it died too often of late, or it never got ready. */
export class WorkerGone extends Error {
  override readonly name = "WorkerGone";
}

/**
 * A Bun worker with one owner. When it dies it is started again, at most five times a minute; after
 * that, `ready` rejects until the minute is over. The worker answers `{ type: "close" }` by letting
 * go of its native parts and saying `closed`, because a thread that is torn down inside native code
 * takes the process with it.
 */
export class SupervisedWorker<Order, Report extends WorkerReport> implements AsyncDisposable {
  #worker: Worker | undefined;
  #ready: Promise<void> | undefined;
  #starts: number[] = [];
  #disposed = false;

  constructor(readonly plan: WorkerPlan<Order, Report>) {}

  /** Resolves when the worker takes work; starts it when there is none. Rejects with WorkerGone or the signal's reason. */
  async ready(signal?: AbortSignal): Promise<void> {
    if (this.#disposed) throw new WorkerGone("the worker is closed");
    signal?.throwIfAborted();
    this.#ready ??= this.#start();
    if (!signal) return this.#ready;
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      await Promise.race([this.#ready, aborted.promise]);
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Sends to the running worker; false when there is none, and the order is lost. */
  send(order: Order): boolean {
    this.#worker?.postMessage(order);
    return this.#worker !== undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    if (!worker) return;
    const closed = Promise.withResolvers<void>();
    worker.onmessage = ({ data }: MessageEvent<Report>) => data.type === "closed" && closed.resolve();
    worker.onerror = () => closed.resolve();
    worker.addEventListener("close", () => closed.resolve());
    worker.postMessage({ type: "close" });
    const timer = setTimeout(closed.resolve, closeTimeoutMs);
    await closed.promise;
    clearTimeout(timer);
    worker.terminate();
  }

  async #start(): Promise<void> {
    const now = performance.now();
    this.#starts = this.#starts.filter((at) => now - at < startsWindowMs);
    if (this.#starts.length >= startsMax) {
      // Not before this promise has been handed out: whoever asks after the minute tries again.
      queueMicrotask(() => {
        this.#ready = undefined;
      });
      throw new WorkerGone("the worker died too often");
    }
    this.#starts.push(now);
    const ready = Promise.withResolvers<void>();
    const worker = new Worker(this.plan.url.href, { ref: false });
    this.#worker = worker;
    const onEnd = (reason: string) => {
      ready.reject(new WorkerGone(reason));
      if (this.#worker === worker) this.#died(worker, reason);
    };
    const timer = setTimeout(onEnd, readyTimeoutMs, "the worker did not get ready");
    worker.onmessage = ({ data }: MessageEvent<Report>) => {
      if (this.#worker !== worker) return;
      if (data.type === "ready") ready.resolve();
      this.plan.onReport(data);
    };
    worker.onerror = (event) => onEnd(`the worker failed: ${event.message}`);
    worker.addEventListener("close", () => onEnd("the worker ended"));
    worker.postMessage(this.plan.setup);
    await ready.promise.finally(() => clearTimeout(timer));
  }

  #died(worker: Worker, reason: string): void {
    this.#worker = undefined;
    this.#ready = undefined;
    worker.terminate();
    this.plan.onDeath(new WorkerGone(reason));
    // Whoever needs the worker next finds out if this start fails too.
    if (!this.#disposed) this.ready().catch(() => {});
  }
}
