import { inSpan, traceHeaders } from "../../deploy/tracing.ts";
import { EmbeddingReply } from "../../generated/engine.peers.js";
import type { components } from "../../generated/engine.types.ts";
import type { Database } from "../database/database.ts";
import { listPassagesToEmbed } from "./passages-repository.ts";
import { toSteps } from "./vector-steps.ts";
import { putVectors, type StoredVector } from "./vectors-repository.ts";

type Reply = components["schemas"]["EmbeddingReply"];
type Unembedded = Awaited<ReturnType<typeof listPassagesToEmbed>>[number];

const textsAtOnce = 16;
const textCharsMax = 6_000;
const timeoutMs = 120_000;
const replyCharsMax = 8 * 1024 * 1024;
/** Between two looks for passages without a vector, and after the engine had none to give. */
const restMs = 60_000;

/** Gives passages their vectors in the background, as long as the engine has a model for it; without one they are found by words. */
export class PassageEmbedder implements AsyncDisposable {
  readonly #stop = new AbortController();
  #wake = Promise.withResolvers<void>();
  readonly #running: Promise<void>;
  /** The model of the last reply; passages that another one embedded are embedded anew. */
  #model: string | undefined;

  constructor(
    private readonly db: Database,
    private readonly engine: { url: string; serviceToken: string },
    private readonly onError: (error: unknown) => void,
  ) {
    this.#running = this.#run();
  }

  /** There are new passages. */
  wake(): void {
    this.#wake.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake.resolve();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      await this.#embedAll().catch((error) => {
        if (!this.#stop.signal.aborted) this.onError(error);
      });
      const timer = setTimeout(() => this.#wake.resolve(), restMs);
      await this.#wake.promise;
      clearTimeout(timer);
      this.#wake = Promise.withResolvers();
    }
  }

  async #embedAll(): Promise<void> {
    for (let after = 0; ; ) {
      this.#stop.signal.throwIfAborted();
      const passages = await listPassagesToEmbed(this.db, this.#model, { after, rows: textsAtOnce });
      const last = passages.at(-1);
      if (!last) return;
      const texts = passages.map(toText);
      const reply = await inSpan("embed", { kind: "internal" }, () => this.#ask(texts));
      if (!reply) return;
      const isNewModel = this.#model !== undefined && this.#model !== reply.model;
      this.#model = reply.model;
      const vectors = passages.flatMap((passage, index) => toStored(passage, reply, index));
      if (vectors.length > 0) await this.db.write((transaction) => putVectors(transaction, vectors));
      after = isNewModel ? 0 : last.number;
    }
  }

  /** Undefined where the engine has no model for it, or is not there. */
  async #ask(texts: readonly string[]): Promise<Reply | undefined> {
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]);
    const response = await fetch(`${this.engine.url}/api/chat/embeddings`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${this.engine.serviceToken}`,
        ...traceHeaders(),
      },
      body: JSON.stringify({ texts }),
      redirect: "error",
      signal,
    }).catch(() => undefined);
    if (!response) return undefined;
    const text = await response.text();
    if (response.status === 503) return undefined;
    const reply: unknown = response.ok && text.length <= replyCharsMax ? JSON.parse(text) : undefined;
    if (!EmbeddingReply(reply) || (reply as Reply).vectors.length !== texts.length)
      throw new Error(`the engine's embeddings cannot be used (HTTP ${response.status})`);
    return reply as Reply;
  }
}

/** A passage means what it does under its headings. */
function toText({ title, headings, text }: Unembedded): string {
  return `${[title, ...headings].join(" › ")}: ${text}`.slice(0, textCharsMax);
}

function toStored({ number, tutorId }: Unembedded, { model, vectors }: Reply, index: number): StoredVector[] {
  const stepped = toSteps(vectors[index] ?? []);
  if (!stepped) return [];
  const { steps, stepSize } = stepped;
  return [{ passage: number, tutorId, model, steps: Buffer.from(steps.buffer), stepSize }];
}
