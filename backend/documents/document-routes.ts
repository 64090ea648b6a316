import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { Documents } from "./documents.ts";
import type { PassageSearch } from "./passage-search.ts";

const kinds = {
  "text/markdown": "markdown",
  "text/plain": "text",
  "application/pdf": "pdf",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
} as const;

export const documentRoutes = (documents: Documents, search: PassageSearch) =>
  ({
    async listDocuments({ principal, path, query }) {
      const tutor = { adminId: principal.adminId, tutorId: path.tutorId };
      const page = { before: query.cursor, limit: query.limit ?? 20 };
      return { status: 200, body: await documents.list(tutor, page) };
    },

    async createDocument({ principal, address, path, query, body }) {
      const { document, isNew } = await documents.create(toActor(principal, address), path.tutorId, {
        title: query.title,
        kind: kinds[body.type],
        file: body.value,
      });
      if (!isNew) return { status: 200, body: document };
      const location = `/api/tutors/${path.tutorId}/documents/${document.id}`;
      return { status: 201, headers: { Location: location }, body: document };
    },

    async getDocument({ principal, path }) {
      const tutor = { adminId: principal.adminId, tutorId: path.tutorId };
      return { status: 200, body: await documents.get(tutor, path.documentId) };
    },

    async deleteDocument({ principal, address, path }) {
      await documents.delete(toActor(principal, address), path.tutorId, path.documentId);
      return { status: 204 };
    },

    async findPassages({ path, body }) {
      const { question, limit = 5, embedding } = body;
      return {
        status: 200,
        body: { passages: await search.find(path.tutorId, { question, limit, embedding }) },
      };
    },
  }) satisfies Pick<
    BackendHandlers,
    "listDocuments" | "createDocument" | "getDocument" | "deleteDocument" | "findPassages"
  >;
