import { createHash, randomBytes } from "node:crypto";
import { and, eq, isNull, lte, ne } from "drizzle-orm";
import { recordAudit } from "../audit/audit-repository.ts";
import type { Database, Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";

type RefreshToken = Tables["refreshTokens"]["$inferSelect"];

/** A token that is not used for this long ends the sign-in. */
const idleLifeMs = 14 * 24 * 3600 * 1000;
/** No sign-in lasts longer than this, however often its token is renewed. */
const familyLifeMs = 30 * 24 * 3600 * 1000;
/** For so long after its use a token may come again: its answer was lost, or two tabs renewed at the same moment. */
const lostAnswerMs = 20_000;
/** Successors of one token that wait at the same time for the first use of one of them. */
const successorsMax = 8;
const tokenBytes = 32;

/** Whose sign-in it is: an admin's, or that of a student of the admin's tenancy. */
export interface TokenHolder {
  readonly adminId: string;
  readonly studentId: string | null;
}

export interface TokenUse {
  readonly kind: "admin" | "student";
  /** From where it came. */
  readonly address: string;
  isActive(transaction: Transaction, holder: TokenHolder): Promise<boolean>;
}

/**
 * Opaque tokens of 256 bits, kept as their SHA-256. Each one works once and is replaced; all that come from one
 * sign-in are a family. A token that comes a second time was copied, so its family ends (RFC 9700, section 4.14.2),
 * but for one whose answer may have been lost: it gets another successor, and the first use of any ends the others.
 */
export class RefreshTokens {
  constructor(
    private readonly db: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** The first token of a new sign-in. */
  async issue(transaction: Transaction, holder: TokenHolder): Promise<string> {
    await this.#deleteExpired(transaction, holder);
    const familyEndsAt = new Date(this.now() + familyLifeMs);
    return this.#insert(transaction, { ...holder, family: Bun.randomUUIDv7(), familyEndsAt });
  }

  /** Ends every sign-in of an account. */
  async endAll(transaction: Transaction, holder: TokenHolder): Promise<void> {
    await transaction.delete(transaction.tables.refreshTokens).where(heldBy(transaction, holder));
  }

  /** To be asked before anything is written: whoever invents tokens keeps nobody else's writes waiting. */
  async isKnown(token: string): Promise<boolean> {
    return (await this.#find(this.db, toHash(token))) !== undefined;
  }

  /**
   * Takes a token in exchange for its successor; undefined where it does not work (any more), is one of an admin where students' are
   * asked for, or belongs to an account that is not active. Whatever is known of whose it was goes into the audit log.
   */
  async rotate(token: string, use: TokenUse): Promise<(TokenHolder & { refreshToken: string }) | undefined> {
    const hash = toHash(token);
    const known = await this.#find(this.db, hash);
    if (!known) return undefined;
    return this.db.write(async (transaction) => {
      await transaction.lock(known.family);
      // The family may have ended while this waited.
      const used = await this.#find(transaction, hash);
      if (!used) return undefined;
      if (!(await this.#use(transaction, used, use.kind))) {
        await this.#endFamily(transaction, used);
        await recordUse(transaction, used, { address: use.address, reason: "unauthorized" });
        return undefined;
      }
      const { adminId, studentId } = used;
      if (!(await use.isActive(transaction, used))) {
        await recordUse(transaction, used, { address: use.address, reason: "unauthorized" });
        return undefined;
      }
      const refreshToken = await this.#insert(transaction, used);
      await recordUse(transaction, used, { address: use.address });
      return { adminId, studentId, refreshToken };
    });
  }

  /** Ends the sign-in that a token comes from, and answers whose it was. */
  async end(transaction: Transaction, token: string): Promise<TokenHolder | undefined> {
    const known = await this.#find(transaction, toHash(token));
    if (known) await this.#endFamily(transaction, known);
    return known;
  }

  async #find(db: Reader, hash: string): Promise<RefreshToken | undefined> {
    const { refreshTokens } = db.tables;
    const [token] = await db.select().from(refreshTokens).where(eq(refreshTokens.hash, hash));
    return token;
  }

  /** Whether the token works, now that it is used. */
  async #use(transaction: Transaction, token: RefreshToken, kind: TokenUse["kind"]): Promise<boolean> {
    const { refreshTokens } = transaction.tables;
    const now = new Date(this.now());
    if ((token.studentId === null) !== (kind === "admin") || token.expiresAt <= now) return false;
    if (token.usedAt !== null) return this.#wasAnswerLost(transaction, token, token.usedAt);
    await transaction.update(refreshTokens).set({ usedAt: now }).where(eq(refreshTokens.hash, token.hash));
    // Other successors of the same token: this is the one that goes on.
    await transaction
      .update(refreshTokens)
      .set({ expiresAt: now })
      .where(and(eq(refreshTokens.family, token.family), isNull(refreshTokens.usedAt)));
    return true;
  }

  /** Whether a token that comes again may do so: it came a moment ago, and nobody has used what it was exchanged for. */
  async #wasAnswerLost(
    transaction: Transaction,
    { hash, family }: RefreshToken,
    usedAt: Date,
  ): Promise<boolean> {
    if (this.now() - usedAt.getTime() >= lostAnswerMs) return false;
    const { refreshTokens } = transaction.tables;
    const others = await transaction
      .select({ usedAt: refreshTokens.usedAt, expiresAt: refreshTokens.expiresAt })
      .from(refreshTokens)
      .where(and(eq(refreshTokens.family, family), ne(refreshTokens.hash, hash)));
    if (others.some((other) => other.usedAt !== null && other.usedAt >= usedAt)) return false;
    return others.filter((other) => other.usedAt === null && other.expiresAt > usedAt).length < successorsMax;
  }

  async #insert(
    transaction: Transaction,
    { adminId, studentId, family, familyEndsAt }: TokenHolder & { family: string; familyEndsAt: Date },
  ): Promise<string> {
    const now = this.now();
    const token = randomBytes(tokenBytes).toString("base64url");
    await transaction.insert(transaction.tables.refreshTokens).values({
      hash: toHash(token),
      adminId,
      studentId,
      family,
      familyEndsAt,
      createdAt: new Date(now),
      expiresAt: new Date(Math.min(now + idleLifeMs, familyEndsAt.getTime())),
    });
    return token;
  }

  async #endFamily(transaction: Transaction, { adminId, family }: RefreshToken): Promise<void> {
    const { refreshTokens } = transaction.tables;
    await transaction
      .delete(refreshTokens)
      .where(and(eq(refreshTokens.adminId, adminId), eq(refreshTokens.family, family)));
  }

  async #deleteExpired(transaction: Transaction, holder: TokenHolder): Promise<void> {
    const { refreshTokens } = transaction.tables;
    await transaction
      .delete(refreshTokens)
      .where(and(heldBy(transaction, holder), lte(refreshTokens.familyEndsAt, new Date(this.now()))));
  }
}

function heldBy(transaction: Transaction, { adminId, studentId }: TokenHolder) {
  const { refreshTokens } = transaction.tables;
  return and(
    eq(refreshTokens.adminId, adminId),
    studentId === null ? isNull(refreshTokens.studentId) : eq(refreshTokens.studentId, studentId),
  );
}

/** Whoever came with a token that does not work is nobody, since the token was copied. */
function recordUse(
  transaction: Transaction,
  { adminId, studentId }: TokenHolder,
  { address, reason }: { address: string; reason?: "unauthorized" },
): Promise<void> {
  const kind = studentId === null ? "admin" : "student";
  const object = studentId ?? adminId;
  const action = `${kind}.refresh`;
  if (reason === undefined)
    return recordAudit(transaction, { adminId, kind, id: object, address }, { action, object });
  const nobody = { adminId, kind: "nobody", id: null, address } as const;
  return recordAudit(transaction, nobody, { action, object, outcome: "refused", reason });
}

const toHash = (token: string): string => createHash("sha256").update(token).digest("base64url");
