import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { TicketOffice } from "../../engine/sessions/ticket.ts";
import type { FaultReport } from "./fault-report.ts";

const lifeSeconds = 600;

/** When the ticket was made, and how many seconds later, by the engine's clock, it is shown. */
const cases: readonly [name: string, madeAt: string, shownAfterSeconds: number, isGood: boolean][] = [
  ["at once", "2026-11-22T12:00:00Z", 0, true],
  ["the engine's clock is 29 s behind", "2026-11-22T12:00:00Z", -29, true],
  ["the engine's clock is 60 s behind", "2026-11-22T12:00:00Z", -60, false],
  ["29 s after it ran out", "2026-11-22T12:00:00Z", lifeSeconds + 29, true],
  ["60 s after it ran out", "2026-11-22T12:00:00Z", lifeSeconds + 60, false],
  ["over the end of summer time", "2026-10-25T00:58:00Z", 300, true],
  ["over the begin of summer time", "2026-03-29T00:58:00Z", 300, true],
  ["over the turn of a year", "2026-12-31T23:59:50Z", 20, true],
  ["over a leap day", "2028-02-28T23:59:50Z", 20, true],
  ["over the end of 32 bits", "2038-01-19T03:14:00Z", 20, true],
  ["after the end of 32 bits, run out", "2038-01-19T03:14:00Z", lifeSeconds + 60, false],
];

/** F17: clocks that differ, and dates at which clocks have gone wrong. */
export async function skewClocks(): Promise<FaultReport> {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { crv: "Ed25519" });
  const { x } = await exportJWK(publicKey);
  const jwks = {
    keys: [
      {
        kty: "OKP" as const,
        crv: "Ed25519" as const,
        x: x!,
        kid: "k",
        alg: "EdDSA" as const,
        use: "sig" as const,
      },
    ],
  };
  const failures: string[] = [];
  for (const [name, madeAt, shownAfterSeconds, isGood] of cases) {
    const iat = Date.parse(madeAt) / 1000;
    const ticket = await new SignJWT({ tutor: Bun.randomUUIDv7(), resumed: false, capabilities: ["chat"] })
      .setProtectedHeader({ alg: "EdDSA", typ: "tutor-ticket+jwt", kid: "k" })
      .setIssuer("virtual-tutor-backend")
      .setAudience("virtual-tutor-engine")
      .setSubject(Bun.randomUUIDv7())
      .setJti("one")
      .setIssuedAt(iat)
      .setExpirationTime(iat + lifeSeconds)
      .sign(privateKey);
    const office = new TicketOffice({ getJwks: async () => jwks }, () => (iat + shownAfterSeconds) * 1000);
    const isTaken = (await office.check(ticket)) !== undefined;
    if (isTaken !== isGood) failures.push(`${name}: ${isTaken ? "taken" : "refused"}`);
  }
  return {
    fault: "F17",
    what: "clocks differ, and dates are unusual",
    figures: { cases: `${cases.length - failures.length} of ${cases.length} as they should be` },
    failures,
  };
}
