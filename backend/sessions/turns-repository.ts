import { and, asc, count, desc, eq, gte, inArray, max, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";
import type { Session } from "./sessions-repository.ts";

export type Turn = Tables["turns"]["$inferSelect"];
export type TurnFields = Omit<Turn, "sessionId" | "adminId">;

export interface TurnSummary {
  readonly turnCount: number;
  readonly lastTurnAt: Date | null;
}

/** Turns of one transcript; a lesson that is longer than this is cut off here. */
const transcriptTurnsMax = 5000;

/**
 * Keeps each turn once for each (session, sequence), in its highest revision; what is equal or older changes
 * nothing. `turns` holds no sequence twice.
 */
export async function upsertTurns(
  transaction: Transaction,
  session: Pick<Session, "id" | "adminId">,
  turns: readonly TurnFields[],
): Promise<void> {
  const { turns: table } = transaction.tables;
  const delivered = (column: { name: string }) => sql.raw(`excluded.${column.name}`);
  await transaction
    .insert(table)
    .values(turns.map((turn) => ({ ...turn, sessionId: session.id, adminId: session.adminId })))
    .onConflictDoUpdate({
      target: [table.sessionId, table.sequence],
      set: {
        revision: delivered(table.revision),
        question: delivered(table.question),
        answer: delivered(table.answer),
        heard: delivered(table.heard),
        answerWhole: delivered(table.answerWhole),
        outcome: delivered(table.outcome),
        source: delivered(table.source),
        flags: delivered(table.flags),
        rating: delivered(table.rating),
        citations: delivered(table.citations),
        startedAt: delivered(table.startedAt),
        endedAt: delivered(table.endedAt),
      },
      setWhere: sql`${delivered(table.revision)} > ${table.revision}`,
    });
}

export async function listTurns(db: Reader, session: Pick<Session, "id" | "adminId">): Promise<Turn[]> {
  const { turns } = db.tables;
  return db
    .select()
    .from(turns)
    .where(and(eq(turns.adminId, session.adminId), eq(turns.sessionId, session.id)))
    .orderBy(asc(turns.sequence))
    .limit(transcriptTurnsMax);
}

/** The turns of a session from the sequence `from` on, in order. */
export async function listTurnsFrom(
  db: Reader,
  session: Pick<Session, "id" | "adminId">,
  { from, rows }: { from: number; rows: number },
): Promise<Turn[]> {
  const { turns } = db.tables;
  return db
    .select()
    .from(turns)
    .where(
      and(eq(turns.adminId, session.adminId), eq(turns.sessionId, session.id), gte(turns.sequence, from)),
    )
    .orderBy(asc(turns.sequence))
    .limit(rows);
}

/** The last turns of a session, in order. */
export async function listLastTurns(
  db: Reader,
  session: Pick<Session, "id" | "adminId">,
  limit: number,
): Promise<Turn[]> {
  const { turns } = db.tables;
  const newestFirst = await db
    .select()
    .from(turns)
    .where(and(eq(turns.adminId, session.adminId), eq(turns.sessionId, session.id)))
    .orderBy(desc(turns.sequence))
    .limit(limit);
  return newestFirst.reverse();
}

/** How many turns each session has and when the last one began, by session id; sessions without turns are left out. */
export async function summarizeTurns(
  db: Reader,
  adminId: string,
  sessionIds: readonly string[],
): Promise<Map<string, TurnSummary>> {
  const { turns } = db.tables;
  const rows = await db
    .select({ sessionId: turns.sessionId, turnCount: count(), lastTurnAt: max(turns.startedAt) })
    .from(turns)
    .where(and(eq(turns.adminId, adminId), inArray(turns.sessionId, [...sessionIds])))
    .groupBy(turns.sessionId);
  return new Map(rows.map(({ sessionId, ...summary }) => [sessionId, summary]));
}
