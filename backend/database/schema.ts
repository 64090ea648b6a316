import { sql } from "drizzle-orm";
import type { JWK } from "jose";
import { defineAdmins, defineRefreshTokens, defineStudents } from "./account-tables.ts";
import { defineAuditEvents, defineAuditHeads } from "./audit-tables.ts";
import { defineAvatars } from "./avatar-tables.ts";
import { defineDocuments, definePassages, definePassageVectors } from "./document-tables.ts";
import { defineKeptReplies } from "./reply-tables.ts";

/** The columns, keys and tables of one dialect. */
export type ColumnKit = typeof import("./columns-sqlite.ts");

export type Tables = ReturnType<typeof defineTables>;

export type TutorTable = ReturnType<typeof defineTutors>;

/**
 * The schema of both dialects. Whatever belongs to an admin carries `admin_id`, and the foreign keys of children
 * name it too: a session cannot point at a tutor of another tenancy. Ids are UUIDv7 text (RFC 9562), so ordering
 * by id is ordering by creation.
 */
export function defineTables(kit: ColumnKit) {
  const admins = defineAdmins(kit);
  const tutors = defineTutors(kit, admins);
  const students = defineStudents(kit, tutors);
  const sessions = defineSessions(kit, tutors, students);
  const documents = defineDocuments(kit, tutors);
  const passages = definePassages(kit, documents);
  return {
    admins,
    students,
    refreshTokens: defineRefreshTokens(kit, admins, students),
    signingKeys: defineSigningKeys(kit),
    tutors,
    avatars: defineAvatars(kit, admins),
    sessions,
    turns: defineTurns(kit, sessions),
    documents,
    passages,
    passageVectors: definePassageVectors(kit, passages),
    auditEvents: defineAuditEvents(kit),
    auditHeads: defineAuditHeads(kit),
    keptReplies: defineKeptReplies(kit),
  };
}

export type SigningKeyPurpose = "ticket" | "access";

function defineSigningKeys(kit: ColumnKit) {
  return kit.table(
    "signing_keys",
    {
      kid: kit.word("kid").primaryKey(),
      purpose: kit.word("purpose").$type<SigningKeyPurpose>().notNull(),
      /** The private key or the secret, as a JSON Web Key (RFC 7517). */
      jwk: kit.json<JWK>("jwk").notNull(),
      createdAt: kit.time("created_at").notNull(),
      retiredAt: kit.time("retired_at"),
    },
    (key) => [kit.uniqueIndex("signing_keys_active").on(key.purpose).where(sql`retired_at is null`)],
  );
}

