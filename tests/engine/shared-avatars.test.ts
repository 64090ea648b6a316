import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bitRates, videoCodecs } from "../../engine/avatar/face.ts";
import { PackDamaged } from "../../engine/avatar/pack-header.ts";
import { AvatarStore } from "../../engine/avatar/store/avatar-store.ts";
import { readEngineConfig } from "../../engine/config.ts";
import { startEngine } from "../../engine/server.ts";
import { avatarsOf } from "../_support/avatars.ts";
import { startBucket, startSilence, type TestBucket } from "../_support/bucket.ts";
import { openCuttableProxy } from "../_support/cuttable-proxy.ts";
import { type School, startSchool } from "../_support/school.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), "shared-avatars-"));
const opened = new AsyncDisposableStack();
let school: School;
let bucket: TestBucket;
let photo: Blob;
/** Engines of one school with nothing in common but the bucket. */
let one: ReturnType<typeof avatarsOf>;
let other: ReturnType<typeof avatarsOf>;

const dataDirOf = (name: string) => join(root, name);
const openEngine = (name: string) =>
  startEngine(
    readEngineConfig({
      ...school.engineEnvironment,
      ...bucket.environment,
      DATA_DIR: dataDirOf(name),
      LOG_LEVEL: "silent",
    }),
  );
/** Where an engine keeps what it fetched. */
const cacheOf = (name: string) => join(dataDirOf(name), "cache", "packs");
const packsOf = (name: string) => readdirSync(cacheOf(name));

beforeAll(async () => {
  opened.defer(() => rmSync(root, { recursive: true, force: true }));
  school = opened.use(await startSchool());
  bucket = opened.use(await startBucket());
  photo = new Blob([await avatarsOf(school.engine).preview("mei")], { type: "image/png" });
  one = avatarsOf(opened.use(await openEngine("one")));
  other = avatarsOf(opened.use(await openEngine("other")));
});
afterAll(async () => {
  await opened.disposeAsync();
});

test("a face that one engine makes is told of, shown, checked and deleted by another", async () => {
  const reply = await one.send({ name: "kim", model: "photo", consentBy: "admin-1" }, photo);
  const { id } = (await reply.json()) as { id: string };
  // Whoever asks another engine hears how it goes on.
  const told = await other.follow(id);
  expect(told.at(-1)).toMatchObject({ id, name: "kim", state: "done" });
  expect(await other.find(id)).toMatchObject({ state: "done", report: { tracked: 1 } });

  expect(await other.names()).toContain("kim");
  // Made ready there as well, before anybody asks for it: recorded in both codecs.
  await until("the other engine to have it ready", () => idlesOf("other").length === videoCodecs.length);
  const start = await other.client.POST("/api/avatar/start", { body: { name: "kim" } });
  expect(await other.end(start.data!.id)).toMatchObject({ state: "done" });
  const recordings = videoCodecs.length * bitRates.length;
  // The job ends when it can be shown; the narrower links come later.
  await until("every rate to be recorded", () => idlesOf("other").length === recordings);
  expect(await other.preview("kim")).toEqual(await one.preview("kim"));
  expect(packsOf("other")).toEqual(packsOf("one"));

  expect(await other.delete("kim")).toBe(204);
  expect(await one.names()).not.toContain("kim");
  expect([packsOf("one"), packsOf("other")]).toEqual([[], []]);
  const left = [...recordingsOf("one"), ...recordingsOf("other")];
  expect(left).toEqual([]);
});

/** Recordings of faces that were made. */
function recordingsOf(name: string): string[] {
  return readdirSync(join(dataDirOf(name), "cache")).filter((file) => file.startsWith("built-"));
}

const idlesOf = (name: string) => recordingsOf(name).filter((file) => file.endsWith(".idle"));

