import { randomBytes } from "node:crypto";
import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { Database } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import type { SigningKeyPurpose } from "../database/schema.ts";

export interface SigningKey {
  readonly kid: string;
  readonly jwk: JWK;
}

/** How long a retired key still verifies: longer than anything it signed lives, in ms. */
const retiredKeyLifeMs = 24 * 3600 * 1000;

const accessSecretBytes = 32;

/** The secret that signs access tokens. */
export async function openAccessSecret(db: Database): Promise<Uint8Array> {
  const [{ jwk }] = await openSigningKeys(db, "access", async () => ({
    kty: "oct",
    k: randomBytes(accessSecretBytes).toString("base64url"),
  }));
  return Buffer.from(jwk.k ?? "", "base64url");
}

/** The Ed25519 key pairs (RFC 8037) of tickets: the one that signs, then those that still verify. */
export function openTicketKeys(db: Database): Promise<[SigningKey, ...SigningKey[]]> {
  return openSigningKeys(db, "ticket", async () => {
    const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
    return exportJWK(privateKey);
  });
}

/** The keys of one purpose that verify, the one that signs first. Makes that one where there is none. */
async function openSigningKeys(
  db: Database,
  purpose: SigningKeyPurpose,
  makeJwk: () => Promise<JWK>,
): Promise<[SigningKey, ...SigningKey[]]> {
  const found = await listSigningKeys(db, purpose);
  const [active, ...others] = found.keys;
  if (active && found.hasActive) return [active, ...others];
  await insertSigningKey(db, purpose, await makeJwk());
  return openSigningKeys(db, purpose, makeJwk);
}

async function listSigningKeys(
  db: Database,
  purpose: SigningKeyPurpose,
): Promise<{ keys: SigningKey[]; hasActive: boolean }> {
  const { signingKeys } = db.tables;
  const since = new Date(Date.now() - retiredKeyLifeMs);
  const rows = await db
    .select()
    .from(signingKeys)
    .where(
      and(
        eq(signingKeys.purpose, purpose),
        or(isNull(signingKeys.retiredAt), gt(signingKeys.retiredAt, since)),
      ),
    )
    .orderBy(desc(signingKeys.createdAt));
  const active = rows.filter((row) => row.retiredAt === null);
  const retired = rows.filter((row) => row.retiredAt !== null);
  return { keys: [...active, ...retired], hasActive: active.length > 0 };
}

async function insertSigningKey(db: Database, purpose: SigningKeyPurpose, jwk: JWK): Promise<void> {
  try {
    await db.write(async (transaction) => {
      const row = { kid: Bun.randomUUIDv7(), purpose, jwk, createdAt: new Date() };
      await transaction.insert(transaction.tables.signingKeys).values(row);
    });
  } catch (error) {
    // There is one active key for each purpose: another replica made it first.
    if (!(error instanceof UniqueViolation)) throw error;
  }
}
