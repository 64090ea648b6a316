import { setTimeout } from "node:timers/promises";
import {
  type ChatMessage,
  type LanguageModel,
  type ModelOptions,
  ModelUnavailable,
  type ReplyPart,
} from "../../chat/language-model.ts";

/** One reply of the scripted model. */
export interface ScriptedReply {
  readonly pieces: readonly string[];
  /** Pause before each piece but the first; default 0. */
  readonly pieceEveryMs?: number | undefined;
  /** How long the model is being loaded before the first piece. Default: it is loaded. */
  readonly loadMs?: number | undefined;
  readonly reason?: "stop" | "length" | "cut" | undefined;
  /** Fails instead of the piece of this number; 0: before the first. */
  readonly failure?: { readonly beforePiece: number; readonly code: ModelUnavailable["code"] } | undefined;
}

export interface ScriptedModelOptions {
  /** Default: "scripted". */
  readonly models?: readonly string[] | undefined;
  /** Answers a question, which is the last message. Default: says the question back. */
  readonly reply?: ((question: string, messages: readonly ChatMessage[]) => ScriptedReply) | undefined;
}

const wakingEveryMs = 5_000;

/** A model without chance: the same question gets the same answer. For tests and demonstrations. */
export class ScriptedModel implements LanguageModel {
  /** Pieces written so far, by all replies. */
  piecesWritten = 0;
  /** Replies under way. */
  replying = 0;

  constructor(private readonly options: ScriptedModelOptions = {}) {}

  async models(signal: AbortSignal): Promise<readonly string[]> {
    signal.throwIfAborted();
    return this.options.models ?? ["scripted"];
  }

  preload(): void {}

  async *reply(
    messages: readonly ChatMessage[],
    options: ModelOptions,
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void> {
    const names = await this.models(signal);
    const model = options.model ?? names[0];
    if (model === undefined || !names.includes(model)) {
      throw new ModelUnavailable("model-missing", "The script has no such model");
    }
    const question = messages.at(-1)?.content ?? "";
    const script = (this.options.reply ?? sayBack)(question, messages);
    this.replying += 1;
    try {
      if (script.loadMs !== undefined) yield* load(script.loadMs, signal);
      yield* this.#write(script, { ...options, model }, signal);
    } finally {
      this.replying -= 1;
    }
  }

  async *#write(
    script: ScriptedReply,
    options: ModelOptions & { model: string },
    signal: AbortSignal,
  ): AsyncGenerator<ReplyPart, void> {
    const pieces = script.pieces.slice(0, options.replyTokensMax);
    for (const [index, text] of pieces.entries()) {
      failAt(script, index);
      await pause(index > 0 ? (script.pieceEveryMs ?? 0) : 0, signal);
      this.piecesWritten += 1;
      if (text) yield { type: "text", text };
    }
    signal.throwIfAborted();
    failAt(script, pieces.length);
    const reason = pieces.length < script.pieces.length ? "length" : (script.reason ?? "stop");
    yield { type: "done", reason, model: options.model, replyTokens: pieces.length };
  }
}

function sayBack(question: string): ScriptedReply {
  return { pieces: ["You asked:", ...(question.match(/\s*\S+/gu) ?? []).map((word) => ` ${word.trim()}`)] };
}

function failAt(script: ScriptedReply, index: number): void {
  if (script.failure?.beforePiece === index) {
    throw new ModelUnavailable(script.failure.code, "The script fails here");
  }
}

async function* load(loadMs: number, signal: AbortSignal): AsyncGenerator<ReplyPart, void> {
  for (let leftMs = loadMs; ; leftMs -= wakingEveryMs) {
    yield { type: "waking" };
    await pause(Math.min(leftMs, wakingEveryMs), signal);
    if (leftMs <= wakingEveryMs) return;
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
  signal.throwIfAborted();
}
