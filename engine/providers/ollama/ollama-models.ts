import { ModelUnavailable } from "../../chat/language-model.ts";
import { OllamaRefusal, openCall } from "./ollama-call.ts";
import type { FirstLineWait } from "./ollama-chat.ts";
import type { OllamaLimits } from "./ollama-limits.ts";
import { late, orLate } from "./waiting.ts";

const namesMax = 1_000;
const nameCharsMax = 256;
/** Families of models that embed text and cannot converse. */
const embeddingFamilies = /bert/iu;

type Client = ReturnType<typeof openCall>["client"];

/** What this Ollama has, and what of it is loaded. */
export class OllamaModels {
  #first: { name: string; untilMs: number } | undefined;
  /** Replies that wait for their model to be loaded, by model. */
  readonly #waking = new Map<string, number>();

  constructor(
    private readonly server: { baseUrl: string; numCtx: number },
    private readonly limits: OllamaLimits,
  ) {}

  /** The models that converse, in Ollama's order: changed last comes first. */
  async list(signal: AbortSignal): Promise<readonly string[]> {
    const { models } = await this.#quick((client) => client.list(), signal);
    return entriesOf(models)
      .filter((entry) => !embeddingFamilies.test(textOf(recordOf(entry.details).family)))
      .map((entry) => textOf(entry.name))
      .filter((name) => name !== "");
  }

  /** The model for a question that names none. */
  async first(signal: AbortSignal): Promise<string> {
    if (this.#first && performance.now() < this.#first.untilMs) return this.#first.name;
    const [name] = await this.list(signal);
    if (name === undefined) throw new ModelUnavailable("model-missing", "Ollama has no model that converses");
    this.#first = { name, untilMs: performance.now() + this.limits.modelsFreshMs };
    return name;
  }

  async assertReachable(signal: AbortSignal): Promise<void> {
    await this.#quick((client) => client.version(), signal);
  }

  /**
   * How long the model's first line may take. The question to /api/ps is also the test that the server
   * is there, before a wait begins that nothing but the first line ends. To be disposed when the first
   * line has come: while one reply loads a model, Ollama already lists it for the others.
   */
  async waitFor(model: string, signal: AbortSignal): Promise<FirstLineWait & Disposable> {
    const name = fullName(model);
    const loaded = await this.#loaded(name, signal);
    if (loaded === "ready" && !this.#waking.has(name)) {
      return {
        timeoutMs: this.limits.firstByteTimeoutMs,
        wakingAfterMs: undefined,
        [Symbol.dispose]: () => {},
      };
    }
    this.#waking.set(name, (this.#waking.get(name) ?? 0) + 1);
    let held = true;
    return {
      timeoutMs: this.limits.loadTimeoutMs,
      wakingAfterMs: loaded === "no" ? 0 : this.limits.reloadSilenceMs,
      [Symbol.dispose]: () => {
        if (!held) return;
        held = false;
        const left = (this.#waking.get(name) ?? 1) - 1;
        if (left > 0) this.#waking.set(name, left);
        else this.#waking.delete(name);
      },
    };
  }

  /** "perhaps": loaded with another window, which may mean a reload or a model that knows no larger one. */
  async #loaded(name: string, signal: AbortSignal): Promise<"ready" | "perhaps" | "no"> {
    try {
      const { models } = await this.#quick((client) => client.ps(), signal);
      const entry = entriesOf(models).find((one) => fullName(textOf(one.name ?? one.model)) === name);
      if (!entry) return "no";
      const window = entry.context_length;
      return typeof window === "number" && window > 0 && window !== this.server.numCtx ? "perhaps" : "ready";
    } catch (error) {
      // A gateway in front of Ollama may know nothing but the chat itself.
      if (error instanceof OllamaRefusal && [404, 405, 501].includes(error.status)) return "perhaps";
      throw error;
    }
  }

  /** A question that needs no model. Silence means that nobody is there. */
  async #quick<T>(ask: (client: Client) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { client } = openCall(this.server.baseUrl, this.limits, signal);
    const answer = await orLate(ask(client), this.limits.connectTimeoutMs, signal);
    if (answer === late) throw new ModelUnavailable("unreachable", "Ollama does not answer");
    if (typeof answer !== "object" || answer === null) throw new ModelUnavailable("failed", "Not Ollama");
    return answer;
  }
}

/** "mistral" is short for "mistral:latest". */
function fullName(model: string): string {
  return /:[^/]*$/u.test(model) ? model : `${model}:latest`;
}

function entriesOf(models: unknown): Record<string, unknown>[] {
  return Array.isArray(models) ? models.slice(0, namesMax).map(recordOf) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string {
  return typeof value === "string" && value.length <= nameCharsMax ? value : "";
}
