import type { Database } from "../database/database.ts";
import { UniqueViolation } from "../database/database-errors.ts";
import { insertDemoTutor } from "../tutors/demo-tutor.ts";
import { countAdmins, insertAdmin } from "./admins-repository.ts";
import { makePassword } from "./made-up-password.ts";
import type { PasswordHasher } from "./password-hasher.ts";

/** An account whose password was made up: whoever starts the service is told, once. */
export interface FirstAdmin {
  readonly email: string;
  readonly password: string;
}

/**
 * Makes the owner's account, and with it the demo tutor, where there is no account yet. Answers undefined where
 * nobody has to be told a password.
 */
export async function ensureFirstAdmin(
  db: Database,
  hasher: PasswordHasher,
  options: { adminEmail: string | undefined; adminPassword: string | undefined; demoTutor: boolean },
): Promise<FirstAdmin | undefined> {
  if ((await countAdmins(db)) > 0) return undefined;
  const email = options.adminEmail ?? "admin@localhost";
  const password = options.adminPassword ?? makePassword();
  const passwordHash = await hasher.hash(password);
  try {
    await db.write(async (transaction) => {
      const admin = await insertAdmin(transaction, { email, passwordHash, role: "owner" });
      if (options.demoTutor) await insertDemoTutor(transaction, admin.id);
    });
  } catch (error) {
    // Another replica of this service was first.
    if (error instanceof UniqueViolation) return undefined;
    throw error;
  }
  return options.adminPassword === undefined ? { email, password } : undefined;
}
