import { and, count, desc, eq, lt, sum } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";
import type { ReadPassage } from "./reading/reading-messages.ts";

export type StoredDocument = Tables["documents"]["$inferSelect"];

/** A tutor in its tenancy. */
export interface TutorKey {
  readonly adminId: string;
  readonly tutorId: string;
}

const ofTutor = (db: Reader, { adminId, tutorId }: TutorKey) => {
  const { documents } = db.tables;
  return and(eq(documents.adminId, adminId), eq(documents.tutorId, tutorId));
};

/** Newest first; one more than `limit`, where there is one. */
export async function listDocuments(
  db: Reader,
  tutor: TutorKey,
  page: PageRequest,
): Promise<StoredDocument[]> {
  const { documents } = db.tables;
  return db
    .select()
    .from(documents)
    .where(and(ofTutor(db, tutor), lt(documents.id, page.before ?? afterEveryId)))
    .orderBy(desc(documents.id))
    .limit(page.limit + 1);
}

export async function findDocument(
  db: Reader,
  tutor: TutorKey,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const { documents } = db.tables;
  const [document] = await db
    .select()
    .from(documents)
    .where(and(ofTutor(db, tutor), eq(documents.id, documentId)));
  return document;
}

export async function findDocumentByHash(
  db: Reader,
  tutor: TutorKey,
  sha256: string,
): Promise<StoredDocument | undefined> {
  const { documents } = db.tables;
  const [document] = await db
    .select()
    .from(documents)
    .where(and(ofTutor(db, tutor), eq(documents.sha256, sha256)));
  return document;
}

/** How much a tutor has. */
export async function countDocuments(
  db: Reader,
  tutor: TutorKey,
): Promise<{ documents: number; passages: number }> {
  const { documents } = db.tables;
  const [row] = await db
    .select({ documents: count(), passages: sum(documents.passages) })
    .from(documents)
    .where(ofTutor(db, tutor));
  return { documents: Number(row?.documents ?? 0), passages: Number(row?.passages ?? 0) };
}

export async function insertDocument(
  transaction: Transaction,
  tutor: TutorKey,
  fields: Omit<StoredDocument, "id" | "adminId" | "tutorId" | "createdAt">,
): Promise<StoredDocument> {
  const [document] = await transaction
    .insert(transaction.tables.documents)
    .values({ ...fields, ...tutor, id: Bun.randomUUIDv7(), createdAt: new Date() })
    .returning();
  return document!;
}

/** Adds passages of a document; `terms` begin with the tutor's own, see `tutorTerm`. */
export async function insertPassages(
  transaction: Transaction,
  { id: documentId, adminId, tutorId }: StoredDocument,
  passages: readonly ReadPassage[],
): Promise<void> {
  await transaction.insert(transaction.tables.passages).values(
    passages.map(({ page, headings, text, terms }) => ({
      documentId,
      adminId,
      tutorId,
      page,
      headings: [...headings],
      text,
      terms: `${tutorTerm(tutorId)} ${terms}`,
    })),
  );
}

/** Answers whether there was one. Its passages go with it. */
export async function deleteDocument(
  transaction: Transaction,
  tutor: TutorKey,
  documentId: string,
): Promise<boolean> {
  const { documents } = transaction.tables;
  const deleted = await transaction
    .delete(documents)
    .where(and(ofTutor(transaction, tutor), eq(documents.id, documentId)))
    .returning({ id: documents.id });
  return deleted.length > 0;
}

/** A term that all passages of a tutor have and no others: the full-text index keeps tutors apart by it. */
export const tutorTerm = (tutorId: string) => `t${tutorId.replaceAll("-", "")}`;
