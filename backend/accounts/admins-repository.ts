import { count, desc, eq, lt, sql } from "drizzle-orm";
import type { Schemas } from "../backend-handlers.ts";
import type { Reader, Transaction } from "../database/database.ts";
import { preparedQuery } from "../database/prepared-query.ts";
import type { Tables } from "../database/schema.ts";
import { afterEveryId, type PageRequest } from "../page.ts";

export type Admin = Tables["admins"]["$inferSelect"];

/** E-mail addresses are compared without regard to case. */
export const toEmailKey = (email: string): string => email.trim().toLowerCase();

const adminById = preparedQuery((db) => {
  const { admins } = db.tables;
  return db
    .select()
    .from(admins)
    .where(eq(admins.id, sql.placeholder("adminId")))
    .prepare();
});

export async function findAdmin(db: Reader, adminId: string): Promise<Admin | undefined> {
  const [admin] = await adminById(db).execute({ adminId });
  return admin;
}

export async function findAdminByEmail(db: Reader, email: string): Promise<Admin | undefined> {
  const { admins } = db.tables;
  const [admin] = await db
    .select()
    .from(admins)
    .where(eq(admins.email, toEmailKey(email)));
  return admin;
}

export async function countAdmins(db: Reader): Promise<number> {
  const [row] = await db.select({ admins: count() }).from(db.tables.admins);
  return row?.admins ?? 0;
}

/** Throws UniqueViolation at the end of the transaction's work where the e-mail address is taken. */
export async function insertAdmin(
  transaction: Transaction,
  admin: Pick<Admin, "email" | "passwordHash" | "role">,
): Promise<Admin> {
  const { admins } = transaction.tables;
  const row: Admin = {
    ...admin,
    id: Bun.randomUUIDv7(),
    email: toEmailKey(admin.email),
    status: "active",
    createdAt: new Date(),
  };
  await transaction.insert(admins).values(row);
  return row;
}

/** All admins, newest first; one more than `limit`, where there is one. */
export async function listAdmins(
  db: Reader,
  { before = afterEveryId, limit }: PageRequest,
): Promise<Admin[]> {
  const { admins } = db.tables;
  return db
    .select()
    .from(admins)
    .where(lt(admins.id, before))
    .orderBy(desc(admins.id))
    .limit(limit + 1);
}

/** Answers undefined where there is no such admin. */
export async function updateAdmin(
  transaction: Transaction,
  adminId: string,
  changes: Partial<Pick<Admin, "role" | "status" | "passwordHash">>,
): Promise<Admin | undefined> {
  const { admins } = transaction.tables;
  const [changed] = await transaction.update(admins).set(changes).where(eq(admins.id, adminId)).returning();
  return changed;
}

export function toAdmin({ id, email, role, status, createdAt }: Admin): Schemas["Admin"] {
  return { id, email, role, status, createdAt: createdAt.toISOString() };
}
