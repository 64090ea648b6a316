import { and, desc, eq, gt, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import { preparedQuery } from "../database/prepared-query.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";

export type Session = Tables["sessions"]["$inferSelect"];

/** Throws ReferenceViolation at the end of the transaction's work where the tutor is gone. */
export async function insertSession(
  transaction: Transaction,
  fields: Pick<Session, "adminId" | "tutorId" | "studentId" | "guestName" | "secretHash">,
): Promise<Session> {
  const [session] = await transaction
    .insert(transaction.tables.sessions)
    .values({ ...fields, id: Bun.randomUUIDv7(), startedAt: new Date(), liveUntil: null })
    .returning();
  return session!;
}

const sessionsOfTutor = preparedQuery((db) => {
  const { sessions } = db.tables;
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, sql.placeholder("adminId")),
        eq(sessions.tutorId, sql.placeholder("tutorId")),
        lt(sessions.id, sql.placeholder("before")),
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(sql.placeholder("rows"))
    .prepare();
});

/**
 * The sessions of an admin's tutor or of all of them, newest first; one more than `limit`, where there is one. `live`: only such as
 * have, or have no, lesson.
 */
export async function listSessions(
  db: Reader,
  { adminId, tutorId }: { adminId: string; tutorId: string | undefined },
  { before = afterEveryId, limit, live }: PageRequest & { live: boolean | undefined },
): Promise<Session[]> {
  if (live === undefined && tutorId !== undefined)
    return sessionsOfTutor(db).execute({ adminId, tutorId, before, rows: limit + 1 });
  const { sessions } = db.tables;
  const now = new Date();
  const isLive = gt(sessions.liveUntil, now);
  const isOver = or(isNull(sessions.liveUntil), lte(sessions.liveUntil, now));
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, adminId),
        tutorId === undefined ? undefined : eq(sessions.tutorId, tutorId),
        lt(sessions.id, before),
        live === undefined ? undefined : live ? isLive : isOver,
      ),
    )
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
}

/** The sessions of a student, newest first; one more than `limit`, where there is one. */
export async function listSessionsOfStudent(
  db: Reader,
  { adminId, studentId }: { adminId: string; studentId: string },
  { before = afterEveryId, limit }: PageRequest,
): Promise<Session[]> {
  const { sessions } = db.tables;
  return db
    .select()
    .from(sessions)
    .where(and(eq(sessions.adminId, adminId), eq(sessions.studentId, studentId), lt(sessions.id, before)))
    .orderBy(desc(sessions.id))
    .limit(limit + 1);
}

export async function findSessionOfStudent(
  db: Reader,
  { adminId, studentId, sessionId }: { adminId: string; studentId: string; sessionId: string },
): Promise<Session | undefined> {
  const { sessions } = db.tables;
  const [session] = await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.adminId, adminId), eq(sessions.studentId, studentId), eq(sessions.id, sessionId)));
  return session;
}

const sessionOfTutor = preparedQuery((db) => {
  const { sessions } = db.tables;
  return db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, sql.placeholder("adminId")),
        eq(sessions.tutorId, sql.placeholder("tutorId")),
        eq(sessions.id, sql.placeholder("sessionId")),
      ),
    )
    .prepare();
});

export async function findSession(
  db: Reader,
  key: { adminId: string; tutorId: string; sessionId: string },
): Promise<Session | undefined> {
  const [session] = await sessionOfTutor(db).execute(key);
  return session;
}

const sessionOfAnybody = preparedQuery((db) => {
  const { sessions } = db.tables;
  return db
    .select()
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder("sessionId")))
    .prepare();
});

/** A session of any tenancy, for the engine. */
export async function findSessionOfAnybody(db: Reader, sessionId: string): Promise<Session | undefined> {
  const [session] = await sessionOfAnybody(db).execute({ sessionId });
  return session;
}

/** Deletes a session with its turns: of an admin's tutor, or of a student. Answers whether there was one. */
export async function deleteSession(
  transaction: Transaction,
  key: { adminId: string; sessionId: string } & ({ tutorId: string } | { studentId: string }),
): Promise<boolean> {
  const { sessions } = transaction.tables;
  const deleted = await transaction
    .delete(sessions)
    .where(
      and(
        eq(sessions.adminId, key.adminId),
        eq(sessions.id, key.sessionId),
        "studentId" in key ? eq(sessions.studentId, key.studentId) : eq(sessions.tutorId, key.tutorId),
      ),
    )
    .returning({ id: sessions.id });
  return deleted.length > 0;
}
