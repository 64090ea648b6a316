import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { StudentSessions } from "./student-sessions.ts";
import { toTranscriptReply } from "./transcript-text.ts";

const noStore = { "Cache-Control": "no-store" };

export const studentSessionRoutes = (sessions: StudentSessions) =>
  ({
    async listSessionsOfStudent({ principal, path, query }) {
      const page = { before: query.cursor, limit: query.limit ?? 20 };
      const key = { adminId: principal.adminId, ...path };
      return { status: 200, body: await sessions.list(key, page) };
    },

    async listStudentSessions({ principal, query }) {
      const page = { before: query.cursor, limit: query.limit ?? 20 };
      return { status: 200, body: await sessions.listOwn(principal, page) };
    },

    async createStudentSession({ principal, address }) {
      const begun = await sessions.create(principal, toActor(principal, address));
      const location = `/api/student/sessions/${begun.session.id}`;
      return {
        status: 201,
        headers: { Location: location, ...noStore, ...sessions.limits(principal) },
        body: begun,
      };
    },

    async getStudentSession({ principal, path }) {
      return { status: 200, body: await sessions.get(principal, path.sessionId) };
    },

    async createStudentTicket({ principal, path }) {
      const ticket = await sessions.resume(principal, path.sessionId);
      return { status: 200, headers: { ...noStore, ...sessions.limits(principal) }, body: ticket };
    },

    async listStudentMessages({ principal, path, query }) {
      const page = { from: Number(query.cursor ?? 0), limit: query.limit ?? 20 };
      return { status: 200, body: await sessions.listMessages(principal, path.sessionId, page) };
    },

    async getStudentTranscript({ principal, path, query }) {
      return toTranscriptReply(await sessions.getTranscript(principal, path.sessionId), query.format);
    },
  }) satisfies Pick<
    BackendHandlers,
    | "listSessionsOfStudent"
    | "listStudentSessions"
    | "createStudentSession"
    | "getStudentSession"
    | "createStudentTicket"
    | "listStudentMessages"
    | "getStudentTranscript"
  >;
