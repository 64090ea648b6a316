import type { Schemas } from "../backend-handlers.ts";
import type { Avatar } from "./avatars-repository.ts";

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a tutor's `avatar` is the id of one, and not a name that every engine has. */
export const isAvatarId = (avatar: string): boolean => idPattern.test(avatar);

/**
 * What the engine calls a face: the avatar's id, which no other tenancy can have taken, after the prefix that names of an avatar
 * server have there.
 */
export const faceNameOf = ({ id, kind }: Pick<Avatar, "id" | "kind">): string =>
  kind.startsWith("mageurite") ? `mageurite_${id}` : id;

/** Whether there is a picture of it. */
export const hasFace = ({ status }: Pick<Avatar, "status">): boolean =>
  status === "ready" || status === "starting";

/** An avatar as admins see it; `engineUrl` is the engine's as browsers reach it. */
export function toAvatar(avatar: Avatar, engineUrl: string): Schemas["Avatar"] {
  const { adminId: _tenancy, pack: _file, heardAt: _sign, consentBy, consentAt, ...fields } = avatar;
  return {
    ...fields,
    preview: hasFace(avatar) ? `/api/avatars/${avatar.id}/preview` : null,
    engineUrl,
    consent:
      consentBy === null || consentAt === null
        ? null
        : { givenBy: consentBy, givenAt: consentAt.toISOString() },
    createdAt: avatar.createdAt.toISOString(),
    updatedAt: avatar.updatedAt.toISOString(),
  };
}
