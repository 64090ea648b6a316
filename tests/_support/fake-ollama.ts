import { fakeEmbedding } from "./fake-embeddings.ts";
import type { FakeChat, FakeFault, FakeReply } from "./fake-ollama-reply.ts";
import {
  ClientLeft,
  type FakeModel,
  FakeRunner,
  fakeSleep,
  QueueFull,
  readKeepAlive,
} from "./fake-ollama-runner.ts";
import { endLine, planReply, streamReply } from "./fake-ollama-stream.ts";
import { listenOnWire, type WireAnswer, type WireRequest, type WireServer } from "./fake-ollama-wire.ts";

export interface FakeOllamaOptions {
  /** Default: "tutor-small:latest". */
  models?: readonly FakeModel[];
  /** Loaded at the start with this window; default 4096; 0: nothing is loaded. */
  loadedWindow?: number;
  loadMs?: number;
  parallel?: number;
  queueMax?: number;
  tokenEveryMs?: number;
  firstTokenMs?: number;
}

/** What stands between the client and Ollama: nothing, a host that never answers, or a gateway with this answer. */
export type FakeFront = "open" | "silent" | { status: number; body: string; contentType: string };

export interface FakeOllama {
  readonly url: string;
  front: FakeFront;
  /** Every POST /api/chat with a message, oldest first. */
  readonly chats: readonly FakeChat[];
  /** Every request as "GET /api/ps". */
  readonly requests: readonly string[];
  readonly openConnections: number;
  /** How often a model was loaded. */
  readonly loads: number;
  /** Requests that wait for a place at their loaded model. */
  readonly waiting: number;
  /** Answers the next question that has no answer yet; without one the fake answers about the question. */
  next(...replies: FakeReply[]): void;
  /** Forgets the loaded models. */
  unload(): void;
  /** Goes away: connections break, new ones are refused. */
  stop(): void;
  /** Comes back on the same port. */
  start(): void;
}

const defaultModels: readonly FakeModel[] = [{ name: "tutor-small:latest" }];
const charsPerToken = 4;
const json = { "Content-Type": "application/json; charset=utf-8" };

/** Starts an Ollama without weights on a free loopback port. It keeps to Ollama's protocol, faults included. */
export async function startFakeOllama(
  options: FakeOllamaOptions = {},
): Promise<FakeOllama & AsyncDisposable> {
  return new Server(options);
}

class Server implements FakeOllama, AsyncDisposable {
  front: FakeFront = "open";
  readonly chats: FakeChat[] = [];
  readonly requests: string[] = [];
  readonly #replies: FakeReply[] = [];
  readonly #runners = new Map<string, FakeRunner>();
  readonly #models: readonly FakeModel[];
  readonly #port: number;
  #wire: WireServer | undefined;

  constructor(private readonly options: FakeOllamaOptions) {
    this.#models = options.models ?? defaultModels;
    for (const model of this.#models) {
      const runner = new FakeRunner({
        loadMs: options.loadMs ?? 0,
        parallel: options.parallel ?? 1,
        queueMax: options.queueMax ?? 512,
      });
      runner.window = options.loadedWindow ?? 4096;
      this.#runners.set(model.name, runner);
    }
    this.#wire = listenOnWire((request, answer) => this.#serve(request, answer));
    this.#port = this.#wire.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get openConnections(): number {
    return this.#wire?.connections ?? 0;
  }

