/** A model of the fake, with what `ollama show` would say of it. */
export interface FakeModel {
  readonly name: string;
  readonly capabilities?: readonly ("completion" | "thinking" | "tools" | "embedding")[];
  readonly family?: string;
  /** The largest window the model was trained for; a larger `num_ctx` is cut down to it. */
  readonly trainedContext?: number;
}

export interface RunnerOptions {
  readonly loadMs: number;
  /** OLLAMA_NUM_PARALLEL. */
  readonly parallel: number;
  /** OLLAMA_MAX_QUEUE: holds only for requests whose model still has to be loaded. */
  readonly queueMax: number;
}

/** Requests ended by a client that went away. */
export class ClientLeft extends Error {
  override readonly name = "ClientLeft";
}

export class QueueFull extends Error {
  override readonly name = "QueueFull";
}

/**
 * One loaded model as Ollama's scheduler keeps it: loading takes time and ends early when the request
 * that wanted it goes away; another window means loading again, after the running requests; a loaded
 * model serves `parallel` requests and lets any number wait.
 */
export class FakeRunner {
  /** Window of the loaded model; 0: not loaded. */
  window = 0;
  expiresAtMs = Number.POSITIVE_INFINITY;
  loads = 0;
  #active = 0;
  #scheduling = 0;
  #loading: Promise<void> | undefined;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly options: RunnerOptions) {}

  get loaded(): boolean {
    if (this.#active === 0 && Date.now() >= this.expiresAtMs) this.window = 0;
    return this.window > 0 && this.#loading === undefined;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  unload(): void {
    this.window = 0;
  }

  /** Resolves to a release function when the request may run. */
  async acquire(window: number, left: AbortSignal): Promise<() => void> {
    while (!this.loaded || this.window !== window) {
      if (this.#scheduling >= this.options.queueMax) throw new QueueFull();
      this.#scheduling += 1;
      try {
        await unlessLeft(this.#load(window, left), left);
      } finally {
        this.#scheduling -= 1;
      }
    }
    while (this.#active >= this.options.parallel) await this.#place(left);
    this.#active += 1;
    return () => {
      this.#active -= 1;
      this.#waiting.shift()?.();
    };
  }

  /** Sets when the model is unloaded, counted from the end of a request. Negative: never. */
  keepFor(seconds: number): void {
    this.expiresAtMs = seconds < 0 ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  }

  #load(window: number, left: AbortSignal): Promise<void> {
    this.#loading ??= (async () => {
      try {
        while (this.#active > 0) await this.#place(left);
        this.window = 0;
        await fakeSleep(this.options.loadMs, left);
        this.window = window;
        this.expiresAtMs = Number.POSITIVE_INFINITY;
        this.loads += 1;
      } finally {
        this.#loading = undefined;
      }
    })();
    // Somebody else's load may fail because that client left; this request then loads for itself.
    return this.#loading.catch((error: unknown) => {
      if (left.aborted) throw error;
    });
  }

  async #place(left: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    try {
      await unlessLeft(promise, left);
    } catch (error) {
      const at = this.#waiting.indexOf(resolve);
      if (at >= 0) this.#waiting.splice(at, 1);
      else this.#waiting.shift()?.();
      throw error;
    }
  }
}

/** Sleeps, and fails with ClientLeft as soon as the client goes away. */
export async function fakeSleep(ms: number, left: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await unlessLeft(promise, left);
  } finally {
    clearTimeout(timer);
  }
}

export async function unlessLeft<T>(work: Promise<T>, left: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onLeft = () => reject(new ClientLeft());
  if (left.aborted) onLeft();
  left.addEventListener("abort", onLeft, { once: true });
  work.catch(() => {});
  try {
    return await Promise.race([work, promise]);
  } finally {
    left.removeEventListener("abort", onLeft);
  }
}

/** Seconds of a `keep_alive`: a number, or a Go duration with a unit. Undefined: not one. */
export function readKeepAlive(value: unknown): number | undefined {
  if (value === undefined) return 300;
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const unitSeconds: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };
  const parts = /^([-+]?)((?:\d+(?:\.\d+)?(?:ms|s|m|h))+)$/u.exec(value);
  if (!parts?.[2]) return undefined;
  const seconds = [...parts[2].matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/gu)].reduce(
    (sum, [, figure, unit]) => sum + Number(figure) * (unitSeconds[unit ?? "s"] ?? 1),
    0,
  );
  return parts[1] === "-" ? -seconds : seconds;
}
