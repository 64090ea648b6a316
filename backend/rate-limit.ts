/** Too many tries; `retryAfterSeconds` is a whole number of at least 1. */
export class RateExceeded extends Error {
  override readonly name = "RateExceeded";

  constructor(
    readonly retryAfterSeconds: number,
    /** What the answer says of the limit. */
    readonly headers: RateLimitHeaders | undefined = undefined,
  ) {
    super("too many tries");
  }
}

/** How many tries there are and how many are left (draft-ietf-httpapi-ratelimit-headers-11). */
export interface RateLimitHeaders {
  readonly "RateLimit-Policy": string;
  readonly RateLimit: string;
}

export interface RateLimitOptions {
  /** What the limit is called in answers. */
  readonly policy: string;
  /** Tries that may come at once. */
  readonly burst: number;
  /** One more is allowed after each of these. */
  readonly refillMs: number;
  /** Keys that are remembered; beyond that the one that was quiet for longest is forgotten. */
  readonly keysMax: number;
  readonly now?: () => number;
}

/** Token buckets by key. A bucket is kept as the moment at which it would be full again. */
export class RateLimit {
  readonly #fullAtMs = new Map<string, number>();
  readonly #now: () => number;

  constructor(readonly options: RateLimitOptions) {
    this.#now = options.now ?? Date.now;
  }

  /** Takes one try. Throws RateExceeded, without taking one, where there is none left. */
  take(key: string): void {
    const waitMs = this.#tryToTake(key);
    if (waitMs > 0) throw new RateExceeded(Math.ceil(waitMs / 1000), this.headers(key));
  }

  /** Takes one try where there is one left, and answers whether there was. */
  tries(key: string): boolean {
    return this.#tryToTake(key) <= 0;
  }

  /** How long to wait for a try; one was taken where that is not above 0. */
  #tryToTake(key: string): number {
    const { burst, refillMs } = this.options;
    const now = this.#now();
    const fullAt = Math.max(this.#fullAtMs.get(key) ?? now, now) + refillMs;
    const waitMs = fullAt - now - burst * refillMs;
    if (waitMs <= 0) this.#remember(key, fullAt);
    return waitMs;
  }

  /** What to tell whoever has this key: the quota of a full bucket, the tries that are left, and when it is full again. */
  headers(key: string): RateLimitHeaders {
    const { policy, burst, refillMs } = this.options;
    const untilFullMs = Math.max((this.#fullAtMs.get(key) ?? 0) - this.#now(), 0);
    const remaining = Math.max(Math.floor(burst - untilFullMs / refillMs), 0);
    const windowSeconds = Math.ceil((burst * refillMs) / 1000);
    return {
      "RateLimit-Policy": `"${policy}";q=${burst};w=${windowSeconds}`,
      RateLimit: `"${policy}";r=${remaining};t=${Math.ceil(untilFullMs / 1000)}`,
    };
  }

  /** Gives a try back that turned out not to count. */
  giveBack(key: string): void {
    const fullAt = this.#fullAtMs.get(key);
    if (fullAt !== undefined) this.#fullAtMs.set(key, fullAt - this.options.refillMs);
  }

  #remember(key: string, fullAt: number): void {
    // A Map keeps the order of insertion: the first key is the one that was quiet for longest.
    this.#fullAtMs.delete(key);
    this.#fullAtMs.set(key, fullAt);
    if (this.#fullAtMs.size <= this.options.keysMax) return;
    const [quietest] = this.#fullAtMs.keys();
    if (quietest !== undefined) this.#fullAtMs.delete(quietest);
  }
}
