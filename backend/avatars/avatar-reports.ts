import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { AvatarConflict } from "./avatar-faults.ts";
import {
  type Avatar,
  findAvatarOfAnybody,
  updateAvatar,
  updateAvatarProgress,
} from "./avatars-repository.ts";

type Report = Schemas["AvatarReported"];

/** What engines report of avatars. */
export class AvatarReports {
  constructor(private readonly db: Database) {}

  /**
   * Whatever was thought of the avatar, the engine knows better: one that was given up is made after all when its engine comes back.
   * Throws NotFound where nobody wants it any more, AvatarConflict while its upload is not finished.
   */
  async report(avatarId: string, report: Report): Promise<void> {
    await this.db.write(async (transaction) => {
      const avatar = await findAvatarOfAnybody(transaction, avatarId);
      if (!avatar || avatar.status === "deleting") throw new NotFound("avatar");
      if (avatar.status === "uploading") throw new AvatarConflict("its upload is not finished");
      const { stage = null, progress = null } = report;
      const changes = toChanges(avatar, report);
      if (changes) {
        const key = { adminId: avatar.adminId, avatarId };
        await updateAvatar(transaction, key, {
          stage: null,
          progress: null,
          heardAt: new Date(),
          ...changes,
        });
      } else await updateAvatarProgress(transaction, avatarId, { stage, progress, heardAt: new Date() });
    });
  }
}

/** Undefined: it goes on as it did. */
function toChanges(
  { status, pack: before }: Avatar,
  { state, stage = null, progress = null, error = null, notes = [], pack = null }: Report,
): Partial<Avatar> | undefined {
  const isMade = status === "ready" || status === "starting";
  if (state === "running") {
    return status === "failed" ? { status: "processing", error: null, stage, progress } : undefined;
  }
  if (state === "done") {
    return { status: "ready", error: null, pack: pack ?? before, ...(isMade ? {} : { notes }) };
  }
  return {
    status: isMade ? "ready" : "failed",
    error: error ?? "something went wrong on the engine: try again",
  };
}
