import { createHash, randomBytes } from "node:crypto";
import { and, eq, gt, isNotNull, isNull, lte } from "drizzle-orm";
import { recordAudit } from "../audit/audit-repository.ts";
import type { Database, Transaction } from "../database/database.ts";

/** A token that is not used for this long ends the sign-in. */
const idleLifeMs = 14 * 24 * 3600 * 1000;
/** No sign-in lasts longer than this, however often its token is renewed. */
const familyLifeMs = 30 * 24 * 3600 * 1000;
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
 * sign-in are a family. A token that comes a second time was copied, so its family ends (RFC 9700, section 4.14.2).
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
    const { refreshTokens } = this.db.tables;
    const rows = await this.db
      .select({ hash: refreshTokens.hash })
      .from(refreshTokens)
      .where(eq(refreshTokens.hash, toHash(token)));
    return rows.length > 0;
  }

  /**
   * Takes a token in exchange for its successor; undefined where it does not work (any more), is one of an admin where students' are
   * asked for, or belongs to an account that is not active. Whatever is known of whose it was goes into the audit log.
   */
  async rotate(token: string, use: TokenUse): Promise<(TokenHolder & { refreshToken: string }) | undefined> {
    const hash = toHash(token);
    if (!(await this.isKnown(token))) return undefined;
    return this.db.write(async (transaction) => {
      const used = await this.#use(transaction, hash, use.kind);
      if (!used) {
        const known = await this.#endFamily(transaction, hash);
        if (known) await recordUse(transaction, known, { address: use.address, reason: "unauthorized" });
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
  end(transaction: Transaction, token: string): Promise<TokenHolder | undefined> {
    return this.#endFamily(transaction, toHash(token));
  }

  async #use(transaction: Transaction, hash: string, kind: TokenUse["kind"]) {
    const { refreshTokens } = transaction.tables;
    const now = new Date(this.now());
    const [used] = await transaction
      .update(refreshTokens)
      .set({ usedAt: now })
      .where(
        and(
          eq(refreshTokens.hash, hash),
          isNull(refreshTokens.usedAt),
          gt(refreshTokens.expiresAt, now),
          kind === "admin" ? isNull(refreshTokens.studentId) : isNotNull(refreshTokens.studentId),
        ),
      )
      .returning();
    return used;
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

  async #endFamily(transaction: Transaction, hash: string): Promise<TokenHolder | undefined> {
    const { refreshTokens } = transaction.tables;
    const [known] = await transaction.select().from(refreshTokens).where(eq(refreshTokens.hash, hash));
    if (!known) return undefined;
    await transaction
      .delete(refreshTokens)
      .where(and(eq(refreshTokens.adminId, known.adminId), eq(refreshTokens.family, known.family)));
    return { adminId: known.adminId, studentId: known.studentId };
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
