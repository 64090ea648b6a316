import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Schemas } from "../backend-handlers.ts";
import type { Database, Reader, Transaction } from "../database/database.ts";

/** How long an engine's word that a lesson goes on is believed; engines speak every five seconds. */
const wordLifeMs = 30_000;
/** What is believed longer than this is not written anew: a row a lesson every five seconds is more than all turns together. */
const renewBelowMs = 15_000;

interface Known {
  readonly id: string;
  readonly studentId: string | null;
  readonly liveUntil: Date | null;
  readonly lessonsMax: number;
  readonly adminStatus: "active" | "disabled";
  readonly studentStatus: "active" | "disabled" | null;
}

/** Which lessons go on, as the engines say. */
export class RunningLessons {
  constructor(
    private readonly db: Database,
    private readonly now: () => number = Date.now,
  ) {}

  /** Notes what an engine has, and answers what it must end. */
  async report({ running, over }: Schemas["LessonReport"]): Promise<Schemas["LessonVerdict"]> {
    const known = running.length === 0 ? [] : await listKnown(this.db, running);
    const allowed = known.filter(
      ({ adminStatus, studentStatus }) => adminStatus === "active" && studentStatus !== "disabled",
    );
    const ids = allowed.map(({ id }) => id);
    const now = this.now();
    const renewed = allowed.filter(({ liveUntil }) => (liveUntil?.getTime() ?? 0) < now + renewBelowMs);
    if (renewed.length + over.length > 0) {
      await this.db.write(async (transaction) => {
        await setLiveUntil(transaction, over, null);
        await setLiveUntil(
          transaction,
          renewed.map(({ id }) => id),
          new Date(now + wordLifeMs),
        );
      });
    }
    const tooMany = await this.#listTooMany(allowed);
    const goOn = new Set(ids).difference(tooMany);
    const disabled = new Set(
      known.flatMap(({ id, adminStatus, studentStatus }) =>
        adminStatus === "active" && studentStatus === "disabled" ? id : [],
      ),
    );
    const reasonOf = (id: string) => (tooMany.has(id) ? "replaced" : disabled.has(id) ? "disabled" : "gone");
    const end = running.filter((id) => !goOn.has(id));
    return { end: end.map((session) => ({ session, reason: reasonOf(session) })) };
  }

  /** Of each student's lessons those that began after the ones that are allowed. */
  async #listTooMany(allowed: readonly Known[]): Promise<Set<string>> {
    const limits = new Map(allowed.map(({ studentId, lessonsMax }) => [studentId, lessonsMax]));
    limits.delete(null);
    if (limits.size === 0) return new Set();
    const { sessions } = this.db.tables;
    const live = await this.db
      .select({ id: sessions.id, studentId: sessions.studentId })
      .from(sessions)
      .where(
        and(
          inArray(
            sessions.studentId,
            [...limits.keys()].filter((id) => id !== null),
          ),
          gt(sessions.liveUntil, new Date(this.now())),
        ),
      )
      .orderBy(asc(sessions.id));
    const beyond = [...Map.groupBy(live, ({ studentId }) => studentId)].flatMap(([studentId, lessons]) =>
      lessons.slice(limits.get(studentId)),
    );
    return new Set(beyond.map(({ id }) => id));
  }
}

/** How many lessons a student has at this moment. */
export async function countLiveSessions(
  db: Reader,
  { adminId, studentId, except }: { adminId: string; studentId: string; except: string | undefined },
): Promise<number> {
  const { sessions } = db.tables;
  const rows = await db
    .select({ id: sessions.id })
    .from(sessions)
    .where(
      and(
        eq(sessions.adminId, adminId),
        eq(sessions.studentId, studentId),
        gt(sessions.liveUntil, new Date()),
      ),
    );
  return rows.filter(({ id }) => id !== except).length;
}

async function listKnown(db: Reader, sessionIds: readonly string[]): Promise<Known[]> {
  const { sessions, tutors, students, admins } = db.tables;
  return db
    .select({
      id: sessions.id,
      studentId: sessions.studentId,
      liveUntil: sessions.liveUntil,
      lessonsMax: tutors.lessonsPerStudent,
      adminStatus: admins.status,
      studentStatus: students.status,
    })
    .from(sessions)
    .innerJoin(tutors, eq(tutors.id, sessions.tutorId))
    .innerJoin(admins, eq(admins.id, sessions.adminId))
    .leftJoin(students, eq(students.id, sessions.studentId))
    .where(inArray(sessions.id, [...sessionIds]));
}

async function setLiveUntil(
  transaction: Transaction,
  sessionIds: readonly string[],
  liveUntil: Date | null,
): Promise<void> {
  if (sessionIds.length === 0) return;
  const { sessions } = transaction.tables;
  await transaction
    .update(sessions)
    .set({ liveUntil })
    .where(inArray(sessions.id, [...sessionIds]));
}
