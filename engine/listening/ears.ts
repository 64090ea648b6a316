import { coresAllowed } from "../workers/cores.ts";
import { SupervisedProcess } from "../workers/supervised-process.ts";
import type { OnWorkerEnd } from "../workers/worker-end.ts";
import { type PooledWorker, WorkerPool } from "../workers/worker-pool.ts";
import { type EarOrder, type EarReport, opusPacketBytesMax } from "./ear-messages.ts";
import type { EarEvent } from "./ear-stream.ts";

/** Microphones that one process listens to: each takes up to a fiftieth of a core. */
const microphonesPerProcess = 20;

/** One student's microphone, while it is listened to. */
export interface Ear extends Disposable {
  /** An Opus packet, in the order of the microphone. */
  take(opus: Uint8Array): void;
  /** While the tutor speaks, more is asked of what counts as the student's voice. */
  setTutorSpeaks(speaks: boolean): void;
}

/** Listens to microphones, in processes of their own: what comes from a browser is decoded by native code. */
export class Ears implements AsyncDisposable {
  readonly #pool: WorkerPool<EarProcess>;

  constructor(onWorkerEnd?: OnWorkerEnd) {
    this.#pool = new WorkerPool({
      open: () => new EarProcess(onWorkerEnd),
      fullAt: microphonesPerProcess,
      workersMax: coresAllowed(),
    });
  }

  /** Rejects with WorkerGone. `onEvent` hears nothing more after the ear is disposed of. */
  async open(onEvent: (event: EarEvent) => void): Promise<Ear> {
    const process = this.#pool.pick();
    await process.ready();
    return process.open(onEvent);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool[Symbol.asyncDispose]();
  }
}

interface Listener {
  readonly tell: (event: EarEvent) => void;
  tutorSpeaks: boolean;
}

class EarProcess implements PooledWorker {
  readonly #listeners = new Map<number, Listener>();
  #nextId = 0;
  readonly #worker: SupervisedProcess<EarOrder, EarReport>;

  constructor(onEnd: OnWorkerEnd | undefined) {
    this.#worker = new SupervisedProcess<EarOrder, EarReport>({
      ...{ kind: "ear", url: new URL("./ear-worker.ts", import.meta.url), onEnd },
      setup: { type: "setup" },
      onReport: (report) => this.#take(report),
      onDeath: () => this.#breakOff(),
    });
  }

  get isReady(): boolean {
    return this.#worker.isReady;
  }

  get load(): number {
    return this.#listeners.size;
  }

  ready(signal?: AbortSignal): Promise<void> {
    return this.#worker.ready(signal);
  }

  open(onEvent: (event: EarEvent) => void): Ear {
    const id = this.#nextId++;
    const listener = { tell: onEvent, tutorSpeaks: false };
    this.#listeners.set(id, listener);
    this.#worker.send({ type: "open", id });
    return {
      take: (data) => {
        if (data.length > opusPacketBytesMax || this.#worker.send({ type: "packet", id, data })) return;
        // It died too often: whoever speaks on has it started again once that is over.
        this.#worker.ready().catch(() => {});
      },
      setTutorSpeaks: (speaks) => {
        listener.tutorSpeaks = speaks;
        this.#worker.send({ type: "tutor", id, speaks });
      },
      [Symbol.dispose]: () => {
        this.#listeners.delete(id);
        this.#worker.send({ type: "shut", id });
      },
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#worker[Symbol.asyncDispose]();
  }

  #take(report: EarReport): void {
    if (report.type === "ready") this.#listenOn();
    else {
      const { id, ...event } = report;
      this.#listeners.get(id)?.tell(event);
    }
  }

  #breakOff(): void {
    for (const { tell } of this.#listeners.values()) tell({ type: "end", pcm: new Int16Array(0) });
  }

  /** Whoever was speaking when the process before died is heard again from the next word on. */
  #listenOn(): void {
    for (const [id, { tutorSpeaks }] of this.#listeners) {
      this.#worker.send({ type: "open", id });
      this.#worker.send({ type: "tutor", id, speaks: tutorSpeaks });
    }
  }
}
