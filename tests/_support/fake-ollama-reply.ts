/** What goes wrong with a reply. `afterTokens` counts content tokens. */
export type FakeFault =
  /** An HTTP status before anything else; `body` is sent as it is (default: Ollama's JSON). */
  | {
      type: "status";
      status: number;
      error?: string;
      body?: string;
      contentType?: string;
      retryAfter?: number;
    }
  /** `{"error": …}` in the middle of the stream, then the regular end. */
  | { type: "error-line"; afterTokens: number; error: string }
  /** The stream ends as it should, but without a last line. */
  | { type: "no-done"; afterTokens: number }
  | { type: "reset"; afterTokens: number }
  /** Silence until the client leaves. */
  | { type: "stall"; afterTokens: number }
  /** Bytes that are no JSON, as a line of their own; the reply goes on. */
  | { type: "garbage"; afterTokens: number; line: string }
  | { type: "tool-call"; afterTokens: number };

/** How one reply is made. */
export interface FakeReply {
  /** Default: a short answer about the words of the question. */
  tokens?: readonly string[];
  thinking?: readonly string[];
  firstTokenMs?: number;
  tokenEveryMs?: number;
  doneReason?: string;
  /** Text in the last line, which is usually empty. */
  lastContent?: string;
  /** Empty content lines between the tokens. */
  emptyLines?: boolean;
  /** `burst`: many lines in one TCP write; `pieces`: every line in writes of 3 bytes, which also cuts UTF-8 characters. */
  framing?: "lines" | "burst" | "pieces";
  fault?: FakeFault;
}

/** What the fake saw of one POST /api/chat. */
export interface FakeChat {
  readonly body: Readonly<Record<string, unknown>>;
  readonly messages: readonly { role: string; content: string }[];
  tokensProduced: number;
  /** Tokens of the prompt, by the fake's own count, before and after cutting. */
  promptTokens: number;
  keptPromptTokens: number;
  outcome: "running" | "done" | "refused" | "broken" | "left";
}
