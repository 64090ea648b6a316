import type { ColumnKit, TutorTable } from "./schema.ts";

export type AccountStatus = "active" | "disabled";

export function defineAdmins(kit: ColumnKit) {
  return kit.table(
    "admins",
    {
      id: kit.word("id").primaryKey(),
      /** Lower case. */
      email: kit.prose("email").notNull(),
      /** A PHC string of argon2id. */
      passwordHash: kit.word("password_hash").notNull(),
      role: kit.word("role").$type<"owner" | "admin">().notNull(),
      status: kit.word("status").$type<AccountStatus>().notNull().default("active"),
      createdAt: kit.time("created_at").notNull(),
    },
    (admin) => [kit.unique("admins_email").on(admin.email)],
  );
}

export function defineStudents(kit: ColumnKit, tutors: TutorTable) {
  return kit.table(
    "students",
    {
      id: kit.word("id").primaryKey(),
      adminId: kit.word("admin_id").notNull(),
      tutorId: kit.word("tutor_id").notNull(),
      /** Lower case. */
      email: kit.prose("email").notNull(),
      name: kit.prose("name").notNull(),
      /** Name and e-mail address as they are searched. */
      searchText: kit.prose("search_text").notNull(),
      /** A PHC string of argon2id. */
      passwordHash: kit.word("password_hash").notNull(),
      status: kit.word("status").$type<AccountStatus>().notNull(),
      createdAt: kit.time("created_at").notNull(),
      updatedAt: kit.time("updated_at").notNull(),
    },
    (student) => [
      kit.unique("students_tenancy").on(student.id, student.adminId),
      kit.unique("students_email").on(student.tutorId, student.email),
      kit.index("students_tutor").on(student.tutorId, student.id),
      kit
        .foreignKey({
          name: "students_tutor_tenancy",
          columns: [student.tutorId, student.adminId],
          foreignColumns: [tutors.id, tutors.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}

export function defineRefreshTokens(
  kit: ColumnKit,
  admins: ReturnType<typeof defineAdmins>,
  students: ReturnType<typeof defineStudents>,
) {
  return kit.table(
    "refresh_tokens",
    {
      /** SHA-256 of the token, base64url. */
      hash: kit.word("hash").primaryKey(),
      adminId: kit
        .word("admin_id")
        .notNull()
        .references(() => admins.id, { onDelete: "cascade" }),
      /** Null for the token of an admin. */
      studentId: kit.word("student_id"),
      /** The sign-in that it comes from. */
      family: kit.word("family").notNull(),
      createdAt: kit.time("created_at").notNull(),
      expiresAt: kit.time("expires_at").notNull(),
      familyEndsAt: kit.time("family_ends_at").notNull(),
      usedAt: kit.time("used_at"),
    },
    (token) => [
      kit.index("refresh_tokens_family").on(token.family),
      kit.index("refresh_tokens_admin").on(token.adminId, token.expiresAt),
      kit.index("refresh_tokens_student").on(token.studentId),
      kit
        .foreignKey({
          name: "refresh_tokens_student_tenancy",
          columns: [token.studentId, token.adminId],
          foreignColumns: [students.id, students.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}
