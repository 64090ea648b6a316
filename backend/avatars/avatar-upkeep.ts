import { recordAudit } from "../audit/audit-repository.ts";
import type { Database } from "../database/database.ts";
import type { Log } from "../log.ts";
import { faceNameOf } from "./avatar-view.ts";
import { type Avatar, deleteAvatar, listUnheardAvatars, updateAvatar } from "./avatars-repository.ts";
import type { EngineAvatars } from "./engine-avatars.ts";

/** Whoever works on an avatar gives a sign of life every five seconds; after so long without one nobody does. */
export const silentMaxMs = 45_000;
const sweepEveryMs = 15_000;
const batchAvatars = 100;

type Faces = Pick<EngineAvatars, "delete" | "has">;

const engineGone =
  "The engine stopped while it was at work. If it does not go on within a few minutes, delete the avatar and send the file again.";

const made = { status: "ready" } as const;
const lost = { status: "failed", error: engineGone } as const;

/** Looks after avatars that nobody works on any more, until it is disposed of. */
export function startAvatarUpkeep(db: Database, engine: Faces, log: Pick<Log, "error">): AsyncDisposable {
  const sweep = () =>
    tidyAvatars(db, engine, Date.now()).catch((err: unknown) => log.error({ err }, "avatars are untidy"));
  let running: Promise<void> = Promise.resolve();
  // Not at once: while this service was away engines could not report.
  let isFirst = true;
  const timer = setInterval(() => {
    running = running.then(() => (isFirst ? undefined : sweep()));
    isFirst = performance.now() - startedAtMs < silentMaxMs;
  }, sweepEveryMs);
  const startedAtMs = performance.now();
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await running;
    },
  };
}

/**
 * Ends what the end of a process left half-done: an upload is as if it had never been, a deletion is finished, and what was being
 * made has failed, until its engine reports again.
 */
export async function tidyAvatars(db: Database, engine: Faces, nowMs: number): Promise<void> {
  for (const avatar of await listUnheardAvatars(db, new Date(nowMs - silentMaxMs), batchAvatars)) {
    const key = { adminId: avatar.adminId, avatarId: avatar.id };
    const { status } = avatar;
    if (status === "uploading") await db.write((transaction) => deleteAvatar(transaction, key));
    else if (status === "deleting") await finishDeletion(db, engine, avatar);
    else {
      // Whoever made it may have gone with the news that it is made.
      const isMade = status === "starting" || (await engine.has(faceNameOf(avatar)).catch(() => false));
      const changes = isMade ? made : lost;
      await db.write((transaction) =>
        updateAvatar(transaction, key, { ...changes, stage: null, progress: null }, { statuses: [status] }),
      );
    }
  }
}

async function finishDeletion(db: Database, engine: Faces, avatar: Avatar): Promise<void> {
  const isGone = await engine.delete(faceNameOf(avatar)).then(
    () => true,
    () => false,
  );
  // Tried again with the next look.
  if (!isGone) return;
  await db.write(async (transaction) => {
    const { adminId, id } = avatar;
    if (!(await deleteAvatar(transaction, { adminId, avatarId: id }))) return;
    const actor = { adminId, kind: "service", id: null, address: "" } as const;
    await recordAudit(transaction, actor, { action: "avatar.delete", object: id });
  });
}
