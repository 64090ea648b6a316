import { expect, setDefaultTimeout, test } from "bun:test";
import { startTestBackend } from "../_support/backend.ts";
import { freePort } from "../_support/product.ts";
import { startSchool } from "../_support/school.ts";

setDefaultTimeout(120_000);

test("an admin sees what answers and what is not configured", async () => {
  await using school = await startSchool();
  const admin = await school.backend.signIn();
  const { data } = await admin.GET("/api/system/health");
  expect(data!.parts).toEqual([
    { name: "database", state: "ok", detail: "SQLite" },
    { name: "engine", state: "ok", detail: "ready" },
    { name: "ollama", state: "ok", detail: expect.stringMatching(/^models: /) },
    { name: "mageurite", state: "off", detail: "MAGEURITE_URL is not set" },
  ]);
  expect((await school.backend.guest.GET("/api/system/health")).response.status).toBe(401);
});

test("without Ollama the engine is well and says what is wrong", async () => {
  await using school = await startSchool({ ollama: false });
  const admin = await school.backend.signIn();
  const { data } = await admin.GET("/api/system/health");
  expect(data!.parts.map(({ name, state }) => `${name}: ${state}`)).toEqual([
    "database: ok",
    "engine: ok",
    "ollama: down",
    "mageurite: off",
  ]);
});

test("where no engine answers, what only the engine knows is unknown", async () => {
  await using backend = await startTestBackend({
    database: "sqlite",
    engineUrl: `http://127.0.0.1:${await freePort()}`,
  });
  const admin = await backend.signIn();
  const { data } = await admin.GET("/api/system/health");
  expect(data!.parts.map(({ name, state }) => `${name}: ${state}`)).toEqual([
    "database: ok",
    "engine: down",
    "ollama: unknown",
    "mageurite: unknown",
  ]);
});

test("an engine that does not answer in time, or is no engine, is down", async () => {
  const never = Promise.withResolvers<Response>();
  await using silent = Bun.serve({ port: 0, idleTimeout: 60, fetch: () => never.promise });
  await using other = Bun.serve({ port: 0, fetch: () => Response.json({ status: "ready", checks: 1 }) });
  for (const { url } of [silent, other]) {
    await using backend = await startTestBackend({ database: "sqlite", engineUrl: url.origin });
    const admin = await backend.signIn();
    const { data } = await admin.GET("/api/system/health");
    expect(data!.parts[1]).toMatchObject({ name: "engine", state: "down" });
  }
  never.resolve(new Response());
});
