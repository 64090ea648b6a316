import { importJWK, SignJWT } from "jose";
import type { Schemas } from "../backend-handlers.ts";
import type { SigningKey } from "../keys/signing-keys.ts";

/** How long a ticket opens a lesson; a lesson that has begun goes on. */
const ticketLifeSeconds = 600;

const issuer = "virtual-tutor-backend";
const audience = "virtual-tutor-engine";
const type = "tutor-ticket+jwt";

export interface Ticket {
  readonly text: string;
  readonly expiresAt: Date;
}

export interface TicketLesson {
  readonly sessionId: string;
  readonly tutorId: string;
  readonly student: string | undefined;
  /** The session has begun before. */
  readonly resumed: boolean;
}

export interface Tickets {
  /** The claims are `TicketClaims` of the engine's contract. */
  sign(lesson: TicketLesson): Promise<Ticket>;
  readonly publicKeys: Schemas["PublicKey"][];
}

/** Signs with the first key; the others still verify. */
export async function openTickets(keys: readonly [SigningKey, ...SigningKey[]]): Promise<Tickets> {
  const [{ kid, jwk }] = keys;
  const privateKey = await importJWK(jwk, "EdDSA");
  return {
    publicKeys: keys.map(toPublicKey),
    async sign({ sessionId, tutorId, student, resumed }) {
      const issuedAt = Math.floor(Date.now() / 1000);
      const expiresAt = issuedAt + ticketLifeSeconds;
      const claims = { tutor: tutorId, student, resumed, capabilities: ["chat", "webrtc"] };
      const text = await new SignJWT(claims)
        .setProtectedHeader({ alg: "EdDSA", typ: type, kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(sessionId)
        .setJti(crypto.randomUUID())
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey);
      return { text, expiresAt: new Date(expiresAt * 1000) };
    },
  };
}

function toPublicKey({ kid, jwk }: SigningKey): Schemas["PublicKey"] {
  if (typeof jwk.x !== "string") throw new Error("a ticket key has no public part");
  return { kty: "OKP", crv: "Ed25519", x: jwk.x, kid, alg: "EdDSA", use: "sig" };
}
