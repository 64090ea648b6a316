import { count, eq, sql } from "drizzle-orm";
import type { Schemas } from "../backend-handlers.ts";
import type { Reader, Transaction } from "../database/database.ts";
import { preparedQuery } from "../database/prepared-query.ts";
import type { Tables } from "../database/schema.ts";

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

export async function updatePasswordHash(
  transaction: Transaction,
  adminId: string,
  passwordHash: string,
): Promise<void> {
  const { admins } = transaction.tables;
  await transaction.update(admins).set({ passwordHash }).where(eq(admins.id, adminId));
}

export function toAdmin({ id, email, role, status, createdAt }: Admin): Schemas["Admin"] {
  return { id, email, role, status, createdAt: createdAt.toISOString() };
}
