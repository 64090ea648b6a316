import { and, asc, count, eq, gt, max, sql } from "drizzle-orm";
import type { Reader, Transaction } from "../database/database.ts";

export interface StoredVector {
  readonly passage: number;
  readonly tutorId: string;
  readonly model: string;
  readonly steps: Buffer;
  readonly stepSize: number;
}

const ofModel = (db: Reader, tutorId: string, model: string) => {
  const { passageVectors } = db.tables;
  return and(eq(passageVectors.tutorId, tutorId), eq(passageVectors.model, model));
};

/** Two numbers that change whenever vectors of the tutor come or go: passages' numbers only grow. */
export async function findVectorState(
  db: Reader,
  tutorId: string,
  model: string,
): Promise<{ count: number; last: number }> {
  const { passageVectors } = db.tables;
  const [row] = await db
    .select({ count: count(), last: max(passageVectors.passage) })
    .from(passageVectors)
    .where(ofModel(db, tutorId, model));
  return { count: Number(row?.count ?? 0), last: Number(row?.last ?? 0) };
}

/** In the order of passages, from behind `after` on. */
export async function listVectors(
  db: Reader,
  { tutorId, model }: { tutorId: string; model: string },
  { after, rows }: { after: number; rows: number },
): Promise<{ passage: number; steps: Buffer; stepSize: number }[]> {
  const { passageVectors } = db.tables;
  const { passage, steps, stepSize } = passageVectors;
  return db
    .select({ passage, steps, stepSize })
    .from(passageVectors)
    .where(and(ofModel(db, tutorId, model), gt(passage, after)))
    .orderBy(asc(passage))
    .limit(rows);
}

/** Stores vectors in the place of older ones. */
export async function putVectors(transaction: Transaction, vectors: readonly StoredVector[]): Promise<void> {
  const { passageVectors } = transaction.tables;
  await transaction
    .insert(passageVectors)
    .values([...vectors])
    .onConflictDoUpdate({
      target: passageVectors.passage,
      set: { model: sql`excluded.model`, steps: sql`excluded.steps`, stepSize: sql`excluded.step_size` },
    });
}
