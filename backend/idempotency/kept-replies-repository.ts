import { and, count, eq, lt } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";

export type KeptReply = Tables["keptReplies"]["$inferSelect"];
export type ReplyKey = Pick<KeptReply, "holder" | "operation" | "keyHash">;

const isOf = ({ keptReplies: kept }: Tables, { holder, operation, keyHash }: ReplyKey) =>
  and(eq(kept.holder, holder), eq(kept.operation, operation), eq(kept.keyHash, keyHash));

export async function findKeptReply(db: Reader, key: ReplyKey): Promise<KeptReply | undefined> {
  const [kept] = await db.select().from(db.tables.keptReplies).where(isOf(db.tables, key));
  return kept;
}

/** Throws UniqueViolation at the end of the transaction's work where the key is there already. */
export async function insertKeptReply(transaction: Transaction, kept: KeptReply): Promise<void> {
  await transaction.insert(transaction.tables.keptReplies).values(kept);
}

export async function updateKeptReply(transaction: Transaction, key: ReplyKey, reply: string): Promise<void> {
  await transaction
    .update(transaction.tables.keptReplies)
    .set({ reply })
    .where(isOf(transaction.tables, key));
}

export async function deleteKeptReply(transaction: Transaction, key: ReplyKey): Promise<void> {
  await transaction.delete(transaction.tables.keptReplies).where(isOf(transaction.tables, key));
}

export async function deleteKeptRepliesBefore(transaction: Transaction, moment: Date): Promise<void> {
  const { keptReplies } = transaction.tables;
  await transaction.delete(keptReplies).where(lt(keptReplies.startedAt, moment));
}

export async function countKeptReplies(db: Reader, holder: string): Promise<number> {
  const { keptReplies } = db.tables;
  const [row] = await db.select({ replies: count() }).from(keptReplies).where(eq(keptReplies.holder, holder));
  return row?.replies ?? 0;
}
