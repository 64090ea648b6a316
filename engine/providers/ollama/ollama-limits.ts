/** Every bound of the conversation with Ollama. */
export interface OllamaLimits {
  /**
   * Bound on a question that needs no model (who is there, what is loaded). It is also how long a
   * silent host is taken for reachable, so it stays under the two seconds after which a student hears
   * the tutor's notes instead.
   */
  readonly connectTimeoutMs: number;
  /** Until the first line of a reply, while the model is being loaded. Giving up early aborts the load itself. */
  readonly loadTimeoutMs: number;
  /** Until the first line of a reply of a loaded model. */
  readonly firstByteTimeoutMs: number;
  /** Between two lines of a reply. */
  readonly tokenTimeoutMs: number;
  /** All the waiting for Ollama after the first line; the time the listener takes does not count. */
  readonly replyTimeoutMs: number;
  /** Distance of two "waking" parts. */
  readonly wakingEveryMs: number;
  /** How long a model that is loaded with another window may be silent before it counts as reloading. */
  readonly reloadSilenceMs: number;
  /** Tries until the first token. */
  readonly triesMax: number;
  /** Bounds of the random pause before another try (full jitter over a doubling range). */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** Bound of the pause after a refused connection: a server that is not there shall be known at once. */
  readonly refusedRetryMs: number;
  /** Replies written at the same time. */
  readonly repliesMax: number;
  /** Questions waiting for one of them to end; more are refused as busy. */
  readonly waitingMax: number;
  readonly waitTimeoutMs: number;
  /** Questions of one student under way at the same time. */
  readonly perAskerMax: number;
  /** How long an unreachable server is not asked again. */
  readonly unreachableForMs: number;
  /** Failures in a row after which Ollama is not asked for `openForMs`. */
  readonly failuresMax: number;
  readonly openForMs: number;
  /** How long a question waits for the answer to "are you back?". */
  readonly probePatienceMs: number;
  /** Models that are loaded ahead of their first question at the same time. */
  readonly preloadsMax: number;
  /** How long the list of models is remembered for questions that name no model. */
  readonly modelsFreshMs: number;
  /** Size of one line of a reply, in bytes. */
  readonly lineBytesMax: number;
  /** Size of any other answer, in bytes. */
  readonly bodyBytesMax: number;
}

export const defaultOllamaLimits: OllamaLimits = {
  connectTimeoutMs: 1_500,
  loadTimeoutMs: 300_000,
  firstByteTimeoutMs: 30_000,
  tokenTimeoutMs: 15_000,
  replyTimeoutMs: 120_000,
  wakingEveryMs: 5_000,
  reloadSilenceMs: 1_000,
  triesMax: 3,
  retryMinMs: 250,
  retryMaxMs: 4_000,
  refusedRetryMs: 60,
  repliesMax: 4,
  waitingMax: 32,
  waitTimeoutMs: 45_000,
  perAskerMax: 3,
  unreachableForMs: 2_000,
  failuresMax: 5,
  openForMs: 10_000,
  probePatienceMs: 250,
  preloadsMax: 4,
  modelsFreshMs: 30_000,
  lineBytesMax: 1_048_576,
  bodyBytesMax: 4_194_304,
};

/** Reply length when the question names none, and the bounds of what it may name, in model tokens. */
export const replyTokensDefault = 600;
export const replyTokensLimit = 4_096;
