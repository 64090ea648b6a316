import { setTimeout } from "node:timers/promises";
import {
  type ChatMessage,
  type LanguageModel,
  type ModelOptions,
  ModelUnavailable,
  type ReplyPart,
} from "../../chat/language-model.ts";
import { Admission } from "./admission.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { openCall } from "./ollama-call.ts";
import { type Ask, BlankReply, chatOnce, loadModel } from "./ollama-chat.ts";
import { type Failure, toFailure } from "./ollama-failures.ts";
import {
  defaultOllamaLimits,
  type OllamaLimits,
  replyTokensDefault,
  replyTokensLimit,
} from "./ollama-limits.ts";
import { OllamaModels } from "./ollama-models.ts";
import { orLate } from "./waiting.ts";

export interface OllamaOptions {
  /** "http://127.0.0.1:11434". */
  readonly baseUrl: string;
  /** The window of every model, in tokens. One figure for everybody who uses this Ollama. */
  readonly numCtx: number;
  /** How long an unused model stays loaded; negative: for ever, which is the default. */
  readonly keepAliveSeconds?: number | undefined;
  readonly limits?: Partial<OllamaLimits> | undefined;
}

export interface OllamaState {
  /** It failed a moment ago and is not asked again yet. */
  readonly isShunned: boolean;
  /** Replies that are being written, and questions that wait for their turn. */
  readonly running: number;
  readonly waiting: number;
}

export interface OpenOllama extends LanguageModel, AsyncDisposable {
  readonly state: OllamaState;
}

/** Opens the models of one Ollama server. Nothing is sent before the first question. */
export function openOllama(options: OllamaOptions): OpenOllama {
  return new OllamaModel(options, { ...defaultOllamaLimits, ...options.limits });
}

class OllamaModel implements OpenOllama {
  readonly #admission: Admission;
  readonly #breaker: CircuitBreaker;
  readonly #models: OllamaModels;
  /** One for each request under way. */
  readonly #calls = new Set<AbortController>();
  /** Models that are being loaded ahead of their first question. */
  readonly #preloads = new Map<string, Promise<void>>();
  #closed = false;

  constructor(
    private readonly options: OllamaOptions,
    private readonly limits: OllamaLimits,
  ) {
    this.#admission = new Admission(limits);
    this.#models = new OllamaModels(options, limits);
    this.#breaker = new CircuitBreaker({ ...limits, probe: () => this.#probe() });
  }

