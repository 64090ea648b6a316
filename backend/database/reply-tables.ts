import type { ColumnKit } from "./schema.ts";

/** Replies to creations that came with an Idempotency-Key, so that a repetition is answered with the same. */
export function defineKeptReplies(kit: ColumnKit) {
  return kit.table(
    "kept_replies",
    {
      /** The account that asked. */
      holder: kit.word("holder").notNull(),
      operation: kit.word("operation").notNull(),
      /** SHA-256 of the key, base64url. */
      keyHash: kit.word("key_hash").notNull(),
      /** SHA-256 of what was asked, base64url. */
      requestHash: kit.word("request_hash").notNull(),
      /** Encrypted with the key, which is not kept: a reply may hold a password. Null while the request is being answered. */
      reply: kit.word("reply"),
      startedAt: kit.time("started_at").notNull(),
    },
    (kept) => [
      kit.primaryKey({ name: "kept_replies_key", columns: [kept.holder, kept.operation, kept.keyHash] }),
      kit.index("kept_replies_started").on(kept.startedAt),
    ],
  );
}
