import { lessonAnswer, toTokens } from "./fake-ollama-answer.ts";
import type { FakeChat, FakeReply } from "./fake-ollama-reply.ts";
import { ClientLeft, fakeSleep } from "./fake-ollama-runner.ts";
import type { WireAnswer } from "./fake-ollama-wire.ts";

/** Ollama ends a reply that repeats one token more often than this, without a last line. */
const repeatsMax = 30;
const piecesBytes = 3;
const resetDelayMs = 20;

export type ReplyPlan = Required<Omit<FakeReply, "fault">> & Pick<FakeReply, "fault">;

/** Fills in what the test left open. */
export function planReply(
  reply: FakeReply,
  chat: FakeChat,
  model: { thinks: boolean; firstTokenMs?: number; tokenEveryMs?: number },
): ReplyPlan {
  const question = chat.messages.findLast((message) => message.role === "user")?.content ?? "";
  const settings = (chat.body.options ?? {}) as Record<string, unknown>;
  const predict = Number(settings.num_predict ?? -1);
  const wanted = reply.tokens ?? toTokens(lessonAnswer(question));
  const tokens = predict >= 0 ? wanted.slice(0, predict) : wanted;
  return {
    // Ollama takes a missing `think` for true.
    thinking: model.thinks && chat.body.think !== false ? ["Let me", " think."] : [],
    firstTokenMs: model.firstTokenMs ?? 0,
    tokenEveryMs: model.tokenEveryMs ?? 0,
    doneReason: tokens.length < wanted.length ? "length" : "stop",
    lastContent: "",
    emptyLines: false,
    framing: "lines",
    ...reply,
    tokens,
  };
}

/** Writes one reply. No headers go out before the first line is ready. */
export async function streamReply(
  answer: WireAnswer,
  chat: FakeChat,
  plan: ReplyPlan,
  left: AbortSignal,
): Promise<void> {
  const lines = new LineWriter(answer, plan.framing);
  await fakeSleep(plan.firstTokenMs, left);
  for (const thinking of plan.thinking) await lines.write(contentLine(chat, "", { thinking }));
  let repeats = 0;
  for (const [index, token] of [...plan.tokens, undefined].entries()) {
    const end = await breakAt(index, { lines, chat, plan, left });
    if (end) return;
    if (token === undefined) break;
    await produce(plan, index, left);
    chat.tokensProduced += 1;
    await lines.write(contentLine(chat, token));
    if (plan.emptyLines) await lines.write(contentLine(chat, ""));
    repeats = token.trim() === plan.tokens[index - 1]?.trim() ? repeats + 1 : 0;
    if (repeats > repeatsMax) return await lines.end();
  }
  await lines.write(endLine(chat, plan.lastContent, plan.doneReason));
  await lines.end();
  chat.outcome = "done";
}

/** One token's time. The client's leaving is seen here, as a runner sees it between two tokens. */
async function produce(plan: ReplyPlan, index: number, left: AbortSignal): Promise<void> {
  if (index > 0 && plan.tokenEveryMs > 0) await fakeSleep(plan.tokenEveryMs, left);
  else await new Promise((done) => setImmediate(done));
  if (left.aborted) throw new ClientLeft();
}

/** The planned fault, when it is due before the token of this number. True: the reply is over. */
async function breakAt(
  index: number,
  { lines, chat, plan, left }: { lines: LineWriter; chat: FakeChat; plan: ReplyPlan; left: AbortSignal },
): Promise<boolean> {
  const { fault } = plan;
  if (!fault || fault.type === "status" || fault.afterTokens !== index) return false;
  switch (fault.type) {
    case "garbage":
      await lines.write(fault.line);
      return false;
    case "tool-call":
      await lines.write(
        contentLine(chat, "", {
          tool_calls: [{ id: "call_0a1b2c3d", function: { name: "look_up", arguments: { word: "cell" } } }],
        }),
      );
      return false;
    case "stall":
      await lines.flush();
      await fakeSleep(2 ** 30, left);
      return true;
    case "error-line":
      await lines.write(JSON.stringify({ error: fault.error }));
      await lines.end();
      break;
    case "no-done":
      await lines.end();
      break;
    case "reset":
      await lines.flush();
      // A reset throws away what the client has not read yet.
      await fakeSleep(resetDelayMs, left);
      lines.reset();
      break;
  }
  chat.outcome = "broken";
  return true;
}

/** Sends lines in the framing that the test wants. */
class LineWriter {
  #begun = false;
  #held = "";

  constructor(
    private readonly answer: WireAnswer,
    private readonly framing: ReplyPlan["framing"],
  ) {}

  async write(line: string): Promise<void> {
    this.#held += `${line}\n`;
    if (this.framing !== "burst") await this.flush();
  }

  async flush(): Promise<void> {
    if (!this.#begun) this.answer.head(200, { "Content-Type": "application/x-ndjson" });
    this.#begun = true;
    const bytes = new TextEncoder().encode(this.#held);
    this.#held = "";
    if (bytes.length > 0) await this.answer.chunk(bytes, this.framing === "pieces" ? piecesBytes : undefined);
  }

  async end(): Promise<void> {
    await this.flush();
    this.answer.end();
  }

  reset(): void {
    this.answer.reset();
  }
}

function contentLine(chat: FakeChat, content: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    model: chat.body.model,
    created_at: "2026-01-01T00:00:00.000000000Z",
    message: { role: "assistant", content, ...more },
    done: false,
  });
}

/** The last line. Counts that are zero are absent, durations are in nanoseconds. */
export function endLine(chat: FakeChat, content: string, reason: string): string {
  const counts = {
    total_duration: 1_000_000,
    prompt_eval_count: chat.keptPromptTokens,
    eval_count: chat.tokensProduced,
  };
  return JSON.stringify({
    model: chat.body.model,
    created_at: "2026-01-01T00:00:00.000000000Z",
    message: { role: "assistant", content },
    done: true,
    ...(reason === "" ? {} : { done_reason: reason }),
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
  });
}
