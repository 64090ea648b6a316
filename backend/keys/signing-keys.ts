import { randomBytes } from "node:crypto";
import { and, desc, eq, gt, isNull, or } from "drizzle-orm";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import type { Database, Reader, Transaction } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import type { SigningKeyPurpose } from "../database/schema.ts";

export interface SigningKey {
  readonly kid: string;
  readonly jwk: JWK;
  readonly createdAt: Date;
  /** When another one took its place; null: it is the active one. */
  readonly retiredAt: Date | null;
}

/** How long a retired key still verifies: longer than anything it signed lives, which is ten minutes. */
const retiredKeyLifeMs = 30 * 60 * 1000;

const accessSecretBytes = 32;

/** The Ed25519 key pairs (RFC 8037) of tickets: the active one, then those that still verify. */
export function openTicketKeys(db: Database): Promise<[SigningKey, ...SigningKey[]]> {
  return openSigningKeys(db, "ticket");
}

/** The keys of one purpose that verify, the active one first. Makes that one where there is none. */
export async function openSigningKeys(
  db: Database,
  purpose: SigningKeyPurpose,
): Promise<[SigningKey, ...SigningKey[]]> {
  const [active, ...others] = await listSigningKeys(db, purpose);
  if (active?.retiredAt === null) return [active, ...others];
  const jwk = await makeJwk(purpose);
  try {
    await db.write((transaction) => insertSigningKey(transaction, purpose, jwk));
  } catch (error) {
    // There is one active key for each purpose: another replica made it first.
    if (!(error instanceof UniqueViolation)) throw error;
  }
  return openSigningKeys(db, purpose);
}

/** The keys of one purpose that verify: the active one, then the others, those that were retired last first. */
export async function listSigningKeys(db: Reader, purpose: SigningKeyPurpose): Promise<SigningKey[]> {
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
  const active = rows.filter(({ retiredAt }) => retiredAt === null);
  const retired = rows.filter(({ retiredAt }) => retiredAt !== null);
  return [...active, ...retired];
}

/** A new secret for access tokens, or a new key pair for tickets. */
export async function makeJwk(purpose: SigningKeyPurpose): Promise<JWK> {
  if (purpose === "access") {
    return { kty: "oct", k: randomBytes(accessSecretBytes).toString("base64url") };
  }
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return exportJWK(privateKey);
}

/** Puts another key in the place of the active one. Throws UniqueViolation where somebody else does so at the same time. */
export async function replaceSigningKey(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
  jwk: JWK,
): Promise<string> {
  const { signingKeys } = transaction.tables;
  await transaction
    .update(signingKeys)
    .set({ retiredAt: new Date() })
    .where(and(eq(signingKeys.purpose, purpose), isNull(signingKeys.retiredAt)));
  return insertSigningKey(transaction, purpose, jwk);
}

async function insertSigningKey(
  transaction: Transaction,
  purpose: SigningKeyPurpose,
  jwk: JWK,
): Promise<string> {
  const row = { kid: Bun.randomUUIDv7(), purpose, jwk, createdAt: new Date() };
  await transaction.insert(transaction.tables.signingKeys).values(row);
  return row.kid;
}
