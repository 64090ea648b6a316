import { SignJWT } from "jose";
import type { Turn as TurnRecord } from "./backend-client.ts";

/** Longer receipts do not fit into a message of the data channel; their turns have the outbox alone. */
const receiptCharsMax = 60_000;
const keyPurpose = "turn-receipt";

/** Signs turns for the student's page to keep, with a key that engine and backend derive from their shared secret. */
export class TurnReceipts {
  readonly #key: Uint8Array;

  constructor(serviceToken: string) {
    this.#key = new Bun.CryptoHasher("sha256", serviceToken).update(keyPurpose).digest();
  }

  /** A JWT with `ReceiptClaims` of the backend's contract; undefined for a turn that is too long. */
  async sign(sessionId: string, turn: TurnRecord): Promise<string | undefined> {
    const receipt = await new SignJWT({ turn })
      .setProtectedHeader({ alg: "HS256", typ: "turn-receipt+jwt" })
      .setIssuer("virtual-tutor-engine")
      .setAudience("virtual-tutor-backend")
      .setSubject(sessionId)
      .sign(this.#key);
    return receipt.length <= receiptCharsMax ? receipt : undefined;
  }
}
