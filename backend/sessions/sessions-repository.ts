import { and, desc, eq, lt } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";
import type { PageRequest } from "../page.ts";

export type Session = Tables["sessions"]["$inferSelect"];

/** Throws ReferenceViolation at the end of the transaction's work where the tutor is gone. */
export async function insertSession(
  transaction: Transaction,
  fields: Pick<Session, "adminId" | "tutorId" | "guestName">,
): Promise<Session> {
  const [session] = await transaction
    .insert(transaction.tables.sessions)
    .values({ ...fields, id: Bun.randomUUIDv7(), startedAt: new Date() })
    .returning();
  return session!;
}

/** The sessions of an admin's tutor, newest first; one more than `limit`, where there is one. */
export async function listSessions(
  db: Reader,
  tutor: { adminId: string; tutorId: string },
  page: PageRequest,
): Promise<Session[]> {
  const { sessions } = db.tables;
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, tutor.adminId),
        eq(sessions.tutorId, tutor.tutorId),
        page.before ? lt(sessions.id, page.before) : undefined,
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(page.limit + 1);
}

export async function findSession(
  db: Reader,
  key: { adminId: string; tutorId: string; sessionId: string },
): Promise<Session | undefined> {
  const { sessions } = db.tables;
  const [session] = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, key.adminId),
        eq(sessions.tutorId, key.tutorId),
        eq(sessions.id, key.sessionId),
      ),
    );
  return session;
}

/** A session of any tenancy, for the engine. */
export async function findSessionOfAnybody(db: Reader, sessionId: string): Promise<Session | undefined> {
  const { sessions } = db.tables;
  const [session] = await db.select().from(sessions).where(eq(sessions.id, sessionId));
  return session;
}
