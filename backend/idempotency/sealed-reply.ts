import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";

/** AES-256-GCM (NIST SP 800-38D): a nonce of 96 bits, then the tag of 128, then the text. */
const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/** Names a key without telling it. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url");

/** Encrypts a reply so that only whoever has the Idempotency-Key can read it, base64url. */
export function sealReply(reply: string, idempotencyKey: string, holder: string): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, deriveKey(idempotencyKey, holder), nonce);
  const text = Buffer.concat([sealing.update(reply, "utf8"), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), text]).toString("base64url");
}

/** Throws where the reply was sealed with another key, or changed. */
export function openReply(sealed: string, idempotencyKey: string, holder: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const opening = createDecipheriv(cipher, deriveKey(idempotencyKey, holder), bytes.subarray(0, nonceBytes));
  opening.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = [opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()];
  return Buffer.concat(text).toString("utf8");
}

/** HKDF (RFC 5869). The kept hash of the key is another function of it. */
const deriveKey = (idempotencyKey: string, holder: string) =>
  Buffer.from(hkdfSync("sha256", idempotencyKey, holder, "virtual-tutor kept reply", keyBytes));
