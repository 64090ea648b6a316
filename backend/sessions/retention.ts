import { and, eq, gte, inArray, isNotNull, lt, notInArray } from "drizzle-orm";
import { recordAudit } from "../audit/audit-repository.ts";
import type { Database } from "../database/database.ts";
import type { Log } from "../log.ts";

const dayMs = 24 * 3600 * 1000;
const sweepEveryMs = 3600 * 1000;
/** Sessions that one transaction deletes. */
const batchSessions = 200;

/** Deletes what tutors are not to keep any longer: now, and then every hour until it is disposed of. */
export function startRetention(db: Database, log: Pick<Log, "error">): AsyncDisposable {
  const stop = new AbortController();
  const sweep = () =>
    expireSessions(db, Date.now(), stop.signal).catch((err: unknown) => {
      if (!stop.signal.aborted) log.error({ err }, "old sessions could not be deleted");
    });
  let running: Promise<unknown> = sweep();
  const timer = setInterval(() => {
    running = running.then(sweep);
  }, sweepEveryMs);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      clearInterval(timer);
      await running;
    },
  };
}

/** Deletes the sessions in which nothing was said for as many days as their tutor says. Answers how many there were. */
export async function expireSessions(db: Database, nowMs: number, signal: AbortSignal): Promise<number> {
  const { tutors } = db.tables;
  const limited = await db
    .select({ id: tutors.id, adminId: tutors.adminId, days: tutors.retentionDays })
    .from(tutors)
    .where(isNotNull(tutors.retentionDays));
  let expired = 0;
  for (const { id: tutorId, adminId, days } of limited) {
    const before = new Date(nowMs - (days ?? 0) * dayMs);
    let deleted: number;
    do {
      signal.throwIfAborted();
      deleted = await deleteBatch(db, { adminId, tutorId, before });
      expired += deleted;
    } while (deleted === batchSessions);
  }
  return expired;
}

function deleteBatch(
  db: Database,
  { adminId, tutorId, before }: { adminId: string; tutorId: string; before: Date },
): Promise<number> {
  return db.write(async (transaction) => {
    const { sessions, turns } = transaction.tables;
    const stillUsed = transaction
      .select({ id: turns.sessionId })
      .from(turns)
      .where(and(eq(turns.adminId, adminId), gte(turns.startedAt, before)));
    const old = await transaction
      .select({ id: sessions.id })
      .from(sessions)
      .where(
        and(
          eq(sessions.adminId, adminId),
          eq(sessions.tutorId, tutorId),
          lt(sessions.startedAt, before),
          notInArray(sessions.id, stillUsed),
        ),
      )
      .limit(batchSessions);
    if (old.length === 0) return 0;
    const ids = old.map(({ id }) => id);
    await transaction.delete(sessions).where(and(eq(sessions.adminId, adminId), inArray(sessions.id, ids)));
    const actor = { adminId, kind: "service", id: null, address: "" } as const;
    await recordAudit(transaction, actor, { action: "tutor.expire-sessions", object: tutorId });
    return ids.length;
  });
}