  get loads(): number {
    return [...this.#runners.values()].reduce((sum, runner) => sum + runner.loads, 0);
  }

  get waiting(): number {
    return [...this.#runners.values()].reduce((sum, runner) => sum + runner.waiting, 0);
  }

  next(...replies: FakeReply[]): void {
    this.#replies.push(...replies);
  }

  unload(): void {
    for (const runner of this.#runners.values()) runner.unload();
  }

  stop(): void {
    this.#wire?.stop();
    this.#wire = undefined;
  }

  start(): void {
    this.#wire ??= listenOnWire((request, answer) => this.#serve(request, answer), this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop();
  }

  async #serve(request: WireRequest, answer: WireAnswer): Promise<void> {
    this.requests.push(`${request.method} ${request.path}`);
    if (this.front === "silent") return await fakeSleep(2 ** 30, request.left).catch(() => {});
    if (this.front !== "open") {
      const { status, body, contentType } = this.front;
      return answer.send(status, body, { "Content-Type": contentType });
    }
    const host = (request.headers.get("host") ?? "").replace(/:\d+$/u, "");
    // The guard against DNS rebinding of a server that listens on loopback.
    if (!["127.0.0.1", "localhost", "[::1]"].includes(host)) return answer.send(403, "");
    switch (`${request.method} ${request.path}`) {
      case "GET /":
      case "HEAD /":
        return answer.send(200, "Ollama is running", { "Content-Type": "text/plain; charset=utf-8" });
      case "GET /api/version":
        return answer.send(200, JSON.stringify({ version: "0.33.0" }), json);
      case "GET /api/tags":
        return answer.send(200, JSON.stringify({ models: this.#models.map(toTag) }), json);
      case "GET /api/ps":
        return answer.send(200, JSON.stringify({ models: this.#loadedModels() }), json);
      case "POST /api/embed":
        return this.#embed(request, answer);
      case "POST /api/chat":
        return await this.#chat(request, answer);
      default:
        return answer.send(404, "404 page not found", { "Content-Type": "text/plain" });
    }
  }

  /** One vector for each text; the answers for a missing model and for one that only converses are Ollama's own. */
  #embed(request: WireRequest, answer: WireAnswer): void {
    const { model = "", input = [] } = readBody(request.body) as {
      model?: string;
      input?: string | string[];
    };
    const known = this.#models.find(({ name }) => name === (model.includes(":") ? model : `${model}:latest`));
    if (!known) {
      const error = `model "${model}" not found, try pulling it first`;
      answer.send(404, JSON.stringify({ error }), json);
      return;
    }
    if (!known.capabilities?.includes("embedding")) {
      answer.send(501, JSON.stringify({ error: "this model does not support embeddings" }), json);
      return;
    }
    const texts = typeof input === "string" ? [input] : input;
    const reply = { model, embeddings: texts.map(fakeEmbedding), total_duration: 1, load_duration: 1 };
    answer.send(200, JSON.stringify(reply), json);
  }

  #loadedModels(): unknown[] {
    return this.#models.flatMap((model) => {
      const runner = this.#runners.get(model.name);
      if (!runner?.loaded) return [];
      return [{ ...toTag(model), size_vram: 0, context_length: runner.window }];
    });
  }

  async #chat(request: WireRequest, answer: WireAnswer): Promise<void> {
    const refuse = (status: number, error: string) => answer.send(status, JSON.stringify({ error }), json);
    const body = readBody(request.body);
    if (typeof body === "string") return refuse(400, body);
    const messages = Array.isArray(body.messages) ? (body.messages as FakeChat["messages"]) : [];
    const chat: FakeChat = {
      body,
      messages,
      tokensProduced: 0,
      promptTokens: 0,
      keptPromptTokens: 0,
      outcome: "running",
    };
    if (messages.length > 0) this.chats.push(chat);
    try {
      const refusal = await this.#answer(request, answer, chat);
      if (refusal) {
        chat.outcome = "refused";
        refuse(refusal.status, refusal.error);
      }
    } catch (error) {
      if (!(error instanceof ClientLeft)) throw error;
      // Ollama answers 499 here, which only its own log sees.
      chat.outcome = "left";
    }
  }

  async #answer(
    request: WireRequest,
    answer: WireAnswer,
    chat: FakeChat,
  ): Promise<{ status: number; error: string } | undefined> {
    const { body, messages } = chat;
    const asked = String(body.model ?? "");
    const model = this.#models.find((one) => one.name === asked || one.name === `${asked}:latest`);
    if (!model) return { status: 404, error: `model '${asked}' not found` };
    const keepAlive = readKeepAlive(body.keep_alive);
    if (keepAlive === undefined) {
      return { status: 400, error: `time: missing unit in duration "${String(body.keep_alive)}"` };
    }
    const can = model.capabilities ?? ["completion"];
    if (!can.includes("completion")) return { status: 400, error: `"${asked}" does not support chat` };
    if (body.think === true && !can.includes("thinking")) {
      return { status: 400, error: `"${asked}" does not support thinking` };
    }
    const runner = this.#runners.get(model.name);
    if (!runner) throw new Error("every model has a runner");
    const settings = (body.options ?? {}) as Record<string, unknown>;
    const window = Math.min(
      Number(settings.num_ctx ?? 4096),
      model.trainedContext ?? Number.POSITIVE_INFINITY,
    );
    if (messages.length === 0 && keepAlive === 0) {
      runner.unload();
      return this.#single(answer, chat, "unload");
    }
    const reply = messages.length === 0 ? {} : (this.#replies.shift() ?? {});
    if (reply.fault?.type === "status") return this.#refuse(answer, chat, reply.fault);
    chat.promptTokens = countTokens(messages);
    chat.keptPromptTokens = Math.min(chat.promptTokens, window);
    if (chat.promptTokens > window && body.truncate === false) {
      return { status: 400, error: "the input length exceeds the context length" };
    }
    let release: () => void;
    try {
      release = await runner.acquire(window, request.left);
    } catch (error) {
      if (!(error instanceof QueueFull)) throw error;
      return { status: 503, error: "server busy, please try again.  maximum pending requests exceeded" };
    }
    try {
      if (messages.length === 0) return this.#single(answer, chat, "load");
      await streamReply(
        answer,
        chat,
        planReply(reply, chat, { thinks: can.includes("thinking"), ...this.options }),
        request.left,
      );
    } finally {
      release();
      runner.keepFor(keepAlive);
    }
    return undefined;
  }

  #single(answer: WireAnswer, chat: FakeChat, reason: "load" | "unload"): undefined {
    answer.send(200, endLine(chat, "", reason), json);
    chat.outcome = "done";
  }

  #refuse(answer: WireAnswer, chat: FakeChat, fault: FakeFault & { type: "status" }): undefined {
    chat.outcome = "refused";
    answer.send(fault.status, fault.body ?? JSON.stringify({ error: fault.error ?? "broken" }), {
      "Content-Type": fault.contentType ?? json["Content-Type"],
      ...(fault.retryAfter === undefined ? {} : { "Retry-After": String(fault.retryAfter) }),
    });
  }
}

function toTag(model: FakeModel): Record<string, unknown> {
  const family = model.family ?? "llama";
  return {
    name: model.name,
    model: model.name,
    modified_at: "2026-01-01T00:00:00Z",
    size: 2_000_000_000,
    digest: new Bun.CryptoHasher("sha256").update(model.name).digest("hex"),
    details: {
      format: "gguf",
      family,
      families: [family],
      parameter_size: "3B",
      quantization_level: "Q4_K_M",
    },
  };
}

/** The body, or the words of the error. */
function readBody(text: string): Record<string, unknown> | string {
  if (text === "") return "missing request body";
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : "json: cannot unmarshal value into Go value of type api.ChatRequest";
  } catch {
    return "invalid character in request body";
  }
}

function countTokens(messages: FakeChat["messages"]): number {
  return messages.reduce((sum, { content }) => sum + Math.ceil(content.length / charsPerToken), 0);
}
