import { setImmediate } from "node:timers/promises";

/** What is hashed in one go: a millisecond or two. */
const hashedAtOnceBytes = 1024 * 1024;

/** SHA-256 as 64 hex digits. Lets everything else go on after each piece: a pack may have tens of megabytes. */
export async function contentHash(bytes: Uint8Array): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for (let from = 0; from < bytes.length; from += hashedAtOnceBytes) {
    hasher.update(bytes.subarray(from, from + hashedAtOnceBytes));
    await setImmediate();
  }
  return hasher.digest("hex");
}