function defineSessions(
  kit: ColumnKit,
  tutors: ReturnType<typeof defineTutors>,
  students: ReturnType<typeof defineStudents>,
) {
  return kit.table(
    "sessions",
    {
      id: kit.word("id").primaryKey(),
      adminId: kit.word("admin_id").notNull(),
      tutorId: kit.word("tutor_id").notNull(),
      /** Null for a guest. */
      studentId: kit.word("student_id"),
      guestName: kit.prose("guest_name"),
      /** SHA-256 of the secret that goes on with the session, base64url. */
      secretHash: kit.word("secret_hash"),
      startedAt: kit.time("started_at").notNull(),
      /** An engine said that a lesson goes on in it, which is believed until then. */
      liveUntil: kit.time("live_until"),
    },
    (session) => [
      kit.unique("sessions_tenancy").on(session.id, session.adminId),
      kit.index("sessions_tutor").on(session.tutorId, session.id),
      kit.index("sessions_admin").on(session.adminId, session.id),
      kit.index("sessions_live").on(session.adminId, session.liveUntil),
      kit.index("sessions_student").on(session.studentId, session.id),
      kit
        .foreignKey({
          name: "sessions_student_tenancy",
          columns: [session.studentId, session.adminId],
          foreignColumns: [students.id, students.adminId],
        })
        .onDelete("cascade"),
      kit
        .foreignKey({
          name: "sessions_tutor_tenancy",
          columns: [session.tutorId, session.adminId],
          foreignColumns: [tutors.id, tutors.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}

function defineTurns(kit: ColumnKit, sessions: ReturnType<typeof defineSessions>) {
  return kit.table(
    "turns",
    {
      sessionId: kit.word("session_id").notNull(),
      sequence: kit.whole("sequence").notNull(),
      adminId: kit.word("admin_id").notNull(),
      revision: kit.whole("revision").notNull(),
      question: kit.prose("question"),
      answer: kit.prose("answer").notNull(),
      heard: kit.prose("heard").notNull(),
      /** The answer was written to its end, however much of it was heard. */
      answerWhole: kit.flag("answer_whole").notNull().default(sql`true`),
      outcome: kit.word("outcome").$type<"open" | "complete" | "interrupted" | "failed" | "cut">().notNull(),
      source: kit.word("source").$type<"greeting" | "model" | "notes" | "guardrail">().notNull(),
      /** What the guardrail found in the question. */
      flags: kit
        .json<("homework" | "harmful" | "distress" | "unchecked")[]>("flags")
        .notNull()
        .default(sql`'[]'`),
      /** The student's. */
      rating: kit.word("rating").$type<"good" | "poor">(),
      /** What the answer names as its sources. */
      citations: kit
        .json<{ number: number; title: string | null; page: number | null; headings: string[] }[]>(
          "citations",
        )
        .notNull()
        .default(sql`'[]'`),
      startedAt: kit.time("started_at").notNull(),
      endedAt: kit.time("ended_at"),
    },
    (turn) => [
      kit.primaryKey({ name: "turns_key", columns: [turn.sessionId, turn.sequence] }),
      kit
        .foreignKey({
          name: "turns_session_tenancy",
          columns: [turn.sessionId, turn.adminId],
          foreignColumns: [sessions.id, sessions.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}

function defineTutors(kit: ColumnKit, admins: ReturnType<typeof defineAdmins>) {
  return kit.table(
    "tutors",
    {
      id: kit.word("id").primaryKey(),
      adminId: kit
        .word("admin_id")
        .notNull()
        .references(() => admins.id, { onDelete: "cascade" }),
      version: kit.whole("version").notNull(),
      /** The one that came with the service. */
      isDemo: kit.flag("is_demo").notNull(),
      name: kit.prose("name").notNull(),
      subject: kit.prose("subject").notNull(),
      grade: kit.prose("grade").notNull().default(""),
      description: kit.prose("description").notNull(),
      language: kit.word("language").notNull(),
      persona: kit.prose("persona").notNull(),
      greeting: kit.prose("greeting").notNull(),
      starters: kit.json<string[]>("starters").notNull(),
      notes: kit.prose("notes").notNull(),
      model: kit.prose("model"),
      temperature: kit.decimal("temperature").notNull(),
      voice: kit.word("voice"),
      avatar: kit.word("avatar").notNull(),
      access: kit.word("access").$type<"public" | "enrolled">().notNull(),
      homework: kit.word("homework").$type<"guide" | "refuse" | "allow">().notNull().default("guide"),
      guard: kit.word("guard").$type<"rules" | "model">().notNull().default("rules"),
      guardFailure: kit.word("guard_failure").$type<"rules" | "refuse">().notNull().default("rules"),
      /** Null: sessions are kept. */
      retentionDays: kit.whole("retention_days"),
      /** Sites that may show the tutor's page in a frame. */
      embedOrigins: kit.json<string[]>("embed_origins").notNull().default(sql`'[]'`),
      lessonsPerStudent: kit.whole("lessons_per_student").notNull().default(2),
      createdAt: kit.time("created_at").notNull(),
      updatedAt: kit.time("updated_at").notNull(),
    },
    (tutor) => [
      kit.unique("tutors_tenancy").on(tutor.id, tutor.adminId),
      kit.index("tutors_admin").on(tutor.adminId, tutor.id),
    ],
  );
}
