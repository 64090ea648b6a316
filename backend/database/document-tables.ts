import type { ColumnKit, TutorTable } from "./schema.ts";

export function defineDocuments(kit: ColumnKit, tutors: TutorTable) {
  return kit.table(
    "documents",
    {
      id: kit.word("id").primaryKey(),
      adminId: kit.word("admin_id").notNull(),
      tutorId: kit.word("tutor_id").notNull(),
      title: kit.prose("title").notNull(),
      kind: kit.word("kind").$type<"markdown" | "text" | "pdf" | "docx">().notNull(),
      bytes: kit.whole("bytes").notNull(),
      sha256: kit.word("sha256").notNull(),
      /** Null for files without pages. */
      pages: kit.whole("pages"),
      characters: kit.whole("characters").notNull(),
      passages: kit.whole("passages").notNull(),
      hasPoorText: kit.flag("has_poor_text").notNull(),
      createdAt: kit.time("created_at").notNull(),
    },
    (document) => [
      kit.unique("documents_tenancy").on(document.id, document.adminId),
      kit.unique("documents_file").on(document.tutorId, document.sha256),
      kit.index("documents_tutor").on(document.tutorId, document.id),
      kit
        .foreignKey({
          name: "documents_tutor_tenancy",
          columns: [document.tutorId, document.adminId],
          foreignColumns: [tutors.id, tutors.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}

/** Passages in the order of their documents. Each database has a full-text index of `terms`, made in the migrations by hand. */
export function definePassages(kit: ColumnKit, documents: ReturnType<typeof defineDocuments>) {
  return kit.table(
    "passages",
    {
      number: kit.serial("number"),
      documentId: kit.word("document_id").notNull(),
      adminId: kit.word("admin_id").notNull(),
      tutorId: kit.word("tutor_id").notNull(),
      page: kit.whole("page"),
      headings: kit.json<string[]>("headings").notNull(),
      text: kit.prose("text").notNull(),
      /** What it is found by, separated by spaces; begins with the tutor's own term. */
      terms: kit.prose("terms").notNull(),
    },
    (passage) => [
      kit.index("passages_document").on(passage.documentId, passage.number),
      kit.index("passages_tutor").on(passage.tutorId, passage.number),
      kit
        .foreignKey({
          name: "passages_document_tenancy",
          columns: [passage.documentId, passage.adminId],
          foreignColumns: [documents.id, documents.adminId],
        })
        .onDelete("cascade"),
    ],
  );
}

/** What passages mean, as a model sees it. Vectors of different models have nothing to do with each other. */
export function definePassageVectors(kit: ColumnKit, passages: ReturnType<typeof definePassages>) {
  return kit.table(
    "passage_vectors",
    {
      passage: kit
        .whole("passage")
        .primaryKey()
        .references(() => passages.number, { onDelete: "cascade" }),
      tutorId: kit.word("tutor_id").notNull(),
      model: kit.prose("model").notNull(),
      /** Of length 1, each number in an eight-bit step of 1/127 of the largest one. */
      steps: kit.bytes("steps").notNull(),
      /** What one step is worth. */
      stepSize: kit.decimal("step_size").notNull(),
    },
    (vector) => [kit.index("passage_vectors_tutor").on(vector.tutorId, vector.model, vector.passage)],
  );
}
