import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import { toEmailKey } from "../accounts/admins-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Reader, Transaction } from "../database/database.ts";
import { preparedQuery } from "../database/prepared-query.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";

export type Student = Tables["students"]["$inferSelect"];

export interface TutorKey {
  readonly adminId: string;
  readonly tutorId: string;
}

export interface StudentKey extends TutorKey {
  readonly studentId: string;
}

/** Rows of one INSERT: Postgres takes 65,535 parameters at most, SQLite 32,766. */
const insertRowsMax = 100;

/** A tutor's students, newest first; one more than `limit`, where there is one. */
export async function listStudents(
  db: Reader,
  { adminId, tutorId }: TutorKey,
  filter: PageRequest & { search: string | undefined; status: Student["status"] | undefined },
): Promise<Student[]> {
  const { students } = db.tables;
  const { before = afterEveryId, limit, search, status } = filter;
  return db
    .select()
    .from(students)
    .where(
      and(
        eq(students.adminId, adminId),
        eq(students.tutorId, tutorId),
        lt(students.id, before),
        status && eq(students.status, status),
        search === undefined ? undefined : sql`${students.searchText} like ${toPattern(search)} escape '!'`,
      ),
    )
    .orderBy(desc(students.id))
    .limit(limit + 1);
}

/** Databases fold case in their own ways, and one of them only that of English letters: text is folded before it is kept. */
const toSearchText = (text: string): string => text.normalize("NFKC").toLowerCase();

const toPattern = (search: string): string => `%${toSearchText(search.trim()).replace(/[%_!]/g, "!$&")}%`;

export async function findStudent(
  db: Reader,
  { adminId, tutorId, studentId }: StudentKey,
): Promise<Student | undefined> {
  const { students } = db.tables;
  const [student] = await db
    .select()
    .from(students)
    .where(and(eq(students.adminId, adminId), eq(students.tutorId, tutorId), eq(students.id, studentId)));
  return student;
}

const studentOfAnybody = preparedQuery((db) => {
  const { students, admins } = db.tables;
  return db
    .select(getTableColumns(students))
    .from(students)
    .innerJoin(admins, and(eq(admins.id, students.adminId), eq(admins.status, "active")))
    .where(eq(students.id, sql.placeholder("studentId")))
    .prepare();
});

/** A student of any tenancy whose admin is not disabled, for the check of an access token. */
export async function findStudentOfAnybody(db: Reader, studentId: string): Promise<Student | undefined> {
  const [student] = await studentOfAnybody(db).execute({ studentId });
  return student;
}

/** For the sign-in, which names the tutor; undefined as well where the tutor's admin is disabled. */
export async function findStudentByEmail(
  db: Reader,
  tutorId: string,
  email: string,
): Promise<Student | undefined> {
  const { students, admins } = db.tables;
  const [student] = await db
    .select(getTableColumns(students))
    .from(students)
    .innerJoin(admins, and(eq(admins.id, students.adminId), eq(admins.status, "active")))
    .where(and(eq(students.tutorId, tutorId), eq(students.email, toEmailKey(email))));
  return student;
}

/** Which of these e-mail addresses students of a tutor have. */
export async function listTakenEmails(
  db: Reader,
  { adminId, tutorId }: TutorKey,
  emails: readonly string[],
): Promise<Set<string>> {
  const { students } = db.tables;
  const rows = await db
    .select({ email: students.email })
    .from(students)
    .where(
      and(
        eq(students.adminId, adminId),
        eq(students.tutorId, tutorId),
        inArray(students.email, emails.map(toEmailKey)),
      ),
    );
  return new Set(rows.map(({ email }) => email));
}

/** The names of students, by id. */
export async function listStudentNames(
  db: Reader,
  adminId: string,
  studentIds: readonly string[],
): Promise<Map<string, string>> {
  if (studentIds.length === 0) return new Map();
  const { students } = db.tables;
  const rows = await db
    .select({ id: students.id, name: students.name })
    .from(students)
    .where(and(eq(students.adminId, adminId), inArray(students.id, [...studentIds])));
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Throws UniqueViolation and ReferenceViolation at the end of the transaction's work. */
export async function insertStudents(
  transaction: Transaction,
  { adminId, tutorId }: TutorKey,
  fields: readonly Pick<Student, "email" | "name" | "passwordHash">[],
): Promise<Student[]> {
  const now = new Date();
  const rows = fields.map(({ email, name, passwordHash }): Student => {
    const key = { id: Bun.randomUUIDv7(), adminId, tutorId };
    return {
      ...key,
      ...toNamed({ email, name }),
      passwordHash,
      status: "active",
      createdAt: now,
      updatedAt: now,
    };
  });
  const { students } = transaction.tables;
  const inserted: Student[] = [];
  for (let start = 0; start < rows.length; start += insertRowsMax) {
    const some = rows.slice(start, start + insertRowsMax);
    inserted.push(...(await transaction.insert(students).values(some).returning()));
  }
  return inserted;
}

function toNamed(fields: { email: string; name: string }): Pick<Student, "email" | "name" | "searchText"> {
  const email = toEmailKey(fields.email);
  const name = fields.name.trim();
  return { email, name, searchText: toSearchText(`${name}\n${email}`) };
}

/** Answers undefined where there is no such student. Throws UniqueViolation at the end of the transaction's work. */
export async function updateStudent(
  transaction: Transaction,
  key: StudentKey,
  changes: Partial<Pick<Student, "email" | "name" | "status" | "passwordHash">>,
): Promise<Student | undefined> {
  const student = await findStudent(transaction, key);
  if (!student) return undefined;
  const { students } = transaction.tables;
  const fields = { ...student, ...changes };
  const [changed] = await transaction
    .update(students)
    .set({ ...changes, ...toNamed(fields), updatedAt: new Date() })
    .where(and(eq(students.adminId, key.adminId), eq(students.id, key.studentId)))
    .returning();
  return changed;
}

/** Deletes a student with sessions and turns. Answers whether there was one. */
export async function deleteStudent(
  transaction: Transaction,
  { adminId, tutorId, studentId }: StudentKey,
): Promise<boolean> {
  const { students } = transaction.tables;
  const deleted = await transaction
    .delete(students)
    .where(and(eq(students.adminId, adminId), eq(students.tutorId, tutorId), eq(students.id, studentId)))
    .returning({ id: students.id });
  return deleted.length > 0;
}

export function toStudent(student: Student): Schemas["Student"] {
  const { id, tutorId, email, name, status, createdAt, updatedAt } = student;
  return {
    id,
    tutorId,
    email,
    name,
    status,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
