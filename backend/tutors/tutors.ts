import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import { InvalidAvatar } from "../avatars/avatar-faults.ts";
import { faceNameOf, isAvatarId } from "../avatars/avatar-view.ts";
import { findAvatar, holdAvatar } from "../avatars/avatars-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database, Transaction } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { checkEmbedOrigins } from "./embed-origins.ts";
import {
  deleteTutor,
  findTutor,
  findTutorOfAnybody,
  insertTutor,
  listTutors,
  type Tutor,
  updateTutor,
} from "./tutors-repository.ts";

/** Tutors as admins see them. Whatever names a tutor that is not the admin's throws NotFound. */
export class Tutors {
  /** `engineUrl`: the engine as browsers reach it. */
  constructor(
    private readonly db: Database,
    private readonly engineUrl: string,
  ) {}

  async list(adminId: string, page: PageRequest): Promise<Page<Schemas["Tutor"]>> {
    return toPage(await listTutors(this.db, adminId, page), page.limit, this.#toTutor);
  }

  async get(adminId: string, tutorId: string): Promise<Schemas["Tutor"]> {
    return this.#toTutor(found(await findTutor(this.db, adminId, tutorId)));
  }

  /** Throws InvalidOrigin, InvalidAvatar. */
  async create(actor: Actor, fields: Required<Schemas["TutorCreate"]>): Promise<Schemas["Tutor"]> {
    this.check(fields);
    return this.db.write((transaction) => this.add(transaction, actor, fields));
  }

  /** Throws InvalidOrigin. */
  check({ embedOrigins = [] }: Pick<Schemas["TutorUpdate"], "embedOrigins">): void {
    checkEmbedOrigins(embedOrigins);
  }

  /** As a part of a larger change. Throws InvalidAvatar. */
  async add(
    transaction: Transaction,
    actor: Actor,
    fields: Required<Schemas["TutorCreate"]>,
  ): Promise<Schemas["Tutor"]> {
    await holdFace(transaction, actor.adminId, fields.avatar);
    const tutor = await insertTutor(transaction, actor.adminId, fields);
    await recordAudit(transaction, actor, { action: "tutor.create", object: tutor.id });
    return this.#toTutor(tutor);
  }

  /** `versions` are those that may be changed; undefined: any. Throws VersionMismatch, InvalidOrigin, InvalidAvatar. */
  async update(
    actor: Actor,
    tutorId: string,
    { changes, versions }: { changes: Schemas["TutorUpdate"]; versions: readonly number[] | undefined },
  ): Promise<Schemas["Tutor"]> {
    this.check(changes);
    const key = { adminId: actor.adminId, tutorId };
    const changed = await this.db.write(async (transaction) => {
      await holdFace(transaction, actor.adminId, changes.avatar);
      const tutor = found(await updateTutor(transaction, key, changes, versions));
      const entry = { action: "tutor.update", object: tutorId, fields: Object.keys(changes) };
      await recordAudit(transaction, actor, entry);
      return tutor;
    });
    return this.#toTutor(changed);
  }

  async delete(actor: Actor, tutorId: string): Promise<void> {
    await this.db.write(async (transaction) => {
      const existed = await deleteTutor(transaction, actor.adminId, tutorId);
      if (!existed) throw new NotFound("tutor");
      await recordAudit(transaction, actor, { action: "tutor.delete", object: tutorId });
    });
  }

  /** What anybody may know, of enrolled tutors too: a page has to be able to say that it needs a sign-in. */
  async getInfo(tutorId: string): Promise<Schemas["TutorInfo"]> {
    const { id, name, subject, grade, description, language, starters, avatar, access } = found(
      await findTutorOfAnybody(this.db, tutorId),
    );
    return { id, name, subject, grade, description, language, starters, avatar, access };
  }

  async getProfile(tutorId: string): Promise<Schemas["Profile"]> {
    const tutor = found(await findTutorOfAnybody(this.db, tutorId));
    const { id, version, name, subject, grade, language, persona, greeting, notes } = tutor;
    const { model, temperature, access, homework, guard, guardFailure, embedOrigins, adminId } = tutor;
    const own = isAvatarId(tutor.avatar)
      ? await findAvatar(this.db, { adminId, avatarId: tutor.avatar })
      : undefined;
    const voice = tutor.voice ?? own?.voice ?? null;
    const avatar = own ? faceNameOf(own) : tutor.avatar;
    return {
      id,
      version,
      name,
      subject,
      grade,
      language,
      persona,
      greeting,
      notes,
      model,
      temperature,
      voice,
      avatar,
      access,
      avatarVersion: own?.version ?? 0,
      pack: own?.pack ?? null,
      homework,
      guard,
      guardFailure,
      embedOrigins,
    };
  }

  /** The sites that may embed a tutor, of whatever tenancy; none where there is no such tutor. */
  async getEmbedOrigins(tutorId: string): Promise<readonly string[]> {
    return (await findTutorOfAnybody(this.db, tutorId))?.embedOrigins ?? [];
  }

  readonly #toTutor = (tutor: Tutor): Schemas["Tutor"] => {
    const { adminId: _tenancy, isDemo: _origin, createdAt, updatedAt, ...fields } = tutor;
    const pageUrl = `${this.engineUrl}/tutors/${tutor.id}`;
    return { ...fields, pageUrl, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  };
}

/** What a tutor takes as its face stays until the transaction ends. Throws InvalidAvatar where the admin has no such avatar. */
async function holdFace(
  transaction: Transaction,
  adminId: string,
  avatar: string | undefined,
): Promise<void> {
  if (avatar === undefined || !isAvatarId(avatar)) return;
  if (!(await holdAvatar(transaction, { adminId, avatarId: avatar })))
    throw new InvalidAvatar("avatar", "is none of yours");
}

function found(tutor: Tutor | undefined): Tutor {
  if (!tutor) throw new NotFound("tutor");
  return tutor;
}
