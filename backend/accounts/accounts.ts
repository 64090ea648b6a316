import { type Actor, recordAudit, serviceChain } from "../audit/audit-repository.ts";
import { type PasswordRefusal, recordPasswordRefusal } from "../audit/password-refusals.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database, Transaction } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import type { RateLimitHeaders } from "../rate-limit.ts";
import type { AccessTokens } from "./access-tokens.ts";
import {
  type Admin,
  findAdmin,
  findAdminByEmail,
  toAdmin,
  toEmailKey,
  updateAdmin,
} from "./admins-repository.ts";
import { LoginRefused, PasswordCheck } from "./password-check.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { RefreshTokens } from "./refresh-tokens.ts";

/** The refresh token is unknown, used, or too old. */
export class RefreshRefused extends Error {
  override readonly name = "RefreshRefused";
}

/** The password that was to be replaced is not the one that was given. */
export class WrongPassword extends Error {
  override readonly name = "WrongPassword";

  /** What the answer says of the tries that are left. */
  constructor(readonly headers: RateLimitHeaders) {
    super("the password is wrong");
  }
}

export interface AccountParts {
  readonly db: Database;
  readonly hasher: PasswordHasher;
  readonly accessTokens: AccessTokens;
  readonly refreshTokens: RefreshTokens;
}

export interface SignedIn {
  readonly tokens: Schemas["Tokens"];
  /** What the answer says of the tries that are left. */
  readonly headers: RateLimitHeaders;
}

/** Sign-in of admins. */
export class Accounts {
  readonly #passwords: PasswordCheck;

  constructor(private readonly parts: AccountParts) {
    this.#passwords = new PasswordCheck(parts.hasher);
  }

  /** Throws LoginRefused, RateExceeded, HasherBusy. */
  async login(credentials: { email: string; password: string }, address: string): Promise<SignedIn> {
    const { db, hasher } = this.parts;
    const { email, password } = credentials;
    const { account: admin, headers } = await this.#passwords.check<Admin>({
      key: [toEmailKey(email)],
      address,
      password,
      find: () => findAdminByEmail(db, email),
      refused: (account, reason) =>
        this.#recordRefusal(account, { action: "admin.sign-in", address, reason }),
    });
    const outdated = hasher.isOutdated(admin.passwordHash) ? await hasher.hash(password) : undefined;
    const tokens = await this.#signIn(admin.id, async (transaction) => {
      if (outdated !== undefined) await updateAdmin(transaction, admin.id, { passwordHash: outdated });
      await recordAudit(transaction, toActor(admin.id, address), {
        action: "admin.sign-in",
        object: admin.id,
      });
    });
    return { tokens, headers };
  }

  /** Throws RefreshRefused. */
  async refresh(refreshToken: string, address: string): Promise<Schemas["Tokens"]> {
    const rotated = await this.parts.refreshTokens.rotate(refreshToken, {
      kind: "admin",
      address,
      isActive: async (transaction, { adminId }) =>
        (await findAdmin(transaction, adminId))?.status === "active",
    });
    if (!rotated) throw new RefreshRefused();
    return this.parts.accessTokens.answer(rotated.adminId, rotated.refreshToken);
  }

  /** Ends the sign-in that a token comes from, an admin's or a student's. An unknown token is not an error. */
  async logout(refreshToken: string, address: string): Promise<void> {
    const { db, refreshTokens } = this.parts;
    if (!(await refreshTokens.isKnown(refreshToken))) return;
    await db.write(async (transaction) => {
      const holder = await refreshTokens.end(transaction, refreshToken);
      if (!holder) return;
      const { adminId, studentId } = holder;
      const kind = studentId === null ? "admin" : "student";
      const actor: Actor = { adminId, kind, id: studentId ?? adminId, address };
      await recordAudit(transaction, actor, { action: `${kind}.sign-out`, object: actor.id });
    });
  }

  async getAdmin(adminId: string): Promise<Schemas["Admin"]> {
    const admin = await findAdmin(this.parts.db, adminId);
    if (!admin) throw new NotFound("admin");
    return toAdmin(admin);
  }

  /** Ends every sign-in and begins a new one. Throws WrongPassword, RateExceeded, HasherBusy. */
  async changePassword(
    adminId: string,
    change: Schemas["PasswordChange"],
    address: string,
  ): Promise<SignedIn> {
    const { db, hasher, refreshTokens } = this.parts;
    const { headers } = await this.#passwords
      .check<Admin>({
        key: [adminId],
        address,
        password: change.currentPassword,
        find: () => findAdmin(db, adminId),
        refused: (account, reason) =>
          this.#recordRefusal(account, { action: "admin.change-password", address, reason }),
      })
      .catch((error) => {
        throw error instanceof LoginRefused ? new WrongPassword(error.headers) : error;
      });
    const passwordHash = await hasher.hash(change.newPassword);
    const tokens = await this.#signIn(adminId, async (transaction) => {
      await refreshTokens.endAll(transaction, { adminId, studentId: null });
      await updateAdmin(transaction, adminId, { passwordHash });
      const entry = { action: "admin.change-password", object: adminId, fields: ["password"] };
      await recordAudit(transaction, toActor(adminId, address), entry);
    });
    return { tokens, headers };
  }

  /** Ends every sign-in of an admin, on all devices. */
  async logoutEverywhere(adminId: string, address: string): Promise<void> {
    const { db, refreshTokens } = this.parts;
    await db.write(async (transaction) => {
      await refreshTokens.endAll(transaction, { adminId, studentId: null });
      const entry = { action: "admin.sign-out-everywhere", object: adminId };
      await recordAudit(transaction, toActor(adminId, address), entry);
    });
  }

  /** Begins a sign-in; `also` belongs to the same transaction and comes before the token. */
  async #signIn(
    adminId: string,
    also: (transaction: Transaction) => Promise<void>,
  ): Promise<Schemas["Tokens"]> {
    const refreshToken = await this.parts.db.write(async (transaction) => {
      await also(transaction);
      return this.parts.refreshTokens.issue(transaction, { adminId, studentId: null });
    });
    return this.parts.accessTokens.answer(adminId, refreshToken);
  }

  async #recordRefusal(account: Admin | undefined, refusal: PasswordRefusal): Promise<void> {
    const chain = account?.id ?? serviceChain;
    await recordPasswordRefusal(this.parts.db, { chain, object: account?.id ?? null }, refusal);
  }
}

const toActor = (adminId: string, address: string): Actor => ({
  adminId,
  kind: "admin",
  id: adminId,
  address,
});
