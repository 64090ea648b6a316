import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import type { SigningKeyPurpose } from "../database/schema.ts";
import { listSigningKeys, makeJwk, replaceSigningKey, type SigningKey } from "./signing-keys.ts";

/** Somebody else replaces the same key at the same moment. */
export class KeyBeingReplaced extends Error {
  override readonly name = "KeyBeingReplaced";
}

const purposes = ["ticket", "access"] as const;

/** Replacing the keys that sign, for owners. What the old ones signed goes on working until it ends by itself. */
export class Keys {
  constructor(private readonly db: Database) {}

  async list(): Promise<Schemas["SigningKeyList"]> {
    const lists = await Promise.all(
      purposes.map(async (purpose) =>
        (await listSigningKeys(this.db, purpose)).map((key) => toKey(purpose, key)),
      ),
    );
    return { items: lists.flat() };
  }

  /** Throws KeyBeingReplaced. */
  async rotate(actor: Actor, purpose: SigningKeyPurpose): Promise<Schemas["SigningKeyList"]> {
    const jwk = await makeJwk(purpose);
    try {
      await this.db.write(async (transaction) => {
        const kid = await replaceSigningKey(transaction, purpose, jwk);
        await recordAudit(transaction, actor, { action: "key.rotate", object: kid, fields: [purpose] });
      });
    } catch (error) {
      if (error instanceof UniqueViolation) throw new KeyBeingReplaced();
      throw error;
    }
    return this.list();
  }
}

function toKey(purpose: SigningKeyPurpose, key: SigningKey): Schemas["SigningKey"] {
  const { kid, createdAt, retiredAt } = key;
  return { kid, purpose, createdAt: createdAt.toISOString(), retiredAt: retiredAt?.toISOString() ?? null };
}
