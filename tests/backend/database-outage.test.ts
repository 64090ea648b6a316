import { Database as SqliteConnection } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { ownerEmail, ownerPassword, serviceTestTimeoutMs, startTestBackend } from "../_support/backend.ts";
import { openCuttableProxy } from "../_support/cuttable-proxy.ts";
import { openTestPostgres } from "../_support/postgres.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(serviceTestTimeoutMs);

const credentials = { email: ownerEmail, password: ownerPassword };

test("while Postgres is away everything that needs it says so, and afterwards it works again", async () => {
  await using postgres = await openTestPostgres();
  const url = new URL(postgres.url);
  await using proxy = await openCuttableProxy({ host: url.hostname, port: Number(url.port) });
  url.port = String(proxy.port);
  await using backend = await startTestBackend({ database: { url: url.href } });
  const admin = await backend.signIn();

  proxy.cut();
  const answers = await Promise.all([
    backend.guest.GET("/readyz"),
    backend.guest.GET("/health"),
    backend.guest.POST("/api/auth/login", { body: credentials }),
    admin.GET("/api/tutors"),
    admin.POST("/api/tutors", { body: { name: "Lost" } }),
  ]);
  for (const { response, error } of answers) {
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(error).toMatchObject({ type: "unavailable", status: 503 });
  }
  expect((await backend.guest.GET("/livez")).response.status).toBe(200);

  proxy.restore();
  await until("it is ready again", async () => (await backend.guest.GET("/readyz")).response.ok);
  expect((await backend.guest.POST("/api/auth/login", { body: credentials })).response.status).toBe(200);
  const { data } = await admin.GET("/api/tutors");
  expect(data!.items.map(({ name }) => name)).toEqual(["Ada"]);
});

test("while another process holds the SQLite file's lock, writes say so and reads go on", async () => {
  await using backend = await startTestBackend({ database: "sqlite" });
  const admin = await backend.signIn();
  if (!("dataDir" in backend.place)) throw new Error("this is not SQLite");
  using other = new SqliteConnection(join(backend.place.dataDir, "virtual-tutor.sqlite"));
  other.run("begin immediate");

  const write = await admin.POST("/api/tutors", { body: { name: "Late" } });
  expect(write.response.status).toBe(503);
  expect(write.response.headers.get("retry-after")).toBe("2");
  expect((await admin.GET("/api/tutors")).data!.items.map(({ name }) => name)).toEqual(["Ada"]);
  // Tokens that were never given need no write to be refused.
  const body = { refresh_token: "a".repeat(43) };
  expect((await backend.guest.POST("/api/auth/refresh", { body })).response.status).toBe(401);
  expect((await backend.guest.POST("/api/auth/logout", { body })).response.status).toBe(204);

  other.run("rollback");
  expect((await admin.POST("/api/tutors", { body: { name: "In time" } })).response.status).toBe(201);
});
