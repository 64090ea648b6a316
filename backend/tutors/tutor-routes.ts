import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { readIfMatch, toEntityTag } from "./entity-tags.ts";
import type { Tutors } from "./tutors.ts";

export const tutorRoutes = (tutors: Tutors) =>
  ({
    async listTutors({ principal, query }) {
      const page = { before: query.cursor, limit: query.limit ?? 20 };
      return { status: 200, body: await tutors.list(principal.adminId, page) };
    },

    async createTutor({ principal, address, body }) {
      // The binding has filled in the contract's defaults.
      const tutor = await tutors.create(toActor(principal, address), body as Required<typeof body>);
      return {
        status: 201,
        headers: { Location: `/api/tutors/${tutor.id}`, ETag: toEntityTag(tutor.version) },
        body: tutor,
      };
    },

    async getTutor({ principal, path }) {
      const tutor = await tutors.get(principal.adminId, path.tutorId);
      return { status: 200, headers: { ETag: toEntityTag(tutor.version) }, body: tutor };
    },

    async updateTutor({ principal, address, path, headers, body }) {
      const ifMatch = headers["if-match"];
      const versions = ifMatch === undefined ? undefined : readIfMatch(ifMatch);
      const actor = toActor(principal, address);
      const tutor = await tutors.update(actor, path.tutorId, { changes: body, versions });
      return { status: 200, headers: { ETag: toEntityTag(tutor.version) }, body: tutor };
    },

    async deleteTutor({ principal, address, path }) {
      await tutors.delete(toActor(principal, address), path.tutorId);
      return { status: 204 };
    },

    async getTutorInfo({ path }) {
      return { status: 200, body: await tutors.getInfo(path.tutorId) };
    },
  }) satisfies Pick<
    BackendHandlers,
    "listTutors" | "createTutor" | "getTutor" | "updateTutor" | "deleteTutor" | "getTutorInfo"
  >;
