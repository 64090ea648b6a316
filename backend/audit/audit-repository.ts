import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import type { ActorKind, AuditOutcome } from "../database/audit-tables.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/schema.ts";
import { toStorableText } from "../database/storable-text.ts";

export type AuditEvent = Tables["auditEvents"]["$inferSelect"];

/** The chain of what belongs to no tenancy, for example sign-ins to accounts that do not exist. */
export const serviceChain = "service";

/** The hash before the first event. */
export const chainStart = "";

/** Whoever does something, and from where. */
export interface Actor {
  /** The tenancy in which it is done. */
  readonly adminId: string;
  readonly kind: ActorKind;
  readonly id: string | null;
  readonly address: string;
}

export interface AuditEntry {
  /** What was done, as "student.create". */
  readonly action: string;
  readonly object: string | null;
  /** Names of the fields that were changed; never their values. */
  readonly fields?: readonly string[];
  readonly outcome?: AuditOutcome;
  /** The problem type that it was refused with. */
  readonly reason?: string;
}

/**
 * Appends an event in the transaction of the change that it tells of: both are kept, or neither. To be called last, since the chain
 * is held from here until the transaction ends.
 */
export async function recordAudit(transaction: Transaction, actor: Actor, entry: AuditEntry): Promise<void> {
  const { auditEvents, auditHeads } = transaction.tables;
  const chain = actor.adminId;
  await transaction.insert(auditHeads).values({ chain, sequence: 0, hash: chainStart }).onConflictDoNothing();
  const [head] = await transaction
    .update(auditHeads)
    .set({ sequence: sql`${auditHeads.sequence} + 1` })
    .where(eq(auditHeads.chain, chain))
    .returning();
  const event: Omit<AuditEvent, "hash"> = {
    chain,
    sequence: head!.sequence,
    id: Bun.randomUUIDv7(),
    occurredAt: new Date(),
    actorKind: actor.kind,
    actorId: actor.id,
    action: entry.action,
    objectKind: entry.action.split(".")[0]!,
    objectId: entry.object,
    fields: [...(entry.fields ?? [])],
    address: toStorableText(actor.address),
    outcome: entry.outcome ?? "done",
    reason: entry.reason ?? null,
    previousHash: head!.hash,
  };
  const hash = hashOfEvent(event);
  await transaction.insert(auditEvents).values({ ...event, hash });
  await transaction.update(auditHeads).set({ hash }).where(eq(auditHeads.chain, chain));
}

/** SHA-256 of everything that an event says, in a fixed order, and of the hash before it. */
export function hashOfEvent(event: Omit<AuditEvent, "hash">): string {
  const said = [
    event.chain,
    event.sequence,
    event.id,
    event.occurredAt.toISOString(),
    event.actorKind,
    event.actorId,
    event.action,
    event.objectKind,
    event.objectId,
    event.fields,
    event.address,
    event.outcome,
    event.previousHash,
  ];
  // Events of the first releases have none, and keep their hashes.
  if (event.reason !== null) said.push(event.reason);
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url");
}
