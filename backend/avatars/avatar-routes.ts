import { toActor } from "../audit/actor.ts";
import type { BackendHandlers } from "../backend-handlers.ts";
import { readIfMatch, toEntityTag } from "../tutors/entity-tags.ts";
import type { AvatarReports } from "./avatar-reports.ts";
import type { AvatarUploads } from "./avatar-uploads.ts";
import type { Avatars } from "./avatars.ts";

type AvatarOperations =
  | "createAvatar"
  | "createTutorWithAvatar"
  | "listAvatars"
  | "getAvatar"
  | "updateAvatar"
  | "deleteAvatar"
  | "startAvatar"
  | "previewAvatar"
  | "watchAvatar"
  | "reportAvatar";

/** A face does not change once it is made. */
const previewLifeSeconds = 300;

export const avatarRoutes = (avatars: Avatars, uploads: AvatarUploads, reports: AvatarReports) =>
  ({
    async createAvatar({ principal, address, body, signal }) {
      const avatar = await uploads.create(toActor(principal, address), body, signal);
      const headers = { Location: `/api/avatars/${avatar.id}`, ETag: toEntityTag(avatar.version) };
      return { status: 201, headers, body: avatar };
    },

    async createTutorWithAvatar({ principal, address, body, signal }) {
      // The binding has filled in the contract's defaults.
      const form = { ...body, tutor: body.tutor as Required<typeof body.tutor> };
      const made = await uploads.createWithTutor(toActor(principal, address), form, signal);
      return { status: 201, headers: { Location: `/api/tutors/${made.tutor.id}` }, body: made };
    },

    async listAvatars({ principal, query }) {
      const page = { before: query.cursor, limit: query.limit ?? 20 };
      return { status: 200, body: await avatars.list(principal.adminId, page) };
    },

    async getAvatar({ principal, path }) {
      const avatar = await avatars.get({ adminId: principal.adminId, ...path });
      return { status: 200, headers: { ETag: toEntityTag(avatar.version) }, body: avatar };
    },

    async updateAvatar({ principal, address, path, headers, body }) {
      const ifMatch = headers["if-match"];
      const versions = ifMatch === undefined ? undefined : readIfMatch(ifMatch);
      const actor = toActor(principal, address);
      const avatar = await avatars.update(actor, path.avatarId, { changes: body, versions });
      return { status: 200, headers: { ETag: toEntityTag(avatar.version) }, body: avatar };
    },

    async deleteAvatar({ principal, address, path }) {
      await avatars.delete(toActor(principal, address), path.avatarId);
      return { status: 204 };
    },

    async startAvatar({ principal, address, path }) {
      const avatar = await avatars.start(toActor(principal, address), path.avatarId);
      return { status: 202, headers: { ETag: toEntityTag(avatar.version) }, body: avatar };
    },

    async previewAvatar({ principal, path }) {
      const picture = await avatars.preview({ adminId: principal.adminId, ...path });
      const headers = { "Cache-Control": `private, max-age=${previewLifeSeconds}` };
      return { status: 200, headers, body: picture };
    },

    async watchAvatar({ principal, path }) {
      return { status: 200, body: await avatars.watch({ adminId: principal.adminId, ...path }) };
    },

    async reportAvatar({ path, body }) {
      await reports.report(path.avatarId, body);
      return { status: 204 };
    },
  }) satisfies Pick<BackendHandlers, AvatarOperations>;
