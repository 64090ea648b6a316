import { beforeAll, describe, expect, test } from "bun:test";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import type { Jwks } from "./backend-client.ts";
import { TicketOffice } from "./ticket.ts";

const session = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const tutor = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e90";
const claims = { sub: session, tutor, capabilities: ["chat", "webrtc"] };

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let keys: Keys;
let otherKeys: Keys;
let jwks: Jwks;
let publicPem: string;

beforeAll(async () => {
  keys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  otherKeys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { x } = await exportJWK(keys.publicKey);
  jwks = { keys: [{ kty: "OKP", crv: "Ed25519", x: x!, kid: "first", alg: "EdDSA", use: "sig" }] };
  publicPem = await exportSPKI(keys.publicKey);
});

interface Changes {
  header?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  key?: Keys["privateKey"];
  without?: string[];
}

/** A good ticket, changed. */
async function ticket({
  header = {},
  claims: changed = {},
  key = keys.privateKey,
  without = [],
}: Changes = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload: Record<string, unknown> = {
    ...claims,
    iss: "virtual-tutor-backend",
    aud: "virtual-tutor-engine",
    jti: "one",
    iat: now,
    exp: now + 600,
    ...changed,
  };
  for (const name of without) delete payload[name];
  return await new SignJWT(payload)
    .setProtectedHeader({ alg: "EdDSA", typ: "tutor-ticket+jwt", kid: "first", ...header })
    .sign(key);
}

const office = () => new TicketOffice({ getJwks: async () => jwks });
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("a good ticket gives its claims", async () => {
  expect(await office().check(await ticket())).toMatchObject(claims);
});

describe("a ticket is refused when", () => {
  const now = Math.floor(Date.now() / 1000);
  const cases: [string, Changes][] = [
    [
      "it is signed by another key",
      {
        get key() {
          return otherKeys.privateKey;
        },
      },
    ],
    ["its key id is unknown", { header: { kid: "second" } }],
    ["its key id is a path", { header: { kid: "../../first" } }],
    ["it has no key id", { header: { kid: undefined } }],
    ["its type is another token's", { header: { typ: "at+jwt" } }],
    ["it has no type", { header: { typ: undefined } }],
    ["it brings its own key", { header: { jwk: { kty: "OKP" } } }],
    ["it names a key address", { header: { jku: "http://localhost/keys" } }],
    ["it has expired", { claims: { iat: now - 1200, exp: now - 600 } }],
    [
      "it is older than tickets live, whatever its end says",
      { claims: { iat: now - 3600, exp: now + 3600 } },
    ],
    ["it comes from the future", { claims: { iat: now + 3600, exp: now + 4200 } }],
    ["it is not valid yet", { claims: { nbf: now + 3600 } }],
    ["its end is not a number", { claims: { exp: "tomorrow" } }],
    ["it never ends", { without: ["exp"] }],
    ["it does not say when it was made", { without: ["iat"] }],
    ["it has no session", { without: ["sub"] }],
    ["it has no tutor", { without: ["tutor"] }],
    ["it has no id", { without: ["jti"] }],
    ["it has no capabilities", { without: ["capabilities"] }],
    ["its session is not an id", { claims: { sub: "x' or 1=1" } }],
    ["it is for another service", { claims: { aud: "somebody-else" } }],
    ["it is another service's", { claims: { iss: "somebody-else" } }],
  ];
  test.each(cases)("%s", async (_, changes) => {
    expect(await office().check(await ticket(changes))).toBeUndefined();
  });

  test("it is not signed at all", async () => {
    const [, payload] = (await ticket()).split(".");
    for (const alg of ["none", "None", "NONE"]) {
      expect(
        await office().check(`${encode({ alg, typ: "tutor-ticket+jwt", kid: "first" })}.${payload}.`),
      ).toBeUndefined();
    }
  });

  test("the public key was used as a shared secret", async () => {
    const forged = await new SignJWT({ ...claims, jti: "one" })
      .setProtectedHeader({ alg: "HS256", typ: "tutor-ticket+jwt", kid: "first" })
      .setIssuer("virtual-tutor-backend")
      .setAudience("virtual-tutor-engine")
      .setIssuedAt()
      .setExpirationTime("10m")
      .sign(new TextEncoder().encode(publicPem));
    expect(await office().check(forged)).toBeUndefined();
  });

  test("its payload was changed after signing", async () => {
    const [header, , signature] = (await ticket()).split(".");
    const payload = encode({
      ...claims,
      tutor: session,
      iss: "virtual-tutor-backend",
      aud: "virtual-tutor-engine",
      jti: "one",
      iat: now,
      exp: now + 600,
    });
    expect(await office().check(`${header}.${payload}.${signature}`)).toBeUndefined();
  });

  test("it is not a ticket", async () => {
    for (const text of ["", ".", "..", "a.b.c", "x".repeat(100_000)])
      expect(await office().check(text)).toBeUndefined();
  });
});

describe("the backend's keys", () => {
  test("serve on while the backend is down", async () => {
    let down = false;
    let nowMs = Date.now();
    const getJwks = async () => {
      if (down) throw new Error("down");
      return jwks;
    };
    const tickets = new TicketOffice({ getJwks }, () => nowMs);
    const good = await ticket({
      claims: { iat: Math.floor(nowMs / 1000) + 3600, exp: Math.floor(nowMs / 1000) + 4200 },
    });
    await tickets.refreshKeys();
    down = true;
    nowMs += 3_600_000;
    expect(await tickets.check(good)).toMatchObject(claims);
  });

  test("are asked for again when a new key signs", async () => {
    const { x } = await exportJWK(otherKeys.publicKey);
    let current: Jwks = jwks;
    let nowMs = Date.now();
    const tickets = new TicketOffice({ getJwks: async () => current }, () => nowMs);
    expect(await tickets.check(await ticket())).toBeDefined();
    current = {
      keys: [...jwks.keys, { kty: "OKP", crv: "Ed25519", x: x!, kid: "second", alg: "EdDSA", use: "sig" }],
    };
    nowMs += 15_000;
    expect(
      await tickets.check(await ticket({ key: otherKeys.privateKey, header: { kid: "second" } })),
    ).toBeDefined();
  });

  test("are not asked for at every forged key id", async () => {
    let asked = 0;
    const tickets = new TicketOffice({
      getJwks: async () => {
        asked++;
        return jwks;
      },
    });
    for (let i = 0; i < 20; i++) await tickets.check(await ticket({ header: { kid: `forged-${i}` } }));
    expect(asked).toBeLessThanOrEqual(2);
  });
});
