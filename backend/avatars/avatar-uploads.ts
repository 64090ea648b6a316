import type { UploadedFile } from "../../openapi/binding/form-reader.ts";
import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { AvatarStatus } from "../database/avatar-tables.ts";
import type { Database, Transaction } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import type { Tutors } from "../tutors/tutors.ts";
import { AvatarConflict, AvatarsBusy, InvalidAvatar } from "./avatar-faults.ts";
import { toAvatar } from "./avatar-view.ts";
import {
  type Avatar,
  countAvatars,
  deleteAvatar,
  insertAvatar,
  updateAvatar,
  updateAvatarProgress,
} from "./avatars-repository.ts";
import type { EngineAvatars, FileToSend } from "./engine-avatars.ts";

const avatarsMax = 100;
/** Uploads and builds of one admin at a time: an engine builds one after the other, for everybody. */
const atWorkMax = 3;
const atWork: readonly AvatarStatus[] = ["uploading", "processing"];
/** A file this old is said to be from the future only by a clock that is wrong. */
const clockToleranceMs = 24 * 3600_000;
const signOfLifeMs = 5_000;

type AvatarForm = Omit<Schemas["AvatarForm"], "file"> & { file?: UploadedFile | undefined };
type TutorFields = Required<Schemas["TutorCreate"]>;

export interface AvatarUploadParts {
  readonly db: Database;
  readonly engine: EngineAvatars;
  readonly tutors: Pick<Tutors, "check" | "add">;
  /** The engine as browsers reach it. */
  readonly enginePublicUrl: string;
}

/** Creating avatars: what is known of them here, and their files on the engine, or neither. */
export class AvatarUploads {
  constructor(private readonly parts: AvatarUploadParts) {}

  /**
   * Sends the file on as it comes. Throws InvalidAvatar, AvatarConflict, AvatarsBusy, EngineUnreachable, EngineRefused and what is
   * wrong with the form; then nothing is left, on either side.
   */
  async create(actor: Actor, form: AvatarForm, signal: AbortSignal): Promise<Schemas["Avatar"]> {
    return (await this.#create(actor, form, { signal })).avatar;
  }

  /** A tutor too, who has the avatar. Throws as `create` does, and what is wrong with the tutor. */
  async createWithTutor(
    actor: Actor,
    { tutor, ...form }: AvatarForm & { tutor: TutorFields },
    signal: AbortSignal,
  ): Promise<Schemas["TutorWithAvatar"]> {
    this.parts.tutors.check(tutor);
    const made = await this.#create(actor, form, {
      signal,
      finish: (transaction, avatar) =>
        this.parts.tutors.add(transaction, actor, { ...tutor, avatar: avatar.id }),
    });
    return { tutor: made.finished!, avatar: made.avatar };
  }

  async #create<T>(
    actor: Actor,
    form: AvatarForm,
    work: { signal: AbortSignal; finish?: (transaction: Transaction, avatar: Avatar) => Promise<T> },
  ): Promise<{ avatar: Schemas["Avatar"]; finished: T | undefined }> {
    const { db, engine, enginePublicUrl } = this.parts;
    const consentAt = checkForm(form);
    const { id } = await this.#reserve(actor, form, consentAt);
    const key = { adminId: actor.adminId, avatarId: id };
    const { file, received } = counted(form.file);
    const alive = setInterval(() => void this.#giveSign(id), signOfLifeMs);
    try {
      const { kind: model, preset } = form;
      const consent = consentAt && { consentBy: actor.adminId, consentAt: consentAt.toISOString() };
      await engine.create({ name: id, model, preset, ...consent }, file, work.signal);
      return await db.write(async (transaction) => {
        const changes = { status: "processing", ...received(), heardAt: new Date() } as const;
        const avatar = await updateAvatar(transaction, key, changes, { statuses: ["uploading"] });
        if (!avatar) throw new AvatarConflict("the avatar was deleted while its file was uploaded");
        const finished = await work.finish?.(transaction, avatar);
        await recordAudit(transaction, actor, { action: "avatar.create", object: id });
        return { avatar: toAvatar(avatar, enginePublicUrl), finished };
      });
    } catch (error) {
      // What the engine may have all the same goes as soon as it reports: nobody here knows of it.
      await db.write((transaction) => deleteAvatar(transaction, key)).catch(() => {});
      throw error;
    } finally {
      clearInterval(alive);
    }
  }

  /** Takes a place and the name, so that what cannot be is refused before the file comes. */
  async #reserve({ adminId }: Actor, form: AvatarForm, consentAt: Date | null): Promise<Avatar> {
    try {
      return await this.parts.db.write(async (transaction) => {
        if ((await countAvatars(transaction, adminId)) >= avatarsMax)
          throw new AvatarConflict(`there may be ${avatarsMax} avatars: delete one first`);
        if ((await countAvatars(transaction, adminId, atWork)) >= atWorkMax) throw new AvatarsBusy();
        return insertAvatar(transaction, {
          id: Bun.randomUUIDv7(),
          adminId,
          name: form.name,
          displayName: form.displayName ?? form.name,
          kind: form.kind,
          voice: form.voice ?? null,
          status: "uploading",
          ...{ stage: null, progress: null, error: null, notes: [], pack: null },
          ...{ sourceHash: null, sourceBytes: 0 },
          consentBy: consentAt && (form.consentBy ?? null),
          consentAt,
        });
      });
    } catch (error) {
      if (error instanceof UniqueViolation) throw new AvatarConflict("another avatar has this name");
      throw error;
    }
  }

  /** A sign that is missed is no harm: the next one comes soon. */
  async #giveSign(avatarId: string): Promise<void> {
    const now = { heardAt: new Date() };
    await this.parts.db
      .write((transaction) => updateAvatarProgress(transaction, avatarId, now))
      .catch(() => {});
  }
}

/** When consent was given; null where none is needed. Throws InvalidAvatar. */
function checkForm({ kind, preset, file, consentBy, consentAt }: AvatarForm): Date | null {
  if (kind === "drawn") {
    if (preset === undefined) throw new InvalidAvatar("preset", "must say which drawn tutor");
    if (file) throw new InvalidAvatar("file", "must be left out: a drawn tutor needs none");
    return null;
  }
  if (preset !== undefined) throw new InvalidAvatar("preset", "is for drawn tutors only");
  if (consentBy === undefined) throw new InvalidAvatar("consentBy", "must say who agreed to be shown");
  const at = consentAt === undefined ? new Date() : new Date(consentAt);
  if (at.getTime() > Date.now() + clockToleranceMs)
    throw new InvalidAvatar("consentAt", "must not be in the future");
  if (!file) throw new InvalidAvatar("file", "must be there, as the last part");
  return at;
}

/** The same file; `received` tells what has been read of it. */
function counted(file: UploadedFile | undefined): {
  file: FileToSend | undefined;
  received: () => Pick<Avatar, "sourceHash" | "sourceBytes">;
} {
  if (!file) return { file: undefined, received: () => ({ sourceHash: null, sourceBytes: 0 }) };
  const hash = new Bun.CryptoHasher("sha256");
  let sourceBytes = 0;
  async function* stream(source: AsyncIterable<Uint8Array>) {
    for await (const part of source) {
      hash.update(part);
      sourceBytes += part.byteLength;
      yield part;
    }
  }
  return {
    file: { mediaType: file.mediaType, stream: stream(file.stream) },
    received: () => ({ sourceHash: hash.digest("hex"), sourceBytes }),
  };
}
