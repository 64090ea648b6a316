import { jwt } from "@elysiajs/jwt";
import { Elysia } from "elysia";
import { decodeProtectedHeader } from "jose";
import type { Schemas } from "../backend-handlers.ts";
import type { KeyRing } from "../keys/key-ring.ts";
import type { SigningKey } from "../keys/signing-keys.ts";

/** Life of an access token in seconds. */
const accessTokenLifeSeconds = 600;

const issuer = "virtual-tutor-backend";
/** Whom a token is for: one for students opens nothing of an admin's, and the other way round. */
export type AccessAudience = "virtual-tutor-admin" | "virtual-tutor-student";
/** The media type of access tokens (RFC 9068), so that no other JWT of ours passes for one. */
const type = "at+jwt";
const clockToleranceSeconds = 5;
/** RFC 7515, section 7.1; decoders forgive more. */
const compactJws = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const secretBytesMin = 32;

export interface AccessToken {
  /** The admin or the student. */
  readonly subject: string;
  readonly expiresAtMs: number;
}

export interface AccessTokens {
  sign(subject: string): Promise<string>;
  /** What whoever signed in is told. */
  answer(subject: string, refreshToken: string): Promise<Schemas["Tokens"]>;
  /** Undefined for whatever is not a valid token of this service. */
  verify(token: string): Promise<AccessToken | undefined>;
}

/** HS256 tokens. The plugin checks nothing that it is not told to check on each call: this is the only caller. */
export function openAccessTokens(
  keys: Pick<KeyRing, "signer" | "find">,
  audience: AccessAudience,
): AccessTokens {
  const signers = new WeakMap<SigningKey, ReturnType<typeof openSigner>>();
  const signerOf = (key: SigningKey) => {
    const known = signers.get(key) ?? openSigner(key);
    signers.set(key, known);
    return known;
  };
  const sign = async (subject: string) =>
    signerOf(await keys.signer()).sign({
      sub: subject,
      iss: issuer,
      aud: audience,
      exp: `${accessTokenLifeSeconds}s`,
      jti: crypto.randomUUID(),
    });
  return {
    sign,
    answer: async (subject, refreshToken) => ({
      access_token: await sign(subject),
      token_type: "Bearer",
      expires_in: accessTokenLifeSeconds,
      refresh_token: refreshToken,
    }),
    async verify(token) {
      if (!compactJws.test(token)) return undefined;
      const kid = readKeyId(token);
      const key = kid === undefined ? undefined : await keys.find(kid);
      if (!key) return undefined;
      const claims = await signerOf(key).verify(token, {
        algorithms: ["HS256"],
        issuer,
        audience,
        typ: type,
        requiredClaims: ["exp", "sub"],
        clockTolerance: clockToleranceSeconds,
      });
      if (!claims || typeof claims.sub !== "string" || typeof claims.exp !== "number") return undefined;
      // Nothing of ours ends later than this, and 1e999 is a number too.
      const latestEnd = Date.now() / 1000 + accessTokenLifeSeconds + clockToleranceSeconds;
      if (claims.exp > latestEnd) return undefined;
      return { subject: claims.sub, expiresAtMs: claims.exp * 1000 };
    },
  };
}

function openSigner({ kid, jwk }: SigningKey) {
  const secret = Buffer.from(jwk.k ?? "", "base64url");
  if (secret.byteLength < secretBytesMin) throw new Error(`the secret has less than ${secretBytesMin} bytes`);
  return new Elysia().use(jwt({ secret, alg: "HS256", typ: type, kid })).decorator.jwt;
}

/** The key that a token says it was signed with; nothing is believed because of it. */
function readKeyId(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}
