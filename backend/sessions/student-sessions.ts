import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas, StudentAccount } from "../backend-handlers.ts";
import type { Database, Reader } from "../database/database.ts";
import { ReferenceViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { RateLimit, type RateLimitHeaders } from "../rate-limit.ts";
import { AccountEnded } from "../students/account-ended.ts";
import { findStudent, findStudentOfAnybody, type Student } from "../students/students-repository.ts";
import { findTutorOfAnybody } from "../tutors/tutors-repository.ts";
import { countLiveSessions } from "./running-lessons.ts";
import { toSession, toTurn } from "./sessions.ts";
import {
  findSessionOfStudent,
  insertSession,
  listSessionsOfStudent,
  type Session,
} from "./sessions-repository.ts";
import type { Tickets } from "./tickets.ts";
import { listTurns, listTurnsFrom, summarizeTurns, type Turn } from "./turns-repository.ts";

/** Lessons that one student begins or goes on with: some at once, then one in five seconds. */
const ticketLimits = { policy: "lessons-of-student", burst: 20, refillMs: 5_000, keysMax: 10_000 };

/** Sessions that are read at once for an export. */
const exportedAtOnce = 50;

/** As many lessons of the student go on as the tutor allows. */
export class LessonsAtOnce extends Error {
  override readonly name = "LessonsAtOnce";
}

/** The lessons of enrolled students, as they and their tutor's admin see them. */
export class StudentSessions {
  readonly #ticketsOfStudent = new RateLimit(ticketLimits);

  constructor(
    private readonly db: Database,
    private readonly tickets: Tickets,
    private readonly engineUrl: string,
  ) {}

  /** Opens a session and signs its ticket. Throws AccountEnded, LessonsAtOnce, RateExceeded. */
  async create(account: StudentAccount, actor: Actor): Promise<Schemas["StudentSession"]> {
    const { adminId, tutorId, studentId } = account;
    this.#ticketsOfStudent.take(studentId);
    try {
      const { session, student } = await this.db.write(async (transaction) => {
        const student = requireActive(await findStudent(transaction, account));
        await requirePlace(transaction, account);
        const fields = { adminId, tutorId, studentId, guestName: null, secretHash: null };
        const session = await insertSession(transaction, fields);
        await recordAudit(transaction, actor, { action: "session.create", object: session.id });
        return { session, student };
      });
      const ticket = await this.#sign(session, student, false);
      return { session: toSession(session, undefined, student.name), ...ticket };
    } catch (error) {
      // Deleted at this moment, with the tutor.
      if (error instanceof ReferenceViolation) throw new AccountEnded();
      throw error;
    }
  }

  /** Another ticket for a session that has begun. Throws NotFound, AccountEnded, LessonsAtOnce, RateExceeded. */
  async resume(account: StudentAccount, sessionId: string): Promise<Schemas["TicketGiven"]> {
    this.#ticketsOfStudent.take(account.studentId);
    const session = await this.#find(account, sessionId);
    const student = requireActive(await findStudentOfAnybody(this.db, account.studentId));
    await requirePlace(this.db, account, sessionId);
    return this.#sign(session, student, true);
  }

  /** The sessions of a student, newest first. Throws NotFound where the tenancy has no such student. */
  async list(
    key: { adminId: string; tutorId: string; studentId: string },
    page: PageRequest,
  ): Promise<Page<Schemas["Session"]>> {
    const student = await findStudent(this.db, key);
    if (!student) throw new NotFound("student");
    return this.#list(student, page);
  }

  /** One's own sessions, newest first. Throws AccountEnded. */
  async listOwn({ studentId }: StudentAccount, page: PageRequest): Promise<Page<Schemas["Session"]>> {
    return this.#list(requireActive(await findStudentOfAnybody(this.db, studentId)), page);
  }

  async #list({ adminId, id, name }: Student, page: PageRequest): Promise<Page<Schemas["Session"]>> {
    const rows = await listSessionsOfStudent(this.db, { adminId, studentId: id }, page);
    const ids = rows.map((row) => row.id);
    const summaries = await summarizeTurns(this.db, adminId, ids);
    return toPage(rows, page.limit, (row) => toSession(row, summaries.get(row.id), name));
  }

  /** A student's transcripts, newest first, each read when it is asked for. */
  async *transcripts(key: StudentAccount): AsyncGenerator<Schemas["Transcript"]> {
    let before: string | undefined;
    do {
      const page: Page<Schemas["Session"]> = await this.list(key, { before, limit: exportedAtOnce });
      for (const session of page.items) {
        const turns = await listTurns(this.db, { id: session.id, adminId: key.adminId });
        yield { session, turns: turns.map(toTurn) };
      }
      before = page.nextCursor ?? undefined;
    } while (before !== undefined);
  }

  /** Throws NotFound. */
  async get(account: StudentAccount, sessionId: string): Promise<Schemas["Session"]> {
    const session = await this.#find(account, sessionId);
    const summaries = await summarizeTurns(this.db, account.adminId, [session.id]);
    const student = await findStudentOfAnybody(this.db, account.studentId);
    return toSession(session, summaries.get(session.id), student?.name);
  }

  /** Throws NotFound. */
  async getTranscript(account: StudentAccount, sessionId: string): Promise<Schemas["Transcript"]> {
    const session = await this.get(account, sessionId);
    const turns = await listTurns(this.db, { id: sessionId, adminId: account.adminId });
    return { session, turns: turns.map(toTurn) };
  }

  /** The messages of at most `limit` turns, from the turn `from` on. Throws NotFound. */
  async listMessages(
    account: StudentAccount,
    sessionId: string,
    { from, limit }: { from: number; limit: number },
  ): Promise<Schemas["MessagePage"]> {
    const session = await this.#find(account, sessionId);
    const turns = await listTurnsFrom(this.db, session, { from, rows: limit + 1 });
    const next = turns.at(limit);
    return {
      items: turns.slice(0, limit).flatMap(toMessages),
      nextCursor: next ? String(next.sequence) : null,
    };
  }

  /** What to tell a student of the lessons that are left. */
  limits({ studentId }: StudentAccount): RateLimitHeaders {
    return this.#ticketsOfStudent.headers(studentId);
  }

  async #find(account: StudentAccount, sessionId: string): Promise<Session> {
    const session = await findSessionOfStudent(this.db, { ...account, sessionId });
    if (!session) throw new NotFound("session");
    return session;
  }

  async #sign(
    { id, tutorId }: Session,
    { id: studentId, name }: Student,
    resumed: boolean,
  ): Promise<Schemas["TicketGiven"]> {
    const ticket = await this.tickets.sign({ sessionId: id, tutorId, student: name, studentId, resumed });
    return {
      engine_url: this.engineUrl,
      ticket: ticket.text,
      ticket_expires_at: ticket.expiresAt.toISOString(),
    };
  }
}

/** An access token is looked at again only after some seconds; a lesson is not begun on that. */
function requireActive(student: Student | undefined): Student {
  if (student?.status !== "active") throw new AccountEnded();
  return student;
}

/** `sessionId`: the session that the lesson is for, whose lesson before it ends. */
async function requirePlace(db: Reader, account: StudentAccount, sessionId?: string): Promise<void> {
  const tutor = await findTutorOfAnybody(db, account.tutorId);
  if (!tutor) throw new AccountEnded();
  const running = await countLiveSessions(db, { ...account, except: sessionId });
  if (running >= tutor.lessonsPerStudent) throw new LessonsAtOnce();
}

function toMessages({ sequence, question, heard, outcome, startedAt }: Turn): Schemas["Message"][] {
  const rest = { sequence, outcome, sentAt: startedAt.toISOString() };
  const answer = { ...rest, role: "tutor", text: heard } as const;
  return question === null ? [answer] : [{ ...rest, role: "student", text: question }, answer];
}
