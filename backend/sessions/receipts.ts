import { errors, jwtVerify } from "jose";
import { networkOf } from "../../deploy/ip-address.ts";
import { ReceiptClaims } from "../../generated/backend.peers.js";
import type { Schemas } from "../backend-handlers.ts";
import { NotFound } from "../not-found.ts";
import { RateLimit, type RateLimitHeaders } from "../rate-limit.ts";
import { InvalidTurn } from "./delivered-turns.ts";
import type { Sessions } from "./sessions.ts";

/** Pages of one address, which may be that of a whole school. */
const addressLimits = { policy: "receipts-of-address", burst: 60, refillMs: 1000, keysMax: 10_000 };

/** The key of receipts is its own, so that no other text signed with the shared secret passes for one. */
const keyPurpose = "turn-receipt";

/** Turns that come by way of the student's page, signed by the engine with a key that both services derive. */
export class Receipts {
  readonly #redeemsOfAddress = new RateLimit(addressLimits);
  readonly #key: Uint8Array;

  constructor(
    private readonly sessions: Pick<Sessions, "deliverTurns">,
    serviceToken: string,
  ) {
    this.#key = new Bun.CryptoHasher("sha256", serviceToken).update(keyPurpose).digest();
  }

  /** Stores what an engine has signed. Throws RateExceeded, DatabaseUnavailable. */
  async redeem(receipts: readonly string[], address: string): Promise<Schemas["ReceiptsRedeemed"]> {
    this.#redeemsOfAddress.take(networkOf(address));
    let stored = 0;
    for (const receipt of receipts) {
      const claims = await this.#verify(receipt);
      if (claims && (await this.#store(claims))) stored++;
    }
    return { stored, refused: receipts.length - stored };
  }

  /** What to tell an address of the deliveries that are left. */
  limits(address: string): RateLimitHeaders {
    return this.#redeemsOfAddress.headers(networkOf(address));
  }

  async #verify(receipt: string): Promise<Schemas["ReceiptClaims"] | undefined> {
    try {
      const { payload } = await jwtVerify(receipt, this.#key, {
        algorithms: ["HS256"],
        typ: "turn-receipt+jwt",
        issuer: "virtual-tutor-engine",
        audience: "virtual-tutor-backend",
      });
      return ReceiptClaims(payload) ? (payload as Schemas["ReceiptClaims"]) : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** False: the session is gone, or the turn says something that cannot be kept. */
  async #store({ sub, turn }: Schemas["ReceiptClaims"]): Promise<boolean> {
    try {
      await this.sessions.deliverTurns(sub, [turn]);
      return true;
    } catch (error) {
      if (error instanceof NotFound || error instanceof InvalidTurn) return false;
      throw error;
    }
  }
}
