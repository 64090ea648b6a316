import type { ColumnKit } from "./schema.ts";

/** Who did it. `nobody`: a sign-in that was refused. `service`: nobody asked. */
export type ActorKind = "admin" | "student" | "guest" | "nobody" | "service";
export type AuditOutcome = "done" | "refused";

/**
 * What was done, by whom. Each chain is one admin's tenancy, or the service's own; a row's hash covers the row and the hash
 * before it. Triggers of the migrations refuse changes and deletions. Rows name no foreign key: they outlive what they tell of.
 */
export function defineAuditEvents(kit: ColumnKit) {
  return kit.table(
    "audit_events",
    {
      chain: kit.word("chain").notNull(),
      /** From 1, without gaps. */
      sequence: kit.whole("sequence").notNull(),
      id: kit.word("id").notNull(),
      occurredAt: kit.time("occurred_at").notNull(),
      actorKind: kit.word("actor_kind").$type<ActorKind>().notNull(),
      actorId: kit.word("actor_id"),
      action: kit.word("action").notNull(),
      objectKind: kit.word("object_kind").notNull(),
      objectId: kit.word("object_id"),
      /** Names of the fields that were changed. */
      fields: kit.json<string[]>("fields").notNull(),
      address: kit.prose("address").notNull(),
      outcome: kit.word("outcome").$type<AuditOutcome>().notNull(),
      /** The problem type that it was refused with. */
      reason: kit.word("reason"),
      previousHash: kit.word("previous_hash").notNull(),
      /** SHA-256, base64url. */
      hash: kit.word("hash").notNull(),
    },
    (event) => [
      kit.primaryKey({ name: "audit_events_key", columns: [event.chain, event.sequence] }),
      kit.index("audit_events_actor").on(event.chain, event.actorId),
      kit.index("audit_events_object").on(event.chain, event.objectId),
    ],
  );
}

/** The end of each chain. Whoever appends holds its row, so that on Postgres too one event follows the other. */
export function defineAuditHeads(kit: ColumnKit) {
  return kit.table("audit_heads", {
    chain: kit.word("chain").primaryKey(),
    sequence: kit.whole("sequence").notNull(),
    hash: kit.word("hash").notNull(),
  });
}
