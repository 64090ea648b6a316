import { expect, test } from "bun:test";
import { SignJWT } from "jose";
import type { SigningKey } from "../keys/signing-keys.ts";
import { openAccessTokens } from "./access-tokens.ts";

const secret = new Uint8Array(32).fill(7);
const toKey = (kid: string, bytes: Uint8Array): SigningKey => ({
  kid,
  jwk: { kty: "oct", k: Buffer.from(bytes).toString("base64url") },
  createdAt: new Date(0),
  retiredAt: null,
});
const keyRing = (...keys: SigningKey[]) => ({
  signer: async () => keys[0]!,
  find: async (kid: string) => keys.find((key) => key.kid === kid),
});
const tokens = openAccessTokens(keyRing(toKey("current", secret)), "virtual-tutor-admin");
const adminId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";

interface Forgery {
  header?: { alg?: string; typ?: string | undefined; kid?: string | undefined };
  claims?: Record<string, unknown>;
  secret?: Uint8Array;
}

/** A token like ours but for what is given. */
function forge({ header, claims, secret: other = secret }: Forgery = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: "virtual-tutor-backend",
    aud: "virtual-tutor-admin",
    sub: adminId,
    iat: now,
    exp: now + 600,
    ...claims,
  };
  return new SignJWT(JSON.parse(JSON.stringify(payload)))
    .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "current", ...header })
    .sign(other);
}

test("a token says whose it is and until when", async () => {
  const read = await tokens.verify(await tokens.sign(adminId));
  expect(read?.subject).toBe(adminId);
  const lifeMs = read!.expiresAtMs - Date.now();
  expect(lifeMs).toBeGreaterThan(590_000);
  expect(lifeMs).toBeLessThanOrEqual(600_000);
});

test("what these tests forge passes when nothing is changed", async () => {
  expect((await tokens.verify(await forge()))?.subject).toBe(adminId);
});

const past = Math.floor(Date.now() / 1000) - 60;

test.each<[string, Forgery]>([
  ["another secret", { secret: new Uint8Array(32).fill(8) }],
  ["an unknown key", { header: { kid: "unknown" } }],
  ["no key", { header: { kid: undefined } }],
  ["another algorithm", { header: { alg: "HS512" }, secret }],
  ["another type", { header: { typ: "JWT" } }],
  ["the type of tickets", { header: { typ: "tutor-ticket+jwt" } }],
  ["no type", { header: { typ: undefined } }],
  ["another issuer", { claims: { iss: "somebody" } }],
  ["no issuer", { claims: { iss: undefined } }],
  ["another audience", { claims: { aud: "virtual-tutor-engine" } }],
  ["the audience of students", { claims: { aud: "virtual-tutor-student" } }],
  ["no audience", { claims: { aud: undefined } }],
  ["no subject", { claims: { sub: undefined } }],
  ["no end", { claims: { exp: undefined } }],
  ["an end in the past", { claims: { exp: past } }],
  ["a beginning in the future", { claims: { nbf: past + 7200 } }],
])("a token with %s is refused", async (_what, forgery) => {
  expect(await tokens.verify(await forge(forgery))).toBeUndefined();
});

test("a token without a signature is refused", async () => {
  const [, claims] = (await forge()).split(".");
  const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
  for (const token of [`${header}.${claims}.`, `${header}.${claims}`, "", "a.b.c", "."]) {
    expect(await tokens.verify(token)).toBeUndefined();
  }
});

test("a short secret is no secret", async () => {
  const short = openAccessTokens(keyRing(toKey("short", new Uint8Array(31))), "virtual-tutor-admin");
  await expect(short.sign(adminId)).rejects.toThrow();
});

test("a token of a key that was replaced passes while that key verifies", async () => {
  const before = await tokens.sign(adminId);
  const [next, last] = [toKey("next", new Uint8Array(32).fill(9)), toKey("current", secret)];
  const both = openAccessTokens(keyRing(next, last), "virtual-tutor-admin");
  expect((await both.verify(before))?.subject).toBe(adminId);
  const after = await both.sign(adminId);
  expect((await both.verify(after))?.subject).toBe(adminId);
  expect(await tokens.verify(after)).toBeUndefined();
});
