import { SettingError } from "../../deploy/settings.ts";
import { readDatabasePlace } from "../config.ts";
import { openDatabase } from "../database/open-database.ts";
import { findSqlite } from "../database/sqlite-database.ts";
import { Admins } from "./admins.ts";
import { findAdminByEmail } from "./admins-repository.ts";
import { PasswordHasher } from "./password-hasher.ts";
import { RefreshTokens } from "./refresh-tokens.ts";

/** Gives an admin a new password and prints it: for an owner whom nobody can help in the console. The service may run. */
try {
  const email = process.argv[2];
  if (!email) throw new SettingError("Name the admin: bun run new-password EMAIL.");
  const place = readDatabasePlace(process.env);
  if ("dataDir" in place) findSqlite(place.dataDir);
  await using db = await openDatabase(place);
  const admin = await findAdminByEmail(db, email);
  if (!admin) throw new SettingError(`There is no admin ${email} in this database.`);
  const admins = new Admins({ db, hasher: new PasswordHasher(), refreshTokens: new RefreshTokens(db) });
  const actor = { adminId: admin.id, kind: "service", id: null, address: "" } as const;
  const { password } = await admins.resetPassword(actor, admin.id, {});
  process.stdout.write(`${admin.email} signs in with the password ${password} now.\n`);
} catch (error) {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
