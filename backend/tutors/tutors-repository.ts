import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import { preparedQuery } from "../database/prepared-query.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";

export type Tutor = Tables["tutors"]["$inferSelect"];

/** What an admin says of a tutor. */
export type TutorFields = Omit<Tutor, "id" | "adminId" | "version" | "isDemo" | "createdAt" | "updatedAt">;

/** The tutor is there, in another version than the one that was to be changed. */
export class VersionMismatch extends Error {
  override readonly name = "VersionMismatch";
}

const tutorsOfAdmin = preparedQuery((db) => {
  const { tutors } = db.tables;
  return db
    .select()
    .from(tutors)
    .where(and(eq(tutors.adminId, sql.placeholder("adminId")), lt(tutors.id, sql.placeholder("before"))))
    .orderBy(desc(tutors.id))
    .limit(sql.placeholder("rows"))
    .prepare();
});

/** The admin's tutors, newest first; one more than `limit`, where there is one. */
export async function listTutors(db: Reader, adminId: string, page: PageRequest): Promise<Tutor[]> {
  const { before = afterEveryId, limit } = page;
  return tutorsOfAdmin(db).execute({ adminId, before, rows: limit + 1 });
}

const tutorOfAdmin = preparedQuery((db) => {
  const { tutors } = db.tables;
  return db
    .select()
    .from(tutors)
    .where(and(eq(tutors.adminId, sql.placeholder("adminId")), eq(tutors.id, sql.placeholder("tutorId"))))
    .prepare();
});

export async function findTutor(db: Reader, adminId: string, tutorId: string): Promise<Tutor | undefined> {
  const [tutor] = await tutorOfAdmin(db).execute({ adminId, tutorId });
  return tutor;
}

const tutorOfAnybody = preparedQuery((db) => {
  const { tutors, admins } = db.tables;
  return db
    .select(getTableColumns(tutors))
    .from(tutors)
    .innerJoin(admins, and(eq(admins.id, tutors.adminId), eq(admins.status, "active")))
    .where(eq(tutors.id, sql.placeholder("tutorId")))
    .prepare();
});

/** A tutor of any tenancy whose admin is not disabled, for guests and for the engine. */
export async function findTutorOfAnybody(db: Reader, tutorId: string): Promise<Tutor | undefined> {
  const [tutor] = await tutorOfAnybody(db).execute({ tutorId });
  return tutor;
}

/** The tutor that came with the service, while it is there. */
export async function findDemoTutor(db: Reader): Promise<Tutor | undefined> {
  const { tutors } = db.tables;
  const [tutor] = await db
    .select()
    .from(tutors)
    .where(eq(tutors.isDemo, true))
    .orderBy(asc(tutors.id))
    .limit(1);
  return tutor;
}

export async function insertTutor(
  transaction: Transaction,
  adminId: string,
  fields: TutorFields & { isDemo?: boolean },
): Promise<Tutor> {
  const now = new Date();
  const [tutor] = await transaction
    .insert(transaction.tables.tutors)
    .values({
      isDemo: false,
      ...fields,
      id: Bun.randomUUIDv7(),
      adminId,
      version: 1,
      createdAt: now,
      updatedAt: now,
    })
    .returning();
  return tutor!;
}

/**
 * Changes a tutor. `versions` are those that may be changed; undefined: any. Answers undefined where there is no
 * such tutor; throws VersionMismatch.
 */
export async function updateTutor(
  transaction: Transaction,
  key: { adminId: string; tutorId: string },
  changes: Partial<TutorFields>,
  versions?: readonly number[],
): Promise<Tutor | undefined> {
  const { tutors } = transaction.tables;
  const [changed] = await transaction
    .update(tutors)
    .set({ ...changes, version: sql`${tutors.version} + 1`, updatedAt: new Date() })
    .where(
      and(
        eq(tutors.adminId, key.adminId),
        eq(tutors.id, key.tutorId),
        versions ? inArray(tutors.version, [...versions]) : undefined,
      ),
    )
    .returning();
  if (!changed && (await findTutor(transaction, key.adminId, key.tutorId))) throw new VersionMismatch();
  return changed;
}

/** Deletes a tutor with its sessions and turns. Answers whether there was one. */
export async function deleteTutor(
  transaction: Transaction,
  adminId: string,
  tutorId: string,
): Promise<boolean> {
  const { tutors } = transaction.tables;
  const deleted = await transaction
    .delete(tutors)
    .where(and(eq(tutors.adminId, adminId), eq(tutors.id, tutorId)))
    .returning({ id: tutors.id });
  return deleted.length > 0;
}
