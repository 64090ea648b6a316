/** One message of a conversation. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

export interface ModelOptions {
  /** A model name as `models()` lists it; undefined takes the first one there is. */
  readonly model?: string | undefined;
  readonly temperature?: number | undefined;
  /** Who is asking, for a fair share of the model; undefined counts as one more student. */
  readonly asker?: string | undefined;
  /** When the student asked, by `performance.now`, where the request is not the first for the question: its place in the line. */
  readonly askedAtMs?: number | undefined;
  /** Bound on the reply, in model tokens. */
  readonly replyTokensMax?: number | undefined;
}

export type ReplyPart =
  /** The next piece of the answer, never empty. */
  | { readonly type: "text"; readonly text: string }
  /**
   * Others are being answered first. `place`: 1 is next, 0 is now. `expectedMs`: undefined while nobody can tell. Comes
   * whenever the queue moves.
   */
  | { readonly type: "queued"; readonly place: number; readonly expectedMs: number | undefined }
  /** The model is being loaded; nothing is wrong. Repeated at least every 10 s. */
  | { readonly type: "waking" }
  /** The last part. `length`: the reply was cut by the bound; `cut`: the model stopped without saying why. */
  | {
      readonly type: "done";
      readonly reason: "stop" | "length" | "cut";
      readonly model: string;
      readonly promptTokens?: number | undefined;
      readonly replyTokens?: number | undefined;
    };

/** PORT: a model that converses. */
export interface LanguageModel {
  /** Names of the models that can be asked now; rejects with ModelUnavailable. */
  models(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Begins to load the model, so that the first question need not wait for it. Returns at once, and does nothing where it
   * is loaded or being loaded; what goes wrong is left for the first question to find. Undefined: the first model there is.
   */
  preload(model: string | undefined): void;
  /**
   * Yields the reply as it is written. Aborting the signal (or leaving the loop) stops the model at
   * once; an abort is thrown as the signal's reason. Otherwise fails only with ModelUnavailable,
   * also in the middle of a reply.
   */
  reply(
    messages: readonly ChatMessage[],
    options: ModelOptions,
    signal: AbortSignal,
  ): AsyncIterable<ReplyPart>;
}

export const modelFailures = ["unreachable", "model-missing", "busy", "failed", "timeout"] as const;

/** Why a model did not answer: the turn goes on with the tutor's notes. */
export class ModelUnavailable extends Error {
  override readonly name = "ModelUnavailable";
  constructor(
    readonly code: (typeof modelFailures)[number],
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
