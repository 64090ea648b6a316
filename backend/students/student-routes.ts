import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { toByteStream } from "../byte-stream.ts";
import type { StudentSessions } from "../sessions/student-sessions.ts";
import { toStudentLines } from "./student-export.ts";
import type { StudentImports } from "./student-imports.ts";
import type { Students } from "./students.ts";

/** Answers that hold a password. */
const noStore = { "Cache-Control": "no-store" };

export const studentRoutes = (
  students: Students,
  imports: StudentImports,
  sessions: Pick<StudentSessions, "transcripts">,
) =>
  ({
    async listStudents({ principal, address, path, query }) {
      const { cursor, limit = 20, search, status } = query;
      const filter = { before: cursor, limit, search, status };
      return { status: 200, body: await students.list(toActor(principal, address), path.tutorId, filter) };
    },

    async createStudent({ principal, address, path, body }) {
      const created = await students.create(toActor(principal, address), path.tutorId, body);
      const location = `/api/tutors/${path.tutorId}/students/${created.student.id}`;
      return { status: 201, headers: { Location: location, ...noStore }, body: created };
    },

    async importStudents({ principal, address, path, query, body }) {
      const table = { text: body, skipInvalid: query.skipInvalid ?? false };
      const report = await imports.import(toActor(principal, address), path.tutorId, table);
      return { status: 200, headers: noStore, body: report };
    },

    async getStudent({ principal, address, path }) {
      return { status: 200, body: await students.get(toActor(principal, address), path) };
    },

    async updateStudent({ principal, address, path, body }) {
      return { status: 200, body: await students.update(toActor(principal, address), path, body) };
    },

    async deleteStudent({ principal, address, path }) {
      await students.delete(toActor(principal, address), path);
      return { status: 204 };
    },

    async exportStudent({ principal, address, path }) {
      const student = await students.beginExport(toActor(principal, address), path);
      const transcripts = sessions.transcripts({ adminId: principal.adminId, ...path });
      return {
        status: 200,
        headers: { "Content-Disposition": `attachment; filename="student-${student.id}.jsonl"`, ...noStore },
        body: toByteStream(toStudentLines(student, transcripts)),
      };
    },

    async resetStudentPassword({ principal, address, path, body }) {
      const given = await students.resetPassword(toActor(principal, address), path, body);
      return { status: 200, headers: noStore, body: given };
    },
  }) satisfies Pick<
    BackendHandlers,
    | "listStudents"
    | "createStudent"
    | "importStudents"
    | "getStudent"
    | "updateStudent"
    | "deleteStudent"
    | "exportStudent"
    | "resetStudentPassword"
  >;
