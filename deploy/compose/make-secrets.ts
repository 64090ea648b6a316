import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Makes the secrets of a compose project, once: what is there already is kept. Each folder is a volume that only the
 * services it is named for mount, read-only, so the files in it may be read by whatever user those run as.
 */
const folder = process.argv[2] ?? "/secrets";
const secretBytes = 32;

const serviceToken = keep("backend/service-token", () => randomBytes(secretBytes).toString("base64url"));
const databasePassword = keep("database/password", () => randomBytes(secretBytes).toString("hex"));
keep("backend/admin-password", () => randomBytes(secretBytes / 2).toString("base64url"));
keep("backend/database-url", () => `postgres://tutor:${databasePassword}@database:5432/tutor`);
keep("engine/service-token", () => serviceToken);
keep("grafana/password", () => randomBytes(secretBytes / 2).toString("base64url"));
const turnSecret = keep("relay/secret", () => randomBytes(secretBytes).toString("hex"));
keep("engine/turn-secret", () => turnSecret);
console.log("The secrets are there.");

function keep(name: string, make: () => string): string {
  const path = `${folder}/${name}`;
  if (existsSync(path)) return readFileSync(path, "utf8");
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  const secret = make();
  writeFileSync(path, secret, { mode: 0o444 });
  return secret;
}
