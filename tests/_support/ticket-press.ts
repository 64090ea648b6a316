import { importJWK, SignJWT } from "jose";
import { openDatabase } from "../../backend/database/open-database.ts";
import { openTicketKeys } from "../../backend/keys/signing-keys.ts";
import type { TestBackend } from "./backend.ts";

const lifeSeconds = 600;

/** Signs tickets with the backend's own key, for sessions that the backend has not heard of. Times in Unix seconds. */
export async function openTicketPress(backend: Pick<TestBackend, "place">) {
  await using db = await openDatabase(backend.place);
  const [{ kid, jwk }] = await openTicketKeys(db);
  const key = await importJWK(jwk, "EdDSA");
  return (tutorId: string, times?: { iat: number; exp: number }): Promise<string> => {
    const iat = Math.floor(Date.now() / 1000);
    const claims = { tutor: tutorId, resumed: false, capabilities: ["chat", "webrtc"] };
    return new SignJWT({ iat, exp: iat + lifeSeconds, ...times, ...claims })
      .setProtectedHeader({ alg: "EdDSA", typ: "tutor-ticket+jwt", kid })
      .setIssuer("virtual-tutor-backend")
      .setAudience("virtual-tutor-engine")
      .setSubject(Bun.randomUUIDv7())
      .setJti(crypto.randomUUID())
      .sign(key);
  };
}