test("a cached pack that was changed or cut short is fetched again, and one that is changed in the store is refused", async () => {
  const reply = await one.send({ name: "lee", model: "photo", consentBy: "admin-1" }, photo);
  await one.end(((await reply.json()) as { id: string }).id);
  const [file] = packsOf("one");
  const hash = file!.split(".")[0]!;
  const cacheFolder = join(root, "cache-of-its-own");
  const store = new AvatarStore({ bucket: bucket.address, cacheFolder });
  await store.openPack(hash);
  const path = join(cacheFolder, file!);
  const whole = readFileSync(path);
  for (const damaged of [
    whole.subarray(0, 1_000),
    whole.map((byte, i) => (i === 90_000 ? byte ^ 1 : byte)),
  ]) {
    writeFileSync(path, damaged);
    expect((await store.openPack(hash)).provenance).toMatchObject({ consentBy: "admin-1" });
    expect(readFileSync(path).equals(whole)).toBe(true);
  }
  const client = new Bun.S3Client({ ...bucket.address, region: "auto" });
  await client.write(`packs/${hash}.avatar`, whole.subarray(0, 5_000));
  // Who has it goes on; who has not takes nothing else for it.
  expect(await store.read(hash)).toHaveLength(whole.length);
  rmSync(path);
  await expect(store.openPack(hash)).rejects.toThrow(PackDamaged);
  expect(readdirSync(cacheFolder)).toEqual([]);
});

test("a face that is made while its bucket is away is kept, and is there when the bucket is back", async () => {
  const { port } = new URL(bucket.address.endpoint);
  await using way = await openCuttableProxy({ host: "127.0.0.1", port: Number(port) });
  const endpoint = { S3_ENDPOINT: `http://127.0.0.1:${way.port}` };
  const environment = { ...school.engineEnvironment, ...bucket.environment, ...endpoint };
  const config = readEngineConfig({ ...environment, DATA_DIR: dataDirOf("cut-off"), LOG_LEVEL: "silent" });
  await using engine = await startEngine(config);
  const avatars = avatarsOf(engine);
  const reply = await avatars.send({ name: "may", model: "photo", consentBy: "admin-1" }, photo);
  const { id } = (await reply.json()) as { id: string };
  way.cut();
  const isMaking = () => readdirSync(join(config.uploadsDir, id)).some((file) => file.startsWith("avatar-"));
  await until("the face to be at work", isMaking, { withinMs: 60_000 });
  await until("the face to be made", () => !isMaking(), { withinMs: 60_000 });
  const refused = way.refused;
  await until("the bucket to be asked in vain", () => way.refused > refused + 2);
  expect(await avatars.find(id)).toMatchObject({ state: "running" });
  way.restore();
  expect(await avatars.end(id)).toMatchObject({ state: "done", report: { tracked: 1 } });
  expect(await one.names()).toContain("may");
  expect(await one.delete("may")).toBe(204);
  expect(readdirSync(config.uploadsDir)).toEqual([]);
});

test("an engine whose bucket takes every call and answers none starts with the drawn tutors, and stops", async () => {
  using silent = startSilence();
  const environment = { ...school.engineEnvironment, ...bucket.environment, S3_ENDPOINT: silent.url };
  const config = readEngineConfig({ ...environment, DATA_DIR: dataDirOf("patient"), LOG_LEVEL: "silent" });
  await using patient = await startEngine(config);
  expect(await avatarsOf(patient).names()).toEqual(["ada", "ben", "mei"]);
});

test("an engine whose bucket is gone shows what it has fetched, and starts with the drawn tutors", async () => {
  await using lonely = await openEngine("one-more");
  const avatars = avatarsOf(lonely);
  await until("the name to be known", async () => (await avatars.names()).includes("lee"));
  await bucket.stop();
  expect(await one.names()).toContain("lee");
  expect((await one.preview("lee")).length).toBeGreaterThan(10_000);
  const refused = await avatars.send({ name: "late", model: "drawn", preset: "ada" });
  expect(refused.status).toBe(503);
  await using fresh = await openEngine("fresh");
  expect(await avatarsOf(fresh).names()).toEqual(["ada", "ben", "mei"]);
});
