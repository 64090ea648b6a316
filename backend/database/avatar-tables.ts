import { sql } from "drizzle-orm";
import type { defineAdmins } from "./account-tables.ts";
import type { ColumnKit } from "./schema.ts";

export type AvatarStatus = "uploading" | "processing" | "ready" | "starting" | "failed" | "deleting";

/** What is known of faces. Their files are the engine's, under the avatar's id. */
export function defineAvatars(kit: ColumnKit, admins: ReturnType<typeof defineAdmins>) {
  return kit.table(
    "avatars",
    {
      id: kit.word("id").primaryKey(),
      adminId: kit
        .word("admin_id")
        .notNull()
        .references(() => admins.id, { onDelete: "cascade" }),
      version: kit.whole("version").notNull(),
      name: kit.word("name").notNull(),
      displayName: kit.prose("display_name").notNull(),
      kind: kit.word("kind").notNull(),
      voice: kit.word("voice"),
      status: kit.word("status").$type<AvatarStatus>().notNull(),
      stage: kit.prose("stage"),
      /** From 0 to 1. */
      progress: kit.decimal("progress"),
      error: kit.prose("error"),
      notes: kit.json<string[]>("notes").notNull().default(sql`'[]'`),
      /** SHA-256 of the face's file, hex. */
      pack: kit.word("pack"),
      /** SHA-256 of the file that was sent, hex. */
      sourceHash: kit.word("source_hash"),
      sourceBytes: kit.whole("source_bytes").notNull(),
      consentBy: kit.prose("consent_by"),
      consentAt: kit.time("consent_at"),
      /** When somebody who works on it last gave a sign of life. */
      heardAt: kit.time("heard_at").notNull(),
      createdAt: kit.time("created_at").notNull(),
      updatedAt: kit.time("updated_at").notNull(),
    },
    (avatar) => [
      kit.unique("avatars_name").on(avatar.adminId, avatar.name),
      kit.index("avatars_admin").on(avatar.adminId, avatar.id),
    ],
  );
}
