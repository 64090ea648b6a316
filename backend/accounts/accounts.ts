import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { RateLimit } from "../rate-limit.ts";
import { type AccessTokens, accessTokenLifeSeconds } from "./access-tokens.ts";
import {
  type Admin,
  findAdmin,
  findAdminByEmail,
  toEmailKey,
  updatePasswordHash,
} from "./admins-repository.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { RefreshTokens } from "./refresh-tokens.ts";

/** E-mail or password is wrong; which of them is nobody's business. */
export class LoginRefused extends Error {
  override readonly name = "LoginRefused";
}

/** The refresh token is unknown, used, or too old. */
export class RefreshRefused extends Error {
  override readonly name = "RefreshRefused";
}

/** Wrong passwords for one account from one address: ten at once, then one a minute. */
const attemptLimits = { burst: 10, refillMs: 60_000, keysMax: 10_000 };
/** Wrong passwords for any account from one address, which may be that of a whole school. */
const addressLimits = { burst: 100, refillMs: 2_000, keysMax: 10_000 };

export interface AccountParts {
  readonly db: Database;
  readonly hasher: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
}

/** Sign-in of admins. */
export class Accounts {
  readonly #attempts = new RateLimit(attemptLimits);
  readonly #attemptsOfAddress = new RateLimit(addressLimits);

  constructor(private readonly parts: AccountParts) {}

  /** Throws LoginRefused, RateExceeded, HasherBusy. */
  async login(credentials: { email: string; password: string }, address: string): Promise<Schemas["Tokens"]> {
    const { db, hasher, refreshTokens } = this.parts;
    const { email, password } = credentials;
    // Taken before the password is checked, so that guesses sent all at once are counted too.
    const key = JSON.stringify([toEmailKey(email), address]);
    this.#attempts.take(key);
    this.#attemptsOfAddress.take(address);
    const giveBack = () => {
      this.#attempts.giveBack(key);
      this.#attemptsOfAddress.giveBack(address);
    };
    const { admin, matches } = await this.#check(email, password).catch((error) => {
      // Nothing was learnt about the password: a busy service costs nobody a try.
      giveBack();
      throw error;
    });
    if (!admin || !matches) throw new LoginRefused();
    giveBack();
    if (hasher.isOutdated(admin.passwordHash)) {
      const hash = await hasher.hash(password);
      await db.write((transaction) => updatePasswordHash(transaction, admin.id, hash));
    }
    return this.#toTokens(admin.id, await refreshTokens.issue(admin.id));
  }

  /** Throws RefreshRefused. */
  async refresh(refreshToken: string): Promise<Schemas["Tokens"]> {
    const rotated = await this.parts.refreshTokens.rotate(refreshToken);
    if (!rotated) throw new RefreshRefused();
    return this.#toTokens(rotated.adminId, rotated.refreshToken);
  }

  logout(refreshToken: string): Promise<void> {
    return this.parts.refreshTokens.end(refreshToken);
  }

  async getAdmin(adminId: string): Promise<Schemas["Admin"]> {
    const admin = await findAdmin(this.parts.db, adminId);
    if (!admin) throw new NotFound("admin");
    const { id, email, role, createdAt } = admin;
    return { id, email, role, createdAt: createdAt.toISOString() };
  }

  async #check(email: string, password: string): Promise<{ admin: Admin | undefined; matches: boolean }> {
    const admin = await findAdminByEmail(this.parts.db, email);
    return { admin, matches: await this.parts.hasher.verify(password, admin?.passwordHash) };
  }

  async #toTokens(adminId: string, refreshToken: string): Promise<Schemas["Tokens"]> {
    return {
      access_token: await this.parts.accessTokens.sign(adminId),
      token_type: "Bearer",
      expires_in: accessTokenLifeSeconds,
      refresh_token: refreshToken,
    };
  }
}
