/** Spends at most `perSecond` tokens per second on average and `burst` at once. Times in ms from any one origin. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(
    public perSecond: number,
    public burst: number,
    nowMs: number,
  ) {
    this.#tokens = burst;
    this.#filledAtMs = nowMs;
  }

  tokens(nowMs: number): number {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#filledAtMs = nowMs;
    this.#tokens = Math.min(this.burst, this.#tokens + (elapsedMs * this.perSecond) / 1000);
    return this.#tokens;
  }

  /** May leave a debt, which later time pays. */
  spend(amount: number): void {
    this.#tokens -= amount;
  }

  take(amount: number, nowMs: number): boolean {
    if (this.tokens(nowMs) < amount) return false;
    this.spend(amount);
    return true;
  }

  /** How long until there is at least one token again. */
  waitMs(nowMs: number): number {
    const missing = 1 - this.tokens(nowMs);
    return missing <= 0 ? 0 : Math.ceil((missing * 1000) / this.perSecond);
  }
}
