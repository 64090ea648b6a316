import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database, Transaction } from "../database/database.ts";
import { ReferenceViolation, UniqueViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { findTutor } from "../tutors/tutors-repository.ts";
import {
  countDocuments,
  deleteDocument,
  findDocument,
  findDocumentByHash,
  insertDocument,
  insertPassages,
  listDocuments,
  type StoredDocument,
  type TutorKey,
} from "./documents-repository.ts";
import type { DocumentReader, ReadDocument } from "./reading/document-reader.ts";
import type { DocumentKind, ReadPassage } from "./reading/reading-messages.ts";

const documentsMax = 200;
const passagesMax = 20_000;
/** Rows of one INSERT. Between two of them other work of the process has its turn. */
const passagesAtOnce = 50;

/** The tutor has as many documents, or as much text, as it may have. */
export class DocumentsFull extends Error {
  override readonly name = "DocumentsFull";
}

export interface NewDocument {
  readonly title: string;
  readonly kind: DocumentKind;
  readonly file: AsyncIterable<Uint8Array>;
}

/** The documents of tutors, as admins see them. Whatever names a tutor or a document that is not the admin's throws NotFound. */
export class Documents {
  constructor(
    private readonly db: Database,
    private readonly reader: DocumentReader,
    /** Told when there are new passages. */
    private readonly onPassages: () => void,
  ) {}

  async list(tutor: TutorKey, page: PageRequest): Promise<Page<Schemas["Document"]>> {
    await this.#findTutor(tutor);
    return toPage(await listDocuments(this.db, tutor, page), page.limit, toDocument);
  }

  async get(tutor: TutorKey, documentId: string): Promise<Schemas["Document"]> {
    const document = await findDocument(this.db, tutor, documentId);
    if (!document) throw new NotFound("document");
    return toDocument(document);
  }

  /**
   * Reads and indexes a file. `isNew` is false where the tutor has it already. Throws NotFound, DocumentsFull, DocumentRefused,
   * ReadersBusy, ReadingFailed, and whatever the file's stream throws; then nothing is kept.
   */
  async create(
    actor: Actor,
    tutorId: string,
    { title, kind, file }: NewDocument,
  ): Promise<{ document: Schemas["Document"]; isNew: boolean }> {
    const tutor = { adminId: actor.adminId, tutorId };
    await this.#findTutor(tutor);
    await using received = await this.reader.receive(kind, file);
    const known = await findDocumentByHash(this.db, tutor, received.sha256);
    if (known) return { document: toDocument(known), isNew: false };
    const read = await received.read();
    try {
      const document = await this.db.write((transaction) =>
        insert(transaction, { actor, tutor, title: title.trim(), kind, read }),
      );
      this.onPassages();
      return { document: toDocument(document), isNew: true };
    } catch (error) {
      if (error instanceof ReferenceViolation) throw new NotFound("tutor");
      // The same file came twice at once.
      const twin =
        error instanceof UniqueViolation && (await findDocumentByHash(this.db, tutor, read.sha256));
      if (!twin) throw error;
      return { document: toDocument(twin), isNew: false };
    }
  }

  async delete(actor: Actor, tutorId: string, documentId: string): Promise<void> {
    const tutor = { adminId: actor.adminId, tutorId };
    await this.db.write(async (transaction) => {
      if (!(await deleteDocument(transaction, tutor, documentId))) throw new NotFound("document");
      await recordAudit(transaction, actor, { action: "document.delete", object: documentId });
    });
  }

  async #findTutor({ adminId, tutorId }: TutorKey): Promise<void> {
    if (!(await findTutor(this.db, adminId, tutorId))) throw new NotFound("tutor");
  }
}

interface Insertion {
  readonly actor: Actor;
  readonly tutor: TutorKey;
  readonly title: string;
  readonly kind: DocumentKind;
  readonly read: ReadDocument;
}

async function insert(
  transaction: Transaction,
  { actor, tutor, title, kind, read }: Insertion,
): Promise<StoredDocument> {
  const { sha256, bytes, pages, characters, hasPoorText, passageCount } = read;
  const there = await countDocuments(transaction, tutor);
  if (there.documents >= documentsMax || there.passages + passageCount > passagesMax)
    throw new DocumentsFull();
  const fields = { title, kind, bytes, sha256, pages, characters, passages: passageCount, hasPoorText };
  const document = await insertDocument(transaction, tutor, fields);
  let batch: ReadPassage[] = [];
  for await (const passage of read.passages()) {
    batch.push(passage);
    if (batch.length < passagesAtOnce) continue;
    await insertPassages(transaction, document, batch);
    batch = [];
  }
  if (batch.length > 0) await insertPassages(transaction, document, batch);
  await recordAudit(transaction, actor, { action: "document.create", object: document.id });
  return document;
}

function toDocument({
  adminId: _tenancy,
  tutorId: _tutor,
  createdAt,
  ...fields
}: StoredDocument): Schemas["Document"] {
  return { ...fields, createdAt: createdAt.toISOString() };
}
