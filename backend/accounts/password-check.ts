import { networkOf } from "../../deploy/ip-address.ts";
import { RateExceeded, RateLimit, type RateLimitHeaders } from "../rate-limit.ts";
import type { PasswordHasher } from "./password-hasher.ts";

/** E-mail or password is wrong, or the account is disabled; which of them is nobody's business. */
export class LoginRefused extends Error {
  override readonly name = "LoginRefused";

  /** What the answer says of the tries that are left. */
  constructor(readonly headers: RateLimitHeaders) {
    super("the sign-in is refused");
  }
}

/** Wrong passwords for one account from one address: ten at once, then one a minute. */
const attemptLimits = { policy: "passwords-of-account", burst: 10, refillMs: 60_000, keysMax: 10_000 };
/** Wrong passwords for any account from one address, which may be that of a whole school. */
const addressLimits = { policy: "passwords-of-address", burst: 100, refillMs: 2_000, keysMax: 10_000 };

/** Wrong passwords for one account from wherever its owner never signed in: many addresses that guess together. */
const strangerLimits = { policy: "passwords-of-strangers", burst: 60, refillMs: 30_000, keysMax: 10_000 };
/** Accounts with an address of their owner that are remembered, so that guessing locks nobody out of the own account. */
const ownersMax = 10_000;
const recordLimits = { policy: "records-of-limit", burst: 1, refillMs: 60_000, keysMax: 10_000 };

export interface PasswordAttempt<Account> {
  /** Names the account for the count of wrong tries, whether it exists or not. */
  readonly key: readonly string[];
  readonly address: string;
  readonly password: string;
  find(): Promise<Account | undefined>;
  /** Called where the password is not taken: it does not fit or does not count, or there were too many. */
  refused(account: Account | undefined, reason: "too-many-requests" | undefined): Promise<void>;
}

/** Checks passwords: a bounded number of wrong ones, with the same answer and in the same time whatever is wrong. */
export class PasswordCheck {
  readonly #attempts = new RateLimit(attemptLimits);
  readonly #attemptsOfAddress = new RateLimit(addressLimits);
  readonly #attemptsOfStrangers = new RateLimit(strangerLimits);
  readonly #recordsOfLimit = new RateLimit(recordLimits);
  /** Where accounts were signed in to, those that were last. */
  readonly #owners = new Set<string>();

  constructor(private readonly hasher: Pick<PasswordHasher, "verify">) {}

  /** The account, if the password is its own and it is active, and the tries that are left. Throws LoginRefused, RateExceeded, HasherBusy. */
  async check<Account extends { passwordHash: string; status: "active" | "disabled" }>(
    attempt: PasswordAttempt<Account>,
  ): Promise<{ account: Account; headers: RateLimitHeaders }> {
    const network = networkOf(attempt.address);
    // Taken before the password is checked, so that guesses sent all at once are counted too.
    const key = JSON.stringify([...attempt.key, network]);
    const taken: [limit: RateLimit, key: string][] = [
      [this.#attempts, key],
      [this.#attemptsOfAddress, network],
    ];
    if (!this.#owners.has(key)) taken.push([this.#attemptsOfStrangers, JSON.stringify(attempt.key)]);
    for (const [limit, limited] of taken) await this.#take(limit, limited, attempt);
    const giveBack = () => {
      for (const [limit, limited] of taken) limit.giveBack(limited);
    };
    const { account, matches } = await this.#compare(attempt).catch((error) => {
      // Nothing was learnt about the password: a busy service costs nobody a try.
      giveBack();
      throw error;
    });
    if (!account || !matches || account.status !== "active") {
      await attempt.refused(account, undefined);
      throw new LoginRefused(this.#attempts.headers(key));
    }
    giveBack();
    this.#remember(key);
    return { account, headers: this.#attempts.headers(key) };
  }

  #remember(owner: string): void {
    // A Set keeps the order of insertion: the first one was there least lately.
    this.#owners.delete(owner);
    this.#owners.add(owner);
    if (this.#owners.size > ownersMax) this.#owners.delete(this.#owners.keys().next().value ?? "");
  }

  /** Somebody who goes on without waiting is recorded once a minute, and costs no more than that. */
  async #take<Account>(limit: RateLimit, key: string, attempt: PasswordAttempt<Account>): Promise<void> {
    try {
      limit.take(key);
    } catch (error) {
      if (error instanceof RateExceeded && this.#recordsOfLimit.tries(key)) {
        await attempt.refused(await attempt.find(), "too-many-requests");
      }
      throw error;
    }
  }

  async #compare<Account extends { passwordHash: string }>({ find, password }: PasswordAttempt<Account>) {
    const account = await find();
    return { account, matches: await this.hasher.verify(password, account?.passwordHash) };
  }
}
