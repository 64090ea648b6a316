import { createLocalJWKSet, errors, jwtVerify } from "jose";
import { TicketClaims as isTicketClaims } from "../../generated/engine.peers.js";
import type { components } from "../../generated/engine.types.ts";
import type { BackendClient, Jwks } from "./backend-client.ts";

export type TicketClaims = components["schemas"]["TicketClaims"];

/** Whose questions are counted together: the student's in all lessons, a guest's in the session. */
export const askerOf = ({ studentId, sub }: TicketClaims): string => studentId ?? sub;

/** Tickets are longer than this only when they are not ours. */
const ticketCharsMax = 4_096;
const ticketType = "tutor-ticket+jwt";
/** A ticket starts a lesson within this time of its making. */
const ticketLifeSeconds = 600;
const clockToleranceSeconds = 30;
const keysFreshMs = 10 * 60_000;
const keysStaleMaxMs = 24 * 60 * 60_000;
/** An unknown key id makes us ask again this often at most. */
const keysAskedAgainMs = 10_000;

type FindKey = ReturnType<typeof createLocalJWKSet>;

/** Checks tickets against the backend's public keys (RFC 8725: algorithm, type, issuer, audience and times are all required). */
export class TicketOffice {
  #findKey: FindKey | undefined;
  #keysReadAtMs = Number.NEGATIVE_INFINITY;
  #keysAskedAtMs = Number.NEGATIVE_INFINITY;
  #pending: Promise<void> | undefined;

  constructor(
    private readonly backend: Pick<BackendClient, "getJwks">,
    private readonly now: () => number = Date.now,
  ) {}

  get hasKeys(): boolean {
    return this.#findKey !== undefined && this.now() - this.#keysReadAtMs < keysStaleMaxMs;
  }

  /** Reads the keys when they are missing or old; keeps the old ones while the backend is down. */
  async refreshKeys(): Promise<void> {
    if (this.hasKeys && this.now() - this.#keysReadAtMs < keysFreshMs) return;
    await this.#askForKeys();
  }

  /** The claims of a valid ticket, else undefined. */
  async check(ticket: string): Promise<TicketClaims | undefined> {
    if (ticket.length > ticketCharsMax) return undefined;
    await this.refreshKeys().catch(() => {});
    try {
      return await this.#verify(ticket);
    } catch (error) {
      const mayBeNewKey =
        error instanceof errors.JWKSNoMatchingKey && this.now() - this.#keysAskedAtMs > keysAskedAgainMs;
      if (!mayBeNewKey) return undefined;
    }
    return await this.#askForKeys()
      .then(() => this.#verify(ticket))
      .catch(() => undefined);
  }

  async #verify(ticket: string): Promise<TicketClaims | undefined> {
    if (!this.#findKey || !this.hasKeys) return undefined;
    const { payload, protectedHeader } = await jwtVerify(ticket, this.#findKey, {
      algorithms: ["EdDSA"],
      typ: ticketType,
      issuer: "virtual-tutor-backend",
      audience: "virtual-tutor-engine",
      requiredClaims: ["exp", "iat", "sub", "jti"],
      maxTokenAge: ticketLifeSeconds,
      clockTolerance: clockToleranceSeconds,
      currentDate: new Date(this.now()),
    });
    // jose takes a ticket without a key id while the set has one key, and ignores header fields it does not know.
    const named = Object.keys(protectedHeader).every((name) => ["alg", "typ", "kid"].includes(name));
    const claims: unknown = payload;
    if (!named || !protectedHeader.kid || !isTicketClaims(claims)) return undefined;
    return claims as TicketClaims;
  }

  #askForKeys(): Promise<void> {
    this.#pending ??= this.#readKeys().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #readKeys(): Promise<void> {
    this.#keysAskedAtMs = this.now();
    const jwks: Jwks = await this.backend.getJwks();
    this.#findKey = createLocalJWKSet(jwks);
    this.#keysReadAtMs = this.now();
  }
}
