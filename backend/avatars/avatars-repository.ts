import { and, asc, count, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { AvatarStatus } from "../database/avatar-tables.ts";
import type { Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";

export type Avatar = Tables["avatars"]["$inferSelect"];

export interface AvatarKey {
  readonly adminId: string;
  readonly avatarId: string;
}

/** What nobody tells an avatar by: it changes all the time while the avatar is made. */
type AvatarProgress = Pick<Avatar, "stage" | "progress" | "heardAt">;
type AvatarChanges = Partial<Omit<Avatar, "id" | "adminId" | "version" | "createdAt" | "updatedAt">>;

/** The avatar is there, in another version than the one that was to be changed. */
export class AvatarVersionMismatch extends Error {
  override readonly name = "AvatarVersionMismatch";
}

const isOf = ({ avatars }: Tables, { adminId, avatarId }: AvatarKey) =>
  and(eq(avatars.adminId, adminId), eq(avatars.id, avatarId));

/** The admin's avatars, newest first; one more than `limit`, where there is one. */
export async function listAvatars(db: Reader, adminId: string, page: PageRequest): Promise<Avatar[]> {
  const { avatars } = db.tables;
  const { before = afterEveryId, limit } = page;
  return db
    .select()
    .from(avatars)
    .where(and(eq(avatars.adminId, adminId), lt(avatars.id, before)))
    .orderBy(desc(avatars.id))
    .limit(limit + 1);
}

export async function findAvatar(db: Reader, key: AvatarKey): Promise<Avatar | undefined> {
  const [avatar] = await db.select().from(db.tables.avatars).where(isOf(db.tables, key));
  return avatar;
}

/** An avatar of any tenancy, for the engine. */
export async function findAvatarOfAnybody(db: Reader, avatarId: string): Promise<Avatar | undefined> {
  const { avatars } = db.tables;
  const [avatar] = await db.select().from(avatars).where(eq(avatars.id, avatarId));
  return avatar;
}

/** How many avatars an admin has, of certain statuses where they are given. */
export async function countAvatars(
  db: Reader,
  adminId: string,
  statuses?: readonly AvatarStatus[],
): Promise<number> {
  const { avatars } = db.tables;
  const [row] = await db
    .select({ avatars: count() })
    .from(avatars)
    .where(and(eq(avatars.adminId, adminId), statuses && inArray(avatars.status, [...statuses])));
  return row?.avatars ?? 0;
}

/** Throws UniqueViolation at the end of the transaction's work where another avatar of the admin has the name. */
export async function insertAvatar(
  transaction: Transaction,
  fields: Omit<Avatar, "version" | "createdAt" | "updatedAt" | "heardAt">,
): Promise<Avatar> {
  const now = new Date();
  const [avatar] = await transaction
    .insert(transaction.tables.avatars)
    .values({ ...fields, version: 1, heardAt: now, createdAt: now, updatedAt: now })
    .returning();
  return avatar!;
}

/**
 * Changes an avatar. `versions` and `statuses` are those that may be changed; undefined: any. Answers undefined where there is no
 * such avatar, or none in such a status; throws AvatarVersionMismatch.
 */
export async function updateAvatar(
  transaction: Transaction,
  key: AvatarKey,
  changes: AvatarChanges,
  {
    versions,
    statuses,
  }: { versions?: readonly number[] | undefined; statuses?: readonly AvatarStatus[] } = {},
): Promise<Avatar | undefined> {
  const { avatars } = transaction.tables;
  const [changed] = await transaction
    .update(avatars)
    .set({ ...changes, version: sql`${avatars.version} + 1`, updatedAt: new Date() })
    .where(
      and(
        isOf(transaction.tables, key),
        versions && inArray(avatars.version, [...versions]),
        statuses && inArray(avatars.status, [...statuses]),
      ),
    )
    .returning();
  if (!changed && versions && (await findAvatar(transaction, key))) throw new AvatarVersionMismatch();
  return changed;
}

/** Notes how far an avatar is; its version stays. */
export async function updateAvatarProgress(
  transaction: Transaction,
  avatarId: string,
  progress: Partial<AvatarProgress>,
): Promise<void> {
  const { avatars } = transaction.tables;
  await transaction.update(avatars).set(progress).where(eq(avatars.id, avatarId));
}

/**
 * Keeps an avatar from being deleted until the transaction ends: whoever deletes it waits for that, and sees what refers to it
 * then. Answers whether it is there to stay.
 */
export async function holdAvatar(transaction: Transaction, key: AvatarKey): Promise<boolean> {
  const { avatars } = transaction.tables;
  const [held] = await transaction
    .update(avatars)
    .set({ name: avatars.name })
    .where(isOf(transaction.tables, key))
    .returning();
  return held !== undefined && held.status !== "deleting";
}

export async function deleteAvatar(transaction: Transaction, key: AvatarKey): Promise<boolean> {
  const deleted = await transaction
    .delete(transaction.tables.avatars)
    .where(isOf(transaction.tables, key))
    .returning({ id: transaction.tables.avatars.id });
  return deleted.length > 0;
}

/** Names of the tutors that have an avatar, oldest first. */
export async function listTutorNamesOf(
  db: Reader,
  { adminId, avatarId }: AvatarKey,
  limit: number,
): Promise<string[]> {
  const { tutors } = db.tables;
  const rows = await db
    .select({ name: tutors.name })
    .from(tutors)
    .where(and(eq(tutors.adminId, adminId), eq(tutors.avatar, avatarId)))
    .orderBy(asc(tutors.id))
    .limit(limit);
  return rows.map(({ name }) => name);
}

/** Avatars of which nobody has heard since a moment, though somebody should be at work on them. */
export async function listUnheardAvatars(db: Reader, before: Date, limit: number): Promise<Avatar[]> {
  const { avatars } = db.tables;
  const atWork: AvatarStatus[] = ["uploading", "processing", "starting", "deleting"];
  return db
    .select()
    .from(avatars)
    .where(and(inArray(avatars.status, atWork), lt(avatars.heardAt, before)))
    .orderBy(asc(avatars.id))
    .limit(limit);
}
