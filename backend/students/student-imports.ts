import { toEmailKey } from "../accounts/admins-repository.ts";
import { makePassword } from "../accounts/made-up-password.ts";
import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { ReferenceViolation, UniqueViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { findTutor } from "../tutors/tutors-repository.ts";
import { readStudentTable, type TableRow } from "./student-table.ts";
import type { StudentParts } from "./students.ts";
import { insertStudents, listTakenEmails, type Student, type TutorKey } from "./students-repository.ts";

/** How often an import looks again because somebody added one of its students meanwhile. */
const attemptsMax = 3;

/** Imports that are worked on at once; the others are asked to come later, so that sign-ins have the processor too. */
const runningMax = 2;

/** Enough imports run. */
export class ImportsBusy extends Error {
  override readonly name = "ImportsBusy";
}

interface CheckedRow extends TableRow {
  readonly madeUp: string | null;
}

/** Adding many students from one file. */
export class StudentImports {
  #running = 0;

  constructor(private readonly parts: Omit<StudentParts, "refreshTokens">) {}

  /**
   * Adds the students of a table: all of them, or those whose rows have no faults where `skipInvalid` says so. Throws InvalidTable,
   * NotFound, ImportsBusy, HasherBusy.
   */
  async import(
    actor: Actor,
    tutorId: string,
    { text, skipInvalid }: { text: string; skipInvalid: boolean },
  ): Promise<Schemas["ImportReport"]> {
    const { db } = this.parts;
    const tutor = { adminId: actor.adminId, tutorId };
    if (!(await findTutor(db, tutor.adminId, tutorId))) throw new NotFound("tutor");
    const rows = readStudentTable(text);
    if (this.#running >= runningMax) throw new ImportsBusy();
    this.#running++;
    try {
      return await this.#importRows(actor, tutor, { rows, skipInvalid });
    } finally {
      this.#running--;
    }
  }

  async #importRows(
    actor: Actor,
    tutor: TutorKey,
    { rows, skipInvalid }: { rows: readonly TableRow[]; skipInvalid: boolean },
  ): Promise<Schemas["ImportReport"]> {
    const hashes = new Map<string, string>();
    for (let attempt = 1; ; attempt++) {
      const checked = (await markTaken(this.parts.db, tutor, rows)).map(
        (row): CheckedRow => ({ ...row, madeUp: row.password === undefined ? makePassword() : null }),
      );
      const valid = checked.filter((row) => row.faults.length === 0);
      if (valid.length === 0 || (valid.length < checked.length && !skipInvalid)) return toReport(checked, []);
      hashes.clear();
      for (const { email, password, madeUp } of valid) {
        hashes.set(email, await this.parts.hasher.hash(password ?? madeUp ?? ""));
      }
      try {
        const students = await this.#insert(actor, tutor, valid, hashes);
        return toReport(checked, students);
      } catch (error) {
        if (error instanceof ReferenceViolation) throw new NotFound("tutor");
        // Somebody else added one of them since they were looked up.
        if (!(error instanceof UniqueViolation) || attempt >= attemptsMax) throw error;
      }
    }
  }

  #insert(
    actor: Actor,
    tutor: TutorKey,
    rows: readonly CheckedRow[],
    hashes: ReadonlyMap<string, string>,
  ): Promise<Student[]> {
    return this.parts.db.write(async (transaction) => {
      const fields = rows.map(({ email, name }) => ({ email, name, passwordHash: hashes.get(email) ?? "" }));
      const students = await insertStudents(transaction, tutor, fields);
      for (const { id } of students) {
        await recordAudit(transaction, actor, { action: "student.import", object: id });
      }
      return students;
    });
  }
}

async function markTaken(db: Database, tutor: TutorKey, rows: readonly TableRow[]): Promise<TableRow[]> {
  const taken = await listTakenEmails(
    db,
    tutor,
    rows.map(({ email }) => email),
  );
  return rows.map((row) =>
    taken.has(toEmailKey(row.email)) ? { ...row, faults: [...row.faults, "email-taken"] } : row,
  );
}

function toReport(rows: readonly CheckedRow[], students: readonly Student[]): Schemas["ImportReport"] {
  const ids = new Map(students.map(({ id, email }) => [email, id]));
  return {
    imported: students.length,
    invalid: rows.filter(({ faults }) => faults.length > 0).length,
    rows: rows.map(({ line, email, name, faults, madeUp }) => {
      const studentId = faults.length > 0 ? null : (ids.get(toEmailKey(email)) ?? null);
      const outcome = studentId !== null ? "imported" : faults.length > 0 ? "invalid" : "valid";
      const password = studentId === null ? null : madeUp;
      return { line, email, name, outcome, faults: [...faults], studentId, password };
    }),
  };
}
