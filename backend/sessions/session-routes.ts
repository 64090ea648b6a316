import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import type { Receipts } from "./receipts.ts";
import type { Sessions } from "./sessions.ts";
import { toTranscriptReply } from "./transcript-text.ts";
import type { Visits } from "./visits.ts";

export const sessionRoutes = (sessions: Sessions, visits: Visits, receipts: Receipts) =>
  ({
    async createVisit({ path, body, address }) {
      const visit = await visits.create(path.tutorId, { name: body.name, address });
      return {
        status: 201,
        headers: {
          Location: `/api/tutors/${path.tutorId}/sessions/${visit.session.id}/transcript`,
          "Cache-Control": "no-store",
          ...visits.limits(address),
        },
        body: visit,
      };
    },

    async createTicket({ path, body, address }) {
      const ticket = await visits.resume({ ...path, secret: body.secret }, address);
      return {
        status: 200,
        headers: { "Cache-Control": "no-store", ...visits.limits(address) },
        body: ticket,
      };
    },

    async redeemReceipts({ body, address }) {
      const redeemed = await receipts.redeem(body.receipts, address);
      return { status: 200, headers: { ...receipts.limits(address) }, body: redeemed };
    },

    async listAllSessions({ principal, query }) {
      const all = { adminId: principal.adminId, tutorId: undefined };
      const page = { before: query.cursor, limit: query.limit ?? 20, live: query.live };
      return { status: 200, body: await sessions.list(all, page) };
    },

    async listSessions({ principal, path, query }) {
      const tutor = { adminId: principal.adminId, tutorId: path.tutorId };
      const page = { before: query.cursor, limit: query.limit ?? 20, live: query.live };
      return { status: 200, body: await sessions.list(tutor, page) };
    },

    async deleteSession({ principal, address, path }) {
      await sessions.delete(toActor(principal, address), path);
      return { status: 204 };
    },

    async deleteStudentSession({ principal, address, path }) {
      const { studentId } = principal;
      await sessions.delete(toActor(principal, address), { ...path, studentId });
      return { status: 204 };
    },

    async getTranscript({ principal, path, query }) {
      const key = { adminId: principal.adminId, ...path };
      return toTranscriptReply(await sessions.getTranscript(key), query.format);
    },
  }) satisfies Pick<
    BackendHandlers,
    | "createVisit"
    | "createTicket"
    | "redeemReceipts"
    | "listAllSessions"
    | "listSessions"
    | "getTranscript"
    | "deleteSession"
    | "deleteStudentSession"
  >;
