import { makePassword } from "../accounts/made-up-password.ts";
import type { PasswordHasher } from "../accounts/password-hasher.ts";
import type { RefreshTokens } from "../accounts/refresh-tokens.ts";
import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { ReferenceViolation, UniqueViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { findTutor } from "../tutors/tutors-repository.ts";
import {
  deleteStudent,
  findStudent,
  insertStudents,
  listStudents,
  type Student,
  toStudent,
  updateStudent,
} from "./students-repository.ts";

/** Another student of the tutor has the e-mail address. */
export class EmailTaken extends Error {
  override readonly name = "EmailTaken";
}

export interface StudentParts {
  readonly db: Database;
  readonly hasher: PasswordHasher;
  readonly refreshTokens: RefreshTokens;
}

/** A tutor's students as admins see them. Whatever names what is not the admin's throws NotFound. */
export class Students {
  constructor(private readonly parts: StudentParts) {}

  async list(
    actor: Actor,
    tutorId: string,
    filter: PageRequest & { search: string | undefined; status: Student["status"] | undefined },
  ): Promise<Page<Schemas["Student"]>> {
    const tutor = { adminId: actor.adminId, tutorId };
    await this.#checkTutor(actor, tutorId);
    return toPage(await listStudents(this.parts.db, tutor, filter), filter.limit, toStudent);
  }

  async get(actor: Actor, key: { tutorId: string; studentId: string }): Promise<Schemas["Student"]> {
    const student = await findStudent(this.parts.db, { adminId: actor.adminId, ...key });
    if (!student) throw new NotFound("student");
    return toStudent(student);
  }

  /** Makes up a password where none is given. Throws EmailTaken, HasherBusy. */
  async create(
    actor: Actor,
    tutorId: string,
    { email, name, password }: Schemas["StudentCreate"],
  ): Promise<Schemas["StudentCreated"]> {
    const { db, hasher } = this.parts;
    await this.#checkTutor(actor, tutorId);
    const madeUp = password === undefined ? makePassword() : null;
    const passwordHash = await hasher.hash(password ?? madeUp ?? "");
    const student = await withEmailTaken(() =>
      db.write(async (transaction) => {
        const tutor = { adminId: actor.adminId, tutorId };
        const [inserted] = await insertStudents(transaction, tutor, [{ email, name, passwordHash }]);
        await recordAudit(transaction, actor, { action: "student.create", object: inserted!.id });
        return inserted!;
      }),
    );
    return { student: toStudent(student), password: madeUp };
  }

  /** A student who is disabled is signed out. Throws EmailTaken. */
  async update(
    actor: Actor,
    key: { tutorId: string; studentId: string },
    changes: Schemas["StudentUpdate"],
  ): Promise<Schemas["Student"]> {
    const { db, refreshTokens } = this.parts;
    const { adminId } = actor;
    const student = await withEmailTaken(() =>
      db.write(async (transaction) => {
        const changed = await updateStudent(transaction, { adminId, ...key }, changes);
        if (!changed) throw new NotFound("student");
        if (changed.status === "disabled") {
          await refreshTokens.endAll(transaction, { adminId, studentId: changed.id });
        }
        const entry = { action: "student.update", object: changed.id, fields: Object.keys(changes) };
        await recordAudit(transaction, actor, entry);
        return changed;
      }),
    );
    return toStudent(student);
  }

  /** The student, whose data somebody takes along. Throws NotFound. */
  async beginExport(actor: Actor, key: { tutorId: string; studentId: string }): Promise<Schemas["Student"]> {
    const student = await this.get(actor, key);
    await this.parts.db.write((transaction) =>
      recordAudit(transaction, actor, { action: "student.export", object: student.id }),
    );
    return student;
  }

  async delete(actor: Actor, key: { tutorId: string; studentId: string }): Promise<void> {
    await this.parts.db.write(async (transaction) => {
      const existed = await deleteStudent(transaction, { adminId: actor.adminId, ...key });
      if (!existed) throw new NotFound("student");
      await recordAudit(transaction, actor, { action: "student.delete", object: key.studentId });
    });
  }

  /** Gives another password, made up where none is given, and signs the student out. Throws HasherBusy. */
  async resetPassword(
    actor: Actor,
    key: { tutorId: string; studentId: string },
    { password }: Schemas["PasswordReset"],
  ): Promise<Schemas["PasswordGiven"]> {
    const { db, hasher, refreshTokens } = this.parts;
    const { adminId } = actor;
    await this.get(actor, key);
    const madeUp = password === undefined ? makePassword() : null;
    const passwordHash = await hasher.hash(password ?? madeUp ?? "");
    await db.write(async (transaction) => {
      const changed = await updateStudent(transaction, { adminId, ...key }, { passwordHash });
      if (!changed) throw new NotFound("student");
      await refreshTokens.endAll(transaction, { adminId, studentId: changed.id });
      const entry = { action: "student.reset-password", object: changed.id, fields: ["password"] };
      await recordAudit(transaction, actor, entry);
    });
    return { password: madeUp };
  }

  async #checkTutor({ adminId }: Actor, tutorId: string): Promise<void> {
    if (!(await findTutor(this.parts.db, adminId, tutorId))) throw new NotFound("tutor");
  }
}

async function withEmailTaken<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof UniqueViolation) throw new EmailTaken();
    // The tutor was deleted meanwhile.
    if (error instanceof ReferenceViolation) throw new NotFound("tutor");
    throw error;
  }
}
