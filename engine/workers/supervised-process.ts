import { fileURLToPath } from "node:url";
import type { Subprocess } from "bun";
import pTimeout from "p-timeout";
import type { OnWorkerEnd, WorkerKind } from "./worker-end.ts";

/** Starts within this window count towards `startsMax`. */
const startsWindowMs = 60_000;
const startsMax = 5;
const closeTimeoutMs = 2_000;
/**
 * Silence counts in beats of this process: while it, or the machine, stands still none passes, and one that comes late is
 * still one.
 */
const beatMs = 1_000;
/** A worker that says nothing for so long gets no work that another can do. */
const hesitantBeats = 3;
/** A worker that says nothing for so long hangs: what is only busy answers sooner, even on a busy machine. */
const silentBeatsMax = 10;
const readyBeatsMax = 30;
/** What a silent worker may have waiting: several times what all its lessons tell it in the ten seconds. */
const unansweredMax = 50_000;

/** What every worker says; `ready` once, when it can take work. */
export interface WorkerReport {
  readonly type: string;
}

export interface WorkerPlan<Order, Report extends WorkerReport> {
  /** The module that runs in the process; it takes its orders with `takeOrders`. */
  readonly url: URL;
  /** Sent first, to every start of the worker. */
  readonly setup: Order;
  readonly kind: WorkerKind;
  /** Hears of each end that nobody asked for. */
  readonly onEnd?: OnWorkerEnd | undefined;
  /** Called with each report, `ready` included. */
  readonly onReport: (report: Report) => void;
  /** Called when the worker died; what it was doing is lost. It is started again by itself. */
  readonly onDeath: (error: Error) => void;
  /** How long a beat is; a test may want shorter ones. */
  readonly beatMs?: number;
}

/** The worker is not there: it died too often of late, or it never got ready. */
export class WorkerGone extends Error {
  override readonly name = "WorkerGone";
}

/**
 * A process with one owner, for work that runs native code: when that crashes it takes its process with it, and nothing
 * else. When it hangs it is killed. When it dies it is started again, at most five times a minute; after that, `ready`
 * rejects until the minute is over.
 * Messages of one turn of the event loop travel together, since each transfer costs more than what is in it.
 */
export class SupervisedProcess<Order, Report extends WorkerReport> implements AsyncDisposable {
  #process: Subprocess | undefined;
  #isReady = false;
  #ready: Promise<void> | undefined;
  #starts: number[] = [];
  #disposed = false;
  #orders: Order[] = [];
  /** Beats, and orders, since the worker last said something. */
  #silentBeats = 0;
  #unanswered = 0;
  #hung = false;

  constructor(readonly plan: WorkerPlan<Order, Report>) {}

  /** It runs, takes work, and has said so of late. */
  get isReady(): boolean {
    return this.#isReady && this.#silentBeats < hesitantBeats;
  }

  /** Of the running process. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Resolves when the worker takes work; starts it when there is none. Rejects with WorkerGone or the signal's reason. */
  async ready(signal?: AbortSignal): Promise<void> {
    if (this.#disposed) throw new WorkerGone("the worker is closed");
    signal?.throwIfAborted();
    const ready = this.#ready ?? this.#begin();
    await (signal ? pTimeout(ready, { milliseconds: Number.POSITIVE_INFINITY, signal }) : ready);
  }

  #begin(): Promise<void> {
    const starting = this.#start();
    this.#ready = starting;
    // Whoever asks after a start that failed tries again.
    starting.catch(() => {
      if (this.#ready === starting) this.#ready = undefined;
    });
    return starting;
  }

  /** Sends to the running worker; false when there is none, or it has hung for too many orders, and the order is lost. */
  send(order: Order): boolean {
    if (!this.#process) return false;
    if (++this.#unanswered > unansweredMax && !this.isReady) {
      this.#giveUp(this.#process);
      return false;
    }
    if (this.#orders.push(order) === 1) queueMicrotask(() => this.#flush());
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const running = this.#process;
    if (!running) return;
    this.#isReady = false;
    this.#flush();
    trySend(running, [{ type: "close" }]);
    const timer = setTimeout(() => running.kill("SIGKILL"), closeTimeoutMs);
    await running.exited;
    clearTimeout(timer);
    this.#process = undefined;
  }

  async #start(): Promise<void> {
    const now = performance.now();
    this.#starts = this.#starts.filter((at) => now - at < startsWindowMs);
    if (this.#starts.length >= startsMax) throw new WorkerGone("the worker died too often");
    this.#starts.push(now);
    const ready = Promise.withResolvers<void>();
    this.#silentBeats = 0;
    this.#unanswered = 0;
    this.#hung = false;
    const running = this.#spawn((reports) => {
      if (this.#isReady) {
        this.#silentBeats = 0;
        this.#unanswered = 0;
      }
      for (const report of reports) {
        if (this.#process !== running || this.#disposed) return;
        if (report.type === "ready") {
          this.#isReady = true;
          ready.resolve();
        }
        this.plan.onReport(report);
      }
    });
    this.#process = running;
    const beat = setInterval(() => this.#beat(running), this.plan.beatMs ?? beatMs);
    void running.exited.then(() => {
      clearInterval(beat);
      ready.reject(new WorkerGone("the worker did not get ready"));
      if (this.#process === running && !this.#disposed) this.#died(running);
    });
    this.#orders.unshift(this.plan.setup);
    this.#flush();
    await ready.promise;
  }

  /** Throws WorkerGone where the system has no room for another process. */
  #spawn(ipc: (reports: Report[]) => void): Subprocess {
    const command = [process.execPath, fileURLToPath(this.plan.url)];
    try {
      return Bun.spawn(command, { stdio: ["ignore", "inherit", "inherit"], serialization: "advanced", ipc });
    } catch (cause) {
      throw new WorkerGone("the worker could not be started", { cause });
    }
  }

  #beat(running: Subprocess): void {
    if (++this.#silentBeats > (this.#isReady ? silentBeatsMax : readyBeatsMax)) this.#giveUp(running);
    else trySend(running, [{ type: "ping" }]);
  }

  #giveUp(running: Subprocess): void {
    this.#hung = true;
    running.kill("SIGKILL");
  }

  #died({ signalCode, exitCode }: Subprocess): void {
    this.#process = undefined;
    this.#isReady = false;
    this.#ready = undefined;
    this.#orders = [];
    const by = String(signalCode ?? exitCode);
    this.plan.onEnd?.({ worker: this.plan.kind, reason: this.#hung ? "hung" : "ended", by });
    this.plan.onDeath(new WorkerGone(`the worker ended with ${by}`));
    // Whoever needs the worker next finds out if this start fails too.
    this.ready().catch(() => {});
  }

  #flush(): void {
    const orders = this.#orders;
    this.#orders = [];
    if (orders.length > 0 && this.#process) trySend(this.#process, orders);
  }
}

/** A process that has just ended takes nothing; its end is told of by itself. */
function trySend(to: Subprocess, orders: readonly unknown[]): void {
  try {
    to.send(orders);
  } catch {}
}
