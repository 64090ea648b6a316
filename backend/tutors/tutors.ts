import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
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
  constructor(private readonly db: Database) {}

  async list(adminId: string, page: PageRequest): Promise<Page<Schemas["Tutor"]>> {
    return toPage(await listTutors(this.db, adminId, page), page.limit, toTutor);
  }

  async get(adminId: string, tutorId: string): Promise<Schemas["Tutor"]> {
    return toTutor(found(await findTutor(this.db, adminId, tutorId)));
  }

  async create(actor: Actor, fields: Required<Schemas["TutorCreate"]>): Promise<Schemas["Tutor"]> {
    const tutor = await this.db.write(async (transaction) => {
      const made = await insertTutor(transaction, actor.adminId, fields);
      await recordAudit(transaction, actor, { action: "tutor.create", object: made.id });
      return made;
    });
    return toTutor(tutor);
  }

  /** `versions` are those that may be changed; undefined: any. Throws VersionMismatch. */
  async update(
    actor: Actor,
    tutorId: string,
    { changes, versions }: { changes: Schemas["TutorUpdate"]; versions: readonly number[] | undefined },
  ): Promise<Schemas["Tutor"]> {
    const key = { adminId: actor.adminId, tutorId };
    const changed = await this.db.write(async (transaction) => {
      const tutor = found(await updateTutor(transaction, key, changes, versions));
      const entry = { action: "tutor.update", object: tutorId, fields: Object.keys(changes) };
      await recordAudit(transaction, actor, entry);
      return tutor;
    });
    return toTutor(changed);
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
    const { id, name, subject, description, language, starters, avatar, access } = found(
      await findTutorOfAnybody(this.db, tutorId),
    );
    return { id, name, subject, description, language, starters, avatar, access };
  }

  async getProfile(tutorId: string): Promise<Schemas["Profile"]> {
    const tutor = found(await findTutorOfAnybody(this.db, tutorId));
    const { id, version, name, subject, language, persona, greeting, notes } = tutor;
    const { model, temperature, voice, avatar, homework, guard, guardFailure } = tutor;
    return {
      id,
      version,
      name,
      subject,
      language,
      persona,
      greeting,
      notes,
      model,
      temperature,
      voice,
      avatar,
      homework,
      guard,
      guardFailure,
    };
  }
}

function found(tutor: Tutor | undefined): Tutor {
  if (!tutor) throw new NotFound("tutor");
  return tutor;
}

function toTutor(tutor: Tutor): Schemas["Tutor"] {
  const { adminId: _tenancy, isDemo: _origin, createdAt, updatedAt, ...fields } = tutor;
  return { ...fields, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}
