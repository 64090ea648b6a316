/** One worker of a pool. */
export interface PooledWorker extends AsyncDisposable {
  readonly isReady: boolean;
  /** What it does at the moment, in any unit. */
  readonly load: number;
  /** Rejects when it does not start. */
  ready(signal?: AbortSignal): Promise<void>;
}

export interface PoolPlan<Worker> {
  open(): Worker;
  /** From this load on of the least loaded one another worker is started. */
  fullAt: number;
  /** Cores, usually. */
  workersMax: number;
}

/** Workers of one kind, one at first: a small school pays for one, and a busy one uses all its cores. */
export class WorkerPool<Worker extends PooledWorker> implements AsyncDisposable {
  readonly #plan: PoolPlan<Worker>;
  readonly #workers: Worker[];

  constructor(plan: PoolPlan<Worker>) {
    this.#plan = plan;
    this.#workers = [plan.open()];
  }

  get first(): Worker {
    return this.#workers[0]!;
  }

  get all(): readonly Worker[] {
    return this.#workers;
  }

  get size(): number {
    return this.#workers.length;
  }

  /** The least loaded one of those that take work; the first one where none does. Starts another where all have enough to do. */
  pick(): Worker {
    const ready = this.#workers.filter(({ isReady }) => isReady);
    const least = ready.reduce((best, worker) => (worker.load < best.load ? worker : best), ready[0]!);
    const others = this.#workers.filter(({ isReady }) => !isReady);
    // One that could not be started is started again; one that is starting goes on.
    for (const worker of others) worker.ready().catch(() => {});
    const isGrowing = others.length > 0;
    if (least && least.load >= this.#plan.fullAt && !isGrowing && this.size < this.#plan.workersMax) {
      const another = this.#plan.open();
      this.#workers.push(another);
      // It is picked once it is ready; until then, or if it never is, the others do the work.
      another.ready().catch(() => {});
    }
    return least ?? this.first;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker[Symbol.asyncDispose]()));
  }
}
