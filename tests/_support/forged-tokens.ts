import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
} from "node:crypto";
import type { JWK } from "jose";

/** Everything that makes a token of one kind valid. */
export interface GenuineToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The secret (`oct`) or the private key (`OKP`) that signs. */
  readonly key: JWK;
  /** The id of a key that signs tokens of another kind, and that key. */
  readonly otherKind: { readonly kid: string; readonly key: JWK };
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token (RFC 7515, compact) with any header and payload whatever. */
export function signToken(header: unknown, payload: unknown, key: JWK | KeyObject | string): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signatureOf(input, key).toString("base64url")}`;
}

function signatureOf(input: string, key: JWK | KeyObject | string): Buffer {
  if (typeof key === "string") return createHmac("sha256", key).update(input).digest();
  if ("kty" in key && key.kty === "oct") {
    return createHmac("sha256", Buffer.from(key.k ?? "", "base64url"))
      .update(input)
      .digest();
  }
  const privateKey = "kty" in key ? createPrivateKey({ key: { ...key }, format: "jwk" }) : (key as KeyObject);
  return signBytes(null, Buffer.from(input), privateKey);
}

const attacker = generateKeyPairSync("ed25519");
const attackerJwk = attacker.publicKey.export({ format: "jwk" });
const padding = "x".repeat(64 * 1024);

/** What a public key looks like when it is taken for a secret; of a secret there is none, so an empty one is tried. */
function publicTexts({ key }: GenuineToken): string[] {
  if (key.kty === "oct") return ["", "secret", "undefined"];
  const publicKey = createPublicKey({ key: { ...key, d: undefined }, format: "jwk" });
  return [
    publicKey.export({ type: "spki", format: "pem" }).toString(),
    JSON.stringify(publicKey.export({ format: "jwk" })),
    Buffer.from(key.x ?? "", "base64url").toString("latin1"),
  ];
}

/** What is wrong, and the tokens that have it wrong. */
type Attack = [attack: string, tokens: string[]];

/** Attacks on a kind of token. None of the tokens may be accepted. */
export const attacksOn = (genuine: GenuineToken): Attack[] => [
  ...attacksOnSignature(genuine),
  ...attacksOnHeader(genuine),
  ...attacksOnClaims(genuine),
  ...attacksOnForm(genuine),
];

function partsOf({ header, claims, key }: GenuineToken) {
  const good = signToken(header, claims, key);
  const [head = "", payload = "", signature = ""] = good.split(".");
  return { good, head, payload, signature };
}

/** Signs with another header; `by` is another key. */
const headerChanger =
  ({ header, claims, key }: GenuineToken) =>
  (changes: Record<string, unknown>, by: JWK | KeyObject | string = key) =>
    signToken({ ...header, ...changes }, claims, by);

/** Tokens that are not signed, or not with what they say. */
function attacksOnSignature(genuine: GenuineToken): Attack[] {
  const { header, claims } = genuine;
  const { good, head, payload, signature } = partsOf(genuine);
  const withHeader = headerChanger(genuine);
  const unsigned = (alg: unknown) => `${encode({ ...header, alg })}.${payload}.`;
  return [
    ["alg none", [unsigned("none")]],
    ["alg None", [unsigned("None"), unsigned("NONE"), unsigned("nOnE")]],
    ["alg none with the old signature", [unsigned("none") + signature]],
    ["alg that is no text", [unsigned(null), unsigned([]), unsigned({ none: true }), unsigned(0)]],
    ["no alg", [withHeader({ alg: undefined })]],
    ["a signature left out", [`${head}.${payload}.`, `${head}.${payload}`]],
    ["a signature cut short", [good.slice(0, -8)]],
    ["a signature with one bit changed", [flipped(good)]],
    ["a signature of zeros", [`${head}.${payload}.${encode("\0".repeat(64))}`]],
    ["another payload under the signature", [`${head}.${encode({ ...claims, x: 1 })}.${signature}`]],
    ["another header under the signature", [`${encode({ ...header, x: 1 })}.${payload}.${signature}`]],
  ];
}

/** Tokens that name another key, or bring one along. */
function attacksOnHeader(genuine: GenuineToken): Attack[] {
  const { header, otherKind } = genuine;
  const withHeader = headerChanger(genuine);
  const byAttacker = (changes: Record<string, unknown>) =>
    withHeader({ alg: "EdDSA", ...changes }, attacker.privateKey);
  return [
    ["a public text as the secret", publicTexts(genuine).map((text) => withHeader({ alg: "HS256" }, text))],
    ["a longer hash", [withHeader({ alg: "HS512" }), withHeader({ alg: "HS384" })]],
    ["an asymmetric alg of no key here", [withHeader({ alg: "RS256" }), withHeader({ alg: "ES256" })]],
    ["a stranger's key", [byAttacker({})]],
    ["a key of another kind of token", [withHeader({ kid: otherKind.kid }, otherKind.key)]],
    ["a key of another kind under this kind's id", [withHeader({}, otherKind.key)]],
    ["no kid", [withHeader({ kid: undefined })]],
    ["an unknown kid", [withHeader({ kid: "unknown" })]],
    ["a kid that is a path", [withHeader({ kid: "../../../../dev/null" }, "")]],
    ["a kid that is SQL", [withHeader({ kid: "x' union select 'secret'--" }, "secret")]],
    [
      "a kid that is no text",
      [withHeader({ kid: 1 }), withHeader({ kid: [header.kid] }), withHeader({ kid: {} })],
    ],
    ["a kid of JavaScript's own", [withHeader({ kid: "__proto__" }, ""), withHeader({ kid: "length" }, "")]],
    ["a key in the header (jwk)", [byAttacker({ jwk: attackerJwk })]],
    ["an address of keys (jku)", [byAttacker({ jku: "http://127.0.0.1:9/keys" })]],
    ["a certificate (x5u, x5c)", [byAttacker({ x5u: "http://127.0.0.1:9/" }), byAttacker({ x5c: ["MAA="] })]],
    ["an unknown critical header", [withHeader({ crit: ["x"], x: 1 })]],
    ["crit that names what is not there", [withHeader({ crit: ["exp"] }), withHeader({ crit: [] })]],
    ["an unencoded payload (b64)", [withHeader({ crit: ["b64"], b64: false })]],
    ["no typ", [withHeader({ typ: undefined })]],
    ["the typ of all JWTs", [withHeader({ typ: "JWT" })]],
    [
      "the typ of our other tokens",
      ["at+jwt", "tutor-ticket+jwt", "turn-receipt+jwt"]
        .filter((typ) => typ !== header.typ)
        .map((typ) => withHeader({ typ })),
    ],
  ];
}

/** Tokens that are signed well and say what none of ours does. */
function attacksOnClaims(genuine: GenuineToken): Attack[] {
  const { header, claims, key } = genuine;
  const now = Math.floor(Date.now() / 1000);
  const withClaims = (changes: Record<string, unknown>) => signToken(header, { ...claims, ...changes }, key);
  return [
    ["no exp", [withClaims({ exp: undefined })]],
    ["an exp that is over", [withClaims({ iat: now - 1200, exp: now - 600 })]],
    [
      "an exp that is no number",
      [withClaims({ exp: "9999999999" }), withClaims({ exp: null }), withClaims({ exp: [now + 600] })],
    ],
    ["an exp beyond the life of tokens", [withClaims({ exp: now + 24 * 3600, iat: now - 24 * 3600 })]],
    ["an endless exp", [signToken(header, JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e999'), key)]],
    ["an nbf to come", [withClaims({ nbf: now + 3600 })]],
    ["no aud", [withClaims({ aud: undefined })]],
    ["another aud", [withClaims({ aud: "somebody-else" }), withClaims({ aud: [] })]],
    ["no iss", [withClaims({ iss: undefined })]],
    ["another iss", [withClaims({ iss: "somebody-else" }), withClaims({ iss: ["virtual-tutor-backend"] })]],
    ["no sub", [withClaims({ sub: undefined })]],
    [
      "a sub that is no id",
      [withClaims({ sub: 1 }), withClaims({ sub: "' or '1'='1" }), withClaims({ sub: "" })],
    ],
  ];
}

/** Texts that are no tokens. */
function attacksOnForm(genuine: GenuineToken): Attack[] {
  const { header, claims, key } = genuine;
  const { good, head, payload, signature } = partsOf(genuine);
  return [
    ["64 KB", [signToken(header, { ...claims, padding }, key)]],
    ["64 KB of nothing", [padding, `${padding}.${padding}.${padding}`.slice(0, 64 * 1024)]],
    [
      "JSON serialization",
      [
        encode({ protected: head, payload, signature }),
        JSON.stringify({ protected: head, payload, signature }),
      ],
    ],
    ["more or fewer parts", [`${good}.x`, `${head}.${payload}`, `${good}.${signature}.x`, "...", "."]],
    ["parts that are no JSON", [signToken("x", claims, key), signToken(header, "x", key)]],
    ["a payload that is no object", [signToken(header, [claims], key), signToken(header, "null", key)]],
    ["two tokens", [`${good},${good}`, `${good} ${good}`]],
    ["other characters", [`${good}=`, good.replace(".", ". "), `${head}.${payload}.${signature}\u00e9`]],
  ];
}

/** The same signature but for one bit of its first byte. */
function flipped(token: string): string {
  const parts = token.split(".");
  const bytes = Buffer.from(parts[2] ?? "", "base64url");
  bytes[0]! ^= 1;
  return [parts[0], parts[1], bytes.toString("base64url")].join(".");
}
