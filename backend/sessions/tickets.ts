import { importJWK, SignJWT } from "jose";
import type { Schemas } from "../backend-handlers.ts";
import type { KeyRing } from "../keys/key-ring.ts";
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
  /** Undefined for a guest. */
  readonly studentId?: string | undefined;
  /** The session has begun before. */
  readonly resumed: boolean;
}

export interface Tickets {
  /** The claims are `TicketClaims` of the engine's contract. */
  sign(lesson: TicketLesson): Promise<Ticket>;
  /** Every key that verifies, a new one before it signs. */
  publicKeys(): Promise<Schemas["PublicKey"][]>;
}

export function openTickets(keys: Pick<KeyRing, "signer" | "all">): Tickets {
  return {
    publicKeys: async () => (await keys.all()).map(toPublicKey),
    async sign({ sessionId, tutorId, student, studentId, resumed }) {
      const { kid, jwk } = await keys.signer();
      const privateKey = await importJWK(jwk, "EdDSA");
      const issuedAt = Math.floor(Date.now() / 1000);
      const expiresAt = issuedAt + ticketLifeSeconds;
      const claims = { tutor: tutorId, student, studentId, resumed, capabilities: ["chat", "webrtc"] };
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
