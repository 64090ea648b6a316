import { setTimeout } from "node:timers/promises";
import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { AvatarConflict } from "./avatar-faults.ts";
import { faceNameOf, hasFace, toAvatar } from "./avatar-view.ts";
import {
  type Avatar,
  type AvatarKey,
  deleteAvatar,
  findAvatar,
  holdAvatar,
  listAvatars,
  listTutorNamesOf,
  updateAvatar,
} from "./avatars-repository.ts";
import type { EngineAvatars } from "./engine-avatars.ts";

/** How often a watched avatar is looked at. Its changes may be reported to another replica of this service. */
const lookEveryMs = 500;
const watchersMax = 200;
/** Tutors that are named to whoever may not delete their avatar. */
const namesMax = 5;

/** Avatars as admins see them. Whatever names an avatar that is not the admin's throws NotFound. */
export class Avatars implements Disposable {
  readonly #stop = new AbortController();
  #watchers = 0;

  /** `enginePublicUrl`: the engine as browsers reach it. */
  constructor(
    private readonly db: Database,
    private readonly engine: EngineAvatars,
    private readonly enginePublicUrl: string,
  ) {}

  async list(adminId: string, page: PageRequest): Promise<Page<Schemas["Avatar"]>> {
    return toPage(await listAvatars(this.db, adminId, page), page.limit, this.#toAvatar);
  }

  async get(key: AvatarKey): Promise<Schemas["Avatar"]> {
    return this.#toAvatar(found(await findAvatar(this.db, key)));
  }

  /** `versions` are those that may be changed; undefined: any. Throws AvatarVersionMismatch. */
  async update(
    actor: Actor,
    avatarId: string,
    { changes, versions }: { changes: Schemas["AvatarUpdate"]; versions: readonly number[] | undefined },
  ): Promise<Schemas["Avatar"]> {
    const key = { adminId: actor.adminId, avatarId };
    const changed = await this.db.write(async (transaction) => {
      const avatar = found(await updateAvatar(transaction, key, changes, { versions }));
      const entry = { action: "avatar.update", object: avatarId, fields: Object.keys(changes) };
      await recordAudit(transaction, actor, entry);
      return avatar;
    });
    return this.#toAvatar(changed);
  }

  /** Throws AvatarConflict where tutors have it, EngineUnreachable, EngineRefused; then it is as it was. */
  async delete(actor: Actor, avatarId: string): Promise<void> {
    const key = { adminId: actor.adminId, avatarId };
    const { status } = found(await findAvatar(this.db, key));
    const avatar = await this.db.write(async (transaction) => {
      await holdAvatar(transaction, key);
      const names = await listTutorNamesOf(transaction, key, namesMax);
      if (names.length > 0) {
        throw new AvatarConflict(`give another avatar first to: ${names.join(", ")}`);
      }
      return found(
        await updateAvatar(transaction, key, { status: "deleting", progress: null, heardAt: new Date() }),
      );
    });
    try {
      await this.engine.delete(faceNameOf(avatar));
    } catch (error) {
      await this.db.write((transaction) => updateAvatar(transaction, key, { status }));
      throw error;
    }
    await this.db.write(async (transaction) => {
      if (!(await deleteAvatar(transaction, key))) throw new NotFound("avatar");
      await recordAudit(transaction, actor, { action: "avatar.delete", object: avatarId });
    });
  }

  /** Throws AvatarConflict where it is not ready, EngineUnreachable, EngineRefused. */
  async start(actor: Actor, avatarId: string): Promise<Schemas["Avatar"]> {
    const key = { adminId: actor.adminId, avatarId };
    const starting = { status: "starting", error: null, progress: null, heardAt: new Date() } as const;
    const avatar = await this.db.write(async (transaction) => {
      const changed = await updateAvatar(transaction, key, starting, { statuses: ["ready"] });
      if (changed) return changed;
      found(await findAvatar(transaction, key));
      throw new AvatarConflict("the avatar is not ready, or is being started");
    });
    try {
      await this.engine.start(faceNameOf(avatar));
    } catch (error) {
      await this.db.write((transaction) =>
        updateAvatar(transaction, key, { status: "ready" }, { statuses: ["starting"] }),
      );
      throw error;
    }
    await this.db.write((transaction) =>
      recordAudit(transaction, actor, { action: "avatar.start", object: avatarId }),
    );
    return this.#toAvatar(avatar);
  }

  /** A PNG. Throws AvatarConflict where there is none yet, EngineUnreachable, EngineRefused. */
  async preview(key: AvatarKey): Promise<Blob> {
    const avatar = found(await findAvatar(this.db, key));
    if (!hasFace(avatar)) throw new AvatarConflict("there is no picture of it yet");
    return this.engine.preview(faceNameOf(avatar));
  }

  /** The avatar now and after each change, until it is ready, has failed or is gone. Throws AvatarConflict. */
  async watch(key: AvatarKey): Promise<AsyncIterable<{ data: Schemas["Avatar"] }>> {
    if (this.#watchers >= watchersMax) throw new AvatarConflict("too many avatars are being watched");
    return this.#changesOf(key, await this.get(key));
  }

  /** Ends what is being watched. */
  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async *#changesOf(key: AvatarKey, first: Schemas["Avatar"]): AsyncGenerator<{ data: Schemas["Avatar"] }> {
    this.#watchers++;
    try {
      let told = "";
      for (let avatar: Schemas["Avatar"] | undefined = first; avatar; ) {
        const text = JSON.stringify(avatar);
        if (text !== told) yield { data: avatar };
        told = text;
        if (avatar.status === "ready" || avatar.status === "failed") return;
        await setTimeout(lookEveryMs, undefined, { signal: this.#stop.signal }).catch(() => {});
        if (this.#stop.signal.aborted) return;
        const row = await findAvatar(this.db, key);
        avatar = row && this.#toAvatar(row);
      }
    } finally {
      this.#watchers--;
    }
  }

  readonly #toAvatar = (avatar: Avatar): Schemas["Avatar"] => toAvatar(avatar, this.enginePublicUrl);
}

function found(avatar: Avatar | undefined): Avatar {
  if (!avatar) throw new NotFound("avatar");
  return avatar;
}
