import { and, asc, desc, eq, gte, lt, lte } from "drizzle-orm";
import type { Reader } from "../database/database.ts";
import type { AuditEvent } from "./audit-repository.ts";

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly object?: string | undefined;
  readonly outcome?: AuditEvent["outcome"] | undefined;
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly until?: Date | undefined;
}

/** The events of a chain that the filter lets pass, newest first, from below the sequence number `before` on. */
export async function listAuditEvents(
  db: Reader,
  chain: string,
  filter: AuditFilter,
  { before, rows }: { before: number | undefined; rows: number },
): Promise<AuditEvent[]> {
  const { auditEvents } = db.tables;
  const { actor, action, object, outcome, from, until } = filter;
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chain, chain),
        before === undefined ? undefined : lt(auditEvents.sequence, before),
        actor === undefined ? undefined : eq(auditEvents.actorId, actor),
        action === undefined ? undefined : eq(auditEvents.action, action),
        object === undefined ? undefined : eq(auditEvents.objectId, object),
        outcome === undefined ? undefined : eq(auditEvents.outcome, outcome),
        from && gte(auditEvents.occurredAt, from),
        until && lt(auditEvents.occurredAt, until),
      ),
    )
    .orderBy(desc(auditEvents.sequence))
    .limit(rows);
}

/** The events of a chain in order whose sequence numbers are at least `from` and at most `rows` further. */
export async function listAuditEventsFrom(
  db: Reader,
  chain: string,
  { from, rows }: { from: number; rows: number },
): Promise<AuditEvent[]> {
  const { auditEvents } = db.tables;
  return db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.chain, chain),
        gte(auditEvents.sequence, from),
        lte(auditEvents.sequence, from + rows - 1),
      ),
    )
    .orderBy(asc(auditEvents.sequence));
}

/** Where a chain ends; undefined where nothing was recorded. */
export async function findAuditHead(
  db: Reader,
  chain: string,
): Promise<{ sequence: number; hash: string } | undefined> {
  const { auditHeads } = db.tables;
  const [head] = await db.select().from(auditHeads).where(eq(auditHeads.chain, chain));
  return head;
}
