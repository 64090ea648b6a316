import { type Actor, recordAudit } from "../audit/audit-repository.ts";
import type { Schemas } from "../backend-handlers.ts";
import type { Database } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import { NotFound } from "../not-found.ts";
import { type Page, type PageRequest, toPage } from "../page.ts";
import { findAdmin, insertAdmin, listAdmins, toAdmin, updateAdmin } from "./admins-repository.ts";
import { makePassword } from "./made-up-password.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import type { RefreshTokens } from "./refresh-tokens.ts";

/** Another admin has the e-mail address. */
export class AdminEmailTaken extends Error {
  override readonly name = "AdminEmailTaken";
}

/** An owner who would lock out the owner. */
export class OwnAccount extends Error {
  override readonly name = "OwnAccount";
}

/** The accounts of admins, for owners. An audit entry goes to the owner's chain. */
export class Admins {
  constructor(
    private readonly parts: {
      readonly db: Database;
      readonly hasher: PasswordHasher;
      readonly refreshTokens: RefreshTokens;
    },
  ) {}

  async list(page: PageRequest): Promise<Page<Schemas["Admin"]>> {
    return toPage(await listAdmins(this.parts.db, page), page.limit, toAdmin);
  }

  /** Throws NotFound. */
  async get(adminId: string): Promise<Schemas["Admin"]> {
    const admin = await findAdmin(this.parts.db, adminId);
    if (!admin) throw new NotFound("admin");
    return toAdmin(admin);
  }

  /** Makes up a password where none is given. Throws AdminEmailTaken, HasherBusy. */
  async create(
    actor: Actor,
    { email, role, password }: Schemas["AdminCreate"],
  ): Promise<Schemas["AdminCreated"]> {
    const { db, hasher } = this.parts;
    const madeUp = password === undefined ? makePassword() : null;
    const passwordHash = await hasher.hash(password ?? madeUp ?? "");
    try {
      const admin = await db.write(async (transaction) => {
        const made = await insertAdmin(transaction, { email, passwordHash, role: role ?? "admin" });
        await recordAudit(transaction, actor, { action: "admin.create", object: made.id });
        return made;
      });
      return { admin: toAdmin(admin), password: madeUp };
    } catch (error) {
      if (error instanceof UniqueViolation) throw new AdminEmailTaken();
      throw error;
    }
  }

  /** An admin who is disabled is signed out. Throws NotFound, OwnAccount. */
  async update(actor: Actor, adminId: string, changes: Schemas["AdminUpdate"]): Promise<Schemas["Admin"]> {
    if (adminId === actor.id) throw new OwnAccount();
    const { db, refreshTokens } = this.parts;
    const admin = await db.write(async (transaction) => {
      const changed = await updateAdmin(transaction, adminId, changes);
      if (!changed) throw new NotFound("admin");
      if (changed.status === "disabled") {
        await refreshTokens.endAll(transaction, { adminId, studentId: null });
      }
      const entry = { action: "admin.update", object: adminId, fields: Object.keys(changes) };
      await recordAudit(transaction, actor, entry);
      return changed;
    });
    return toAdmin(admin);
  }

  /** Gives another password, made up where none is given, and signs the admin out. Throws NotFound, HasherBusy. */
  async resetPassword(
    actor: Actor,
    adminId: string,
    { password }: Schemas["PasswordReset"],
  ): Promise<Schemas["PasswordGiven"]> {
    const { db, hasher, refreshTokens } = this.parts;
    // One's own password is changed by whoever knows it, not by whoever sits at the desk.
    if (adminId === actor.id) throw new OwnAccount();
    await this.get(adminId);
    const madeUp = password === undefined ? makePassword() : null;
    const passwordHash = await hasher.hash(password ?? madeUp ?? "");
    await db.write(async (transaction) => {
      if (!(await updateAdmin(transaction, adminId, { passwordHash }))) throw new NotFound("admin");
      await refreshTokens.endAll(transaction, { adminId, studentId: null });
      const entry = { action: "admin.reset-password", object: adminId, fields: ["password"] };
      await recordAudit(transaction, actor, entry);
    });
    return { password: madeUp };
  }
}