  get state(): OllamaState {
    const { running, waiting } = this.#admission;
    return { isShunned: this.#breaker.state === "open", running, waiting };
  }

  async models(signal: AbortSignal): Promise<readonly string[]> {
    this.#assertOpen();
    await this.#breaker.admit();
    using call = this.#callFor(signal);
    try {
      return await this.#models.list(call.signal);
    } catch (error) {
      throw this.#failed(error, signal).error;
    }
  }

  preload(model: string | undefined): void {
    const name = model ?? "";
    if (this.#closed || this.#preloads.has(name) || this.#preloads.size >= this.limits.preloadsMax) return;
    const loading = this.#load(model)
      .catch(() => {})
      .finally(() => this.#preloads.delete(name));
    this.#preloads.set(name, loading);
  }

  async *reply(
    messages: readonly ChatMessage[],
    options: ModelOptions,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void> {
    signal.throwIfAborted();
    this.#assertOpen();
    await this.#breaker.admit();
    using _place = yield* this.#admitted(options, signal);
    // Whoever waited for a place may find the server gone meanwhile.
    await this.#breaker.admit();
    let replyTokensMax = Math.min(options.replyTokensMax ?? replyTokensDefault, replyTokensLimit);
    let blanks = 0;
    for (let tries = 1; ; tries += 1) {
      let spoke = false;
      try {
        for await (const part of this.#try(messages, { ...options, replyTokensMax }, signal)) {
          spoke ||= part.type === "text";
          yield part;
        }
        return;
      } catch (error) {
        if (error instanceof BlankReply && !signal.aborted) {
          // Thoughts may have used up the bound before the first word.
          replyTokensMax = Math.min(replyTokensMax * 4, replyTokensLimit);
          blanks += 1;
          if (blanks === 1) continue;
        }
        const failure = this.#failed(error, signal);
        if (spoke || !failure.retry || tries >= this.limits.triesMax) throw failure.error;
        await setTimeout(this.#pauseMs(failure, tries), undefined, { signal }).catch(() => {});
        signal.throwIfAborted();
      }
    }
  }

  /** Tells of the place in the queue until it is this question's turn. */
  async *#admitted(
    { asker = crypto.randomUUID(), askedAtMs }: ModelOptions,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, Disposable> {
    const queue = this.#admission.enter(asker, signal, askedAtMs);
    let waited = false;
    try {
      for (;;) {
        const step = await queue.next();
        if (step.done) {
          if (waited) yield { type: "queued", place: 0, expectedMs: 0 };
          return step.value;
        }
        waited = true;
        yield { type: "queued", ...step.value };
      }
    } finally {
      await queue.return({ [Symbol.dispose]() {} });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const call of this.#calls) call.abort(new ModelUnavailable("unreachable", "Ollama was closed"));
    await Promise.all(this.#preloads.values());
  }

  /** A load of its own: Ollama gives a load up as soon as the student goes away whose question began it. */
  async #load(name: string | undefined): Promise<void> {
    await this.#breaker.admit();
    using call = this.#callFor(new AbortController().signal);
    const model = name ?? (await this.#models.first(call.signal));
    using wait = await this.#models.waitFor(model, call.signal);
    if (wait.wakingAfterMs === undefined) return;
    const loading = loadModel(openCall(this.options.baseUrl, this.limits, call.signal), {
      model,
      ...this.#runner,
    });
    await orLate(loading, wait.timeoutMs, call.signal);
  }

  /** The same for every request: another window makes Ollama load the model again. */
  get #runner(): Pick<Ask, "numCtx" | "keepAliveSeconds"> {
    const { numCtx, keepAliveSeconds = -1 } = this.options;
    return { numCtx, keepAliveSeconds: Math.trunc(keepAliveSeconds) };
  }

  async *#try(
    messages: readonly ChatMessage[],
    options: ModelOptions & { replyTokensMax: number },
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void> {
    using call = this.#callFor(signal);
    const model = options.model ?? (await this.#models.first(call.signal));
    using wait = await this.#models.waitFor(model, call.signal);
    const ask: Ask = {
      model,
      messages,
      replyTokensMax: Math.max(1, Math.trunc(options.replyTokensMax)),
      temperature: options.temperature,
      ...this.#runner,
    };
    const upstream = openCall(this.options.baseUrl, this.limits, call.signal);
    for await (const part of chatOnce(upstream, ask, wait, { limits: this.limits, signal: call.signal })) {
      if (part.type !== "waking") {
        wait[Symbol.dispose]();
        this.#breaker.succeeded();
      }
      yield part;
    }
  }

  /** A signal for one request, which follows the caller's; its disposal closes the connection. */
  #callFor(signal: AbortSignal): Disposable & { signal: AbortSignal } {
    signal.throwIfAborted();
    this.#assertOpen();
    const call = new AbortController();
    const follow = () => call.abort(signal.reason);
    signal.addEventListener("abort", follow, { once: true });
    this.#calls.add(call);
    return {
      signal: call.signal,
      [Symbol.dispose]: () => {
        signal.removeEventListener("abort", follow);
        this.#calls.delete(call);
        call.abort();
      },
    };
  }

  /** Sorts what went wrong and tells the breaker; an abort by the caller is thrown on as it is. */
  #failed(error: unknown, signal: AbortSignal): Failure {
    if (signal.aborted) throw signal.reason;
    const failure =
      error instanceof BlankReply
        ? { error: new ModelUnavailable("failed", "The model did not say a word"), counts: true }
        : toFailure(error);
    if (failure.counts) this.#breaker.failed(failure.error);
    return failure;
  }

  /** Full jitter over a range that doubles with each try. */
  #pauseMs(failure: Failure, tries: number): number {
    const { retryMinMs, retryMaxMs, refusedRetryMs } = this.limits;
    if (failure.error.code === "unreachable") return Math.random() * refusedRetryMs;
    const jitterMs = Math.random() * Math.min(retryMaxMs, retryMinMs * 2 ** tries);
    return Math.min(retryMaxMs, Math.max(jitterMs, failure.retry?.retryAfterMs ?? 0));
  }

  async #probe(): Promise<void> {
    using call = this.#callFor(new AbortController().signal);
    await this.#models.assertReachable(call.signal);
  }

  #assertOpen(): void {
    if (this.#closed) throw new ModelUnavailable("unreachable", "Ollama was closed");
  }
}
