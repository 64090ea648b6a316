import type { ChatRequest, ChatResponse } from "ollama";
import { type ChatMessage, ModelUnavailable, type ReplyPart } from "../../chat/language-model.ts";
import { LeadingThoughts } from "./leading-thoughts.ts";
import type { OllamaCall } from "./ollama-call.ts";
import type { OllamaLimits } from "./ollama-limits.ts";
import { late, orLate } from "./waiting.ts";

/** One question as it is put to Ollama. */
export interface Ask {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly replyTokensMax: number;
  readonly temperature?: number | undefined;
  readonly numCtx: number;
  readonly keepAliveSeconds: number;
}

/** The reply came to its end without a word: the model only thought, or said nothing at all. */
export class BlankReply extends Error {
  override readonly name = "BlankReply";
}

type Lines = AsyncIterator<ChatResponse>;

/** How the first line is waited for. `wakingAfterMs`: silence after which "waking" is said; undefined: never. */
export interface FirstLineWait {
  readonly timeoutMs: number;
  readonly wakingAfterMs: number | undefined;
}

/**
 * `truncate` and `shift` are missing from the client's types. Without them Ollama silently drops the
 * front of a prompt, or of a long reply's context, that does not fit the window.
 */
type FullChatRequest = ChatRequest & { stream: true; truncate: boolean; shift: boolean };

/** Loads the model, and has it say nothing. With other options it would be loaded again for the first question. */
export async function loadModel(
  call: OllamaCall,
  ask: Omit<Ask, "replyTokensMax" | "messages">,
): Promise<void> {
  const { model, keepAliveSeconds: keep_alive, numCtx: num_ctx } = ask;
  await call.client.chat({ model, messages: [], stream: false, keep_alive, options: { num_ctx } });
}

function toRequest(ask: Ask): FullChatRequest {
  return {
    model: ask.model,
    messages: ask.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    think: false,
    truncate: false,
    shift: false,
    keep_alive: ask.keepAliveSeconds,
    options: {
      // The same for every question: a different window makes Ollama load the model again.
      num_ctx: ask.numCtx,
      num_predict: ask.replyTokensMax,
      ...(ask.temperature === undefined ? {} : { temperature: ask.temperature }),
    },
  };
}

/**
 * Asks once. Fails with BlankReply, ModelUnavailable, the signal's reason, or whatever the
 * connection failed with. The caller aborts the call's signal afterwards, whatever the outcome.
 */
export async function* chatOnce(
  call: OllamaCall,
  ask: Ask,
  wait: FirstLineWait,
  context: { limits: OllamaLimits; signal: AbortSignal },
): AsyncGenerator<ReplyPart, void> {
  const opening = openLines(call, ask);
  let line = yield* firstLine(opening, wait, context);
  const lines = (await opening).lines;
  const thoughts = new LeadingThoughts();
  let waitedMs = 0;
  let spoke = false;
  for (;;) {
    if (line === "ended" || line.done === true) break;
    const text = thoughts.take(contentOf(line));
    if (text) {
      spoke = true;
      yield { type: "text", text };
    }
    const sinceMs = performance.now();
    line = await nextLine(call, lines, waitedMs, context);
    waitedMs += performance.now() - sinceMs;
  }
  const rest = thoughts.take(line === "ended" ? "" : contentOf(line)) + thoughts.end();
  if (!spoke && !rest.trim()) throw new BlankReply();
  if (rest) yield { type: "text", text: rest };
  yield toDone(line, ask);
}

/** The response headers come with the first line, so both are one wait. */
async function openLines(
  call: OllamaCall,
  ask: Ask,
): Promise<{ lines: Lines; first: IteratorResult<ChatResponse> | "ended" }> {
  const stream = await call.client.chat(toRequest(ask));
  const lines = stream[Symbol.asyncIterator]();
  return { lines, first: await advance(call, lines) };
}

async function* firstLine(
  opening: ReturnType<typeof openLines>,
  wait: FirstLineWait,
  { limits, signal }: { limits: OllamaLimits; signal: AbortSignal },
): AsyncGenerator<ReplyPart, ChatResponse | "ended"> {
  const startMs = performance.now();
  let wakingInMs = wait.wakingAfterMs;
  for (;;) {
    const leftMs = startMs + wait.timeoutMs - performance.now();
    const opened = await orLate(opening, Math.min(leftMs, wakingInMs ?? leftMs), signal);
    if (opened !== late) return lineOf(opened.first);
    if (performance.now() - startMs >= wait.timeoutMs) {
      throw new ModelUnavailable("timeout", "The model did not begin to answer in time");
    }
    if (wakingInMs === undefined) continue;
    yield { type: "waking" };
    wakingInMs = limits.wakingEveryMs;
  }
}

async function nextLine(
  call: OllamaCall,
  lines: Lines,
  waitedMs: number,
  { limits, signal }: { limits: OllamaLimits; signal: AbortSignal },
): Promise<ChatResponse | "ended"> {
  const timeoutMs = Math.min(limits.tokenTimeoutMs, limits.replyTimeoutMs - waitedMs);
  const next = await orLate(advance(call, lines), timeoutMs, signal);
  if (next === late) throw new ModelUnavailable("timeout", "The model stopped in the middle of its answer");
  return lineOf(next);
}

/** The client throws the same plain Error for an error line and for a missing last line; the facts tell them apart. */
async function advance(call: OllamaCall, lines: Lines): Promise<IteratorResult<ChatResponse> | "ended"> {
  try {
    return await lines.next();
  } catch (error) {
    if (call.facts.error !== undefined) {
      throw new ModelUnavailable("failed", `Ollama: ${call.facts.error}`, { cause: error });
    }
    if (call.facts.ended) return "ended";
    throw error;
  }
}

function lineOf(result: IteratorResult<ChatResponse> | "ended"): ChatResponse | "ended" {
  return result === "ended" || result.done ? "ended" : result.value;
}

/** What Ollama sends is checked here: the client's types are only a promise. */
function contentOf(line: ChatResponse): string {
  const content: unknown = line.message?.content;
  return typeof content === "string" ? content : "";
}

function toDone(line: ChatResponse | "ended", ask: Ask): ReplyPart {
  if (line === "ended") return { type: "done", reason: "cut", model: ask.model };
  const reason = line.done_reason === "stop" || line.done_reason === "length" ? line.done_reason : "cut";
  return {
    type: "done",
    reason,
    model: ask.model,
    promptTokens: countOf(line.prompt_eval_count),
    replyTokens: countOf(line.eval_count),
  };
}

function countOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
