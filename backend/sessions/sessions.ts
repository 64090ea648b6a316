import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { ReferenceViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { listStudentNames } from "../students/students-repository.ts";
import { findTutor } from "../tutors/tutors-repository.ts";
import { readDeliveredTurns } from "./delivered-turns.ts";
import {
  deleteSession,
  findSession,
  findSessionOfAnybody,
  listSessions,
  type Session,
} from "./sessions-repository.ts";
import {
  listLastTurns,
  listTurns,
  summarizeTurns,
  type Turn,
  type TurnSummary,
  upsertTurns,
} from "./turns-repository.ts";

/** As many turns as the contract gives to an engine. */
const lastTurnsMax = 50;

/** The record of lessons. */
export class Sessions {
  constructor(private readonly db: Database) {}

  /** Of one tutor, or without one of all. Throws NotFound. */
  async list(
    tutor: { adminId: string; tutorId: string | undefined },
    page: PageRequest & { live: boolean | undefined },
  ): Promise<Page<Schemas["Session"]>> {
    const { adminId, tutorId } = tutor;
    if (tutorId !== undefined && !(await findTutor(this.db, adminId, tutorId))) throw new NotFound("tutor");
    const rows = await listSessions(this.db, tutor, page);
    const ids = rows.map((row) => row.id);
    const summaries = await summarizeTurns(this.db, adminId, ids);
    const names = await listStudentNames(
      this.db,
      adminId,
      rows.flatMap(({ studentId }) => studentId ?? []),
    );
    return toPage(rows, page.limit, (row) =>
      toSession(row, summaries.get(row.id), names.get(row.studentId ?? "")),
    );
  }

  /** Throws NotFound. */
  async getTranscript(key: {
    adminId: string;
    tutorId: string;
    sessionId: string;
  }): Promise<Schemas["Transcript"]> {
    const session = await findSession(this.db, key);
    if (!session) throw new NotFound("session");
    const summaries = await summarizeTurns(this.db, key.adminId, [session.id]);
    const turns = await listTurns(this.db, session);
    const { studentId } = session;
    const names = await listStudentNames(this.db, key.adminId, studentId === null ? [] : [studentId]);
    return {
      session: toSession(session, summaries.get(session.id), names.get(studentId ?? "")),
      turns: turns.map(toTurn),
    };
  }

  /** The last turns, for an engine that goes on with the session. Throws NotFound. */
  async getLastTurns(sessionId: string): Promise<Schemas["Turn"][]> {
    const session = await findSessionOfAnybody(this.db, sessionId);
    if (!session) throw new NotFound("session");
    return (await listLastTurns(this.db, session, lastTurnsMax)).map(toTurn);
  }

  /** Erases what was said. Throws NotFound. */
  async delete(
    actor: Actor,
    key: { sessionId: string } & ({ tutorId: string } | { studentId: string }),
  ): Promise<void> {
    await this.db.write(async (transaction) => {
      const existed = await deleteSession(transaction, { adminId: actor.adminId, ...key });
      if (!existed) throw new NotFound("session");
      await recordAudit(transaction, actor, { action: "session.delete", object: key.sessionId });
    });
  }

  /** Stores all turns or none. Throws InvalidTurn, NotFound. */
  async deliverTurns(sessionId: string, delivered: readonly Schemas["Turn"][]): Promise<void> {
    const turns = readDeliveredTurns(delivered);
    const session = await findSessionOfAnybody(this.db, sessionId);
    if (!session) throw new NotFound("session");
    try {
      await this.db.write((transaction) => upsertTurns(transaction, session, turns));
    } catch (error) {
      // Deleted meanwhile, with its tutor.
      if (error instanceof ReferenceViolation) throw new NotFound("session");
      throw error;
    }
  }
}

export function toSession(
  session: Session,
  summary: TurnSummary | undefined,
  studentName: string | undefined,
): Schemas["Session"] {
  return {
    id: session.id,
    tutorId: session.tutorId,
    studentId: session.studentId,
    studentName: studentName ?? null,
    guestName: session.guestName,
    startedAt: session.startedAt.toISOString(),
    lastTurnAt: summary?.lastTurnAt?.toISOString() ?? null,
    turnCount: summary?.turnCount ?? 0,
    live: session.liveUntil !== null && session.liveUntil.getTime() > Date.now(),
  };
}

export function toTurn(turn: Turn): Schemas["Turn"] {
  const { sessionId: _session, adminId: _tenancy, startedAt, endedAt, ...fields } = turn;
  return { ...fields, startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
}
