import { networkOf } from "../../deploy/ip-address.ts";
import { recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { ReferenceViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { RateLimit, type RateLimitHeaders } from "../rate-limit.ts";
import { findTutorOfAnybody, type Tutor } from "../tutors/tutors-repository.ts";
import { toSession } from "./sessions.ts";
import { findSessionOfAnybody, insertSession, type Session } from "./sessions-repository.ts";
import type { Tickets } from "./tickets.ts";

/** The tutor receives enrolled students only. */
export class TutorNotPublic extends Error {
  override readonly name = "TutorNotPublic";
}

const secretBytes = 32;

/** Visits from one address, which may be that of a whole school: a class at once, then one a second. */
const addressLimits = { policy: "visits-of-address", burst: 120, refillMs: 1000, keysMax: 10_000 };

/** Guests at public tutors. */
export class Visits {
  readonly #visitsOfAddress = new RateLimit(addressLimits);

  constructor(
    private readonly db: Database,
    private readonly tickets: Tickets,
    private readonly engineUrl: string,
  ) {}

  /** Opens a session and signs its ticket. Throws NotFound, TutorNotPublic, RateExceeded. */
  async create(
    tutorId: string,
    guest: { name: string | undefined; address: string },
  ): Promise<Schemas["Visit"]> {
    const tutor = await findTutorOfAnybody(this.db, tutorId);
    if (!tutor) throw new NotFound("tutor");
    if (tutor.access !== "public") throw new TutorNotPublic();
    this.#visitsOfAddress.take(networkOf(guest.address));
    const secret = crypto.getRandomValues(new Uint8Array(secretBytes)).toBase64({
      alphabet: "base64url",
      omitPadding: true,
    });
    const session = await this.#openSession(tutor, guest, hashOf(secret));
    return {
      session: toSession(session, undefined, undefined),
      secret,
      ...(await this.#sign(session, false)),
    };
  }

  /** Another ticket for whoever has the secret of a visit. Throws NotFound, TutorNotPublic, RateExceeded. */
  async resume(
    visit: { tutorId: string; sessionId: string; secret: string },
    address: string,
  ): Promise<Schemas["TicketGiven"]> {
    this.#visitsOfAddress.take(networkOf(address));
    const session = await findSessionOfAnybody(this.db, visit.sessionId);
    const isTheirs =
      session?.tutorId === visit.tutorId &&
      session.secretHash !== null &&
      crypto.timingSafeEqual(Buffer.from(session.secretHash), Buffer.from(hashOf(visit.secret)));
    if (!isTheirs) throw new NotFound("session");
    const tutor = await findTutorOfAnybody(this.db, visit.tutorId);
    if (tutor?.access !== "public") throw new TutorNotPublic();
    return this.#sign(session, true);
  }

  /** What to tell an address of the visits that are left. */
  limits(address: string): RateLimitHeaders {
    return this.#visitsOfAddress.headers(networkOf(address));
  }

  async #sign({ id, tutorId, guestName }: Session, resumed: boolean): Promise<Schemas["TicketGiven"]> {
    const student = guestName ?? undefined;
    const ticket = await this.tickets.sign({ sessionId: id, tutorId, student, resumed });
    return {
      engine_url: this.engineUrl,
      ticket: ticket.text,
      ticket_expires_at: ticket.expiresAt.toISOString(),
    };
  }

  async #openSession(
    { adminId, id: tutorId }: Tutor,
    guest: { name: string | undefined; address: string },
    secretHash: string,
  ): Promise<Session> {
    const fields = { adminId, tutorId, studentId: null, guestName: guest.name || null, secretHash };
    try {
      return await this.db.write(async (transaction) => {
        const session = await insertSession(transaction, fields);
        const actor = { adminId, kind: "guest", id: null, address: guest.address } as const;
        await recordAudit(transaction, actor, { action: "session.create", object: session.id });
        return session;
      });
    } catch (error) {
      // Deleted meanwhile.
      if (error instanceof ReferenceViolation) throw new NotFound("tutor");
      throw error;
    }
  }
}

function hashOf(secret: string): string {
  return new Bun.CryptoHasher("sha256").update(secret).digest("base64url");
}
