import type { EngineSecurity } from "../generated/engine.contract.ts";
import type { operations } from "../generated/engine.types.ts";
import type { ClosedReplies } from "../openapi/binding/closed-replies.ts";
import type { Handlers } from "../openapi/binding/handler.ts";
import type { TicketClaims, TicketOffice } from "./sessions/ticket.ts";

/** Who may call: the holder of a ticket, or the backend. */
export const engineAuthenticators = (tickets: TicketOffice, serviceToken: string) => ({
  async ticket(request: Request): Promise<TicketClaims | undefined> {
    const token = bearer(request);
    return token === undefined ? undefined : await tickets.check(token);
  },
  serviceToken(request: Request): true | undefined {
    return equals(bearer(request) ?? "", serviceToken) ? true : undefined;
  },
});

export type EngineHandlers = Handlers<operations, EngineSecurity, ReturnType<typeof engineAuthenticators>>;

/** All handlers of the engine; a field that the contract does not declare does not compile. */
export const engineHandlers = <Given extends EngineHandlers>(
  handlers: Given & ClosedReplies<Given, operations>,
): EngineHandlers => handlers;

function bearer(request: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

/** Compares digests, so that the time taken says nothing about the secret. */
function equals(given: string, expected: string): boolean {
  const digest = (text: string) => new Bun.CryptoHasher("sha256").update(text).digest();
  return crypto.timingSafeEqual(digest(given), digest(expected));
}
