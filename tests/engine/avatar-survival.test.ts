import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderAssets } from "../../engine/avatar/store/folder-assets.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { startEngine } from "../../engine/server.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { spawnEngine } from "../_support/engine-process.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

let school: School;
let dataDir: string;
let photo: Blob;
beforeAll(async () => {
  school = await startSchool();
  dataDir = mkdtempSync(join(tmpdir(), "avatar-survival-"));
  photo = new Blob([await avatarsOf(school.engine).preview("ada")], { type: "image/png" });
});
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const environment = () => ({ ...school.engineEnvironment, DATA_DIR: dataDir, LOG_LEVEL: "silent" });
const config = () => readEngineConfig(environment());
const order = (name: string) => ({ name, model: "photo", consentBy: "admin-1" });

test("a face whose engine is killed is made by the next one, under the same job", async () => {
  await using doomed = await spawnEngine(environment());
  const before = avatarsOf(doomed);
  const { id } = (await (await before.send(order("kim"), photo)).json()) as { id: string };
  await until("the building to begin", async () => (await before.find(id))?.stage === "track", {
    withinMs: 60_000,
  });
  await doomed.kill();

  await using engine = await startEngine(config());
  const after = avatarsOf(engine);
  expect((await after.send(order("kim"), photo)).status).toBe(409);
  expect(await after.end(id)).toMatchObject({ id, name: "kim", state: "done", report: { tracked: 1 } });
  expect(await after.names()).toContain("kim");
  expect(readdirSync(config().uploadsDir)).toEqual([]);
});

test("a face is not tried a third time when its engine was killed twice, and says so", async () => {
  const folder = join(config().uploadsDir, Bun.randomUUIDv7());
  const id = folder.split("/").at(-1)!;
  const upload = {
    ...order("lee"),
    consentAt: "2026-01-02T03:04:05Z",
    sourceSha256: "0".repeat(64),
    attempts: 2,
  };
  await Bun.write(join(folder, "source"), photo);
  await Bun.write(join(folder, "order.json"), JSON.stringify(upload));
  // What an engine of long ago said of its job.
  const stale = `jobs/${Bun.randomUUIDv7("hex", Date.now() - 2 * 24 * 60 * 60_000)}.json`;
  const assets = new FolderAssets(join(dataDir, "avatars"));
  await assets.write(stale, new TextEncoder().encode("{}"));
  // And one whose file never came.
  await Bun.write(join(config().uploadsDir, Bun.randomUUIDv7(), "source"), "half");
  await using engine = await startEngine(config());
  const avatars = avatarsOf(engine);
  const job = await avatars.end(id);
  expect(job).toMatchObject({ state: "failed", name: "lee" });
  expect(job.detail).toContain("twice");
  await until("the record to be gone", async () => (await assets.read(stale, 100)) === undefined);
  expect(readdirSync(config().uploadsDir)).toEqual([]);
  expect(await avatars.names()).not.toContain("lee");
});

test("an engine that stops in good order leaves its work to its next start, however often", async () => {
  let id = "";
  for (let start = 0; start < 2; start++) {
    await using engine = await startEngine(config());
    const avatars = avatarsOf(engine);
    if (!id) id = ((await (await avatars.send(order("max"), photo)).json()) as { id: string }).id;
    await until("the building to begin", async () => (await avatars.find(id))?.stage === "track", {
      withinMs: 60_000,
    });
  }
  await using engine = await startEngine(config());
  const avatars = avatarsOf(engine);
  expect(await avatars.end(id)).toMatchObject({ state: "done", name: "max" });
  expect(await avatars.delete("max")).toBe(204);
});
