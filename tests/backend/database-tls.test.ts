import { expect, setDefaultTimeout, test } from "bun:test";
import { projectFolder } from "../../deploy/installation.ts";
import { openDebianPostgres } from "../_support/debian-postgres.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

async function migrate(settings: Record<string, string>): Promise<string> {
  const child = Bun.spawn([process.execPath, `${projectFolder}backend/database/migrate.ts`], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = await Promise.all([child.stdout, child.stderr].map((stream) => new Response(stream).text()));
  await child.exited;
  return said.join("");
}

test("a database that demands TLS is used with an address that asks for it, and what is wrong is said", async () => {
  await using postgres = await openDebianPostgres();
  const url = await postgres.createDatabase("tutor");
  const certificate = await postgres.demandTls();
  const refused = /^The database that DATABASE_URL names cannot be used: .* TLS \(\?sslmode=verify-full/;
  // The server takes a moment to read its settings anew.
  await until("a refusal", async () => refused.test(await migrate({ DATABASE_URL: url })));
  const upToDate = "The postgres database is up to date.\n";
  expect(await migrate({ DATABASE_URL: `${url}?sslmode=require` })).toBe(upToDate);
  const verified = { DATABASE_URL: `${url}?sslmode=verify-full` };
  expect(await migrate(verified)).toMatch(refused);
  expect(await migrate({ ...verified, NODE_EXTRA_CA_CERTS: certificate })).toBe(upToDate);
});
