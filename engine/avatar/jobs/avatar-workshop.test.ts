import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { until } from "../../../tests/_support/until.ts";
import { toPackFile } from "../pack-file.ts";
import { AvatarStore } from "../store/avatar-store.ts";
import { tinyPack } from "../tiny-pack.fixture.ts";
import type { BuildReport } from "../video/build-report.ts";
import { AvatarJobs } from "./avatar-jobs.ts";
import { AvatarWorkshop } from "./avatar-workshop.ts";

const root = mkdtempSync(join(tmpdir(), "avatar-workshop-"));
afterAll(() => rmSync(root, { recursive: true }));

const order = {
  name: "kim",
  model: "photo",
  consentBy: "admin-1",
  consentAt: "2026-01-02T03:04:05Z",
} as const;
const report: BuildReport = {
  ...{ kind: "photo", seconds: 0, tracked: 1, yawDeg: 0, pitchDeg: 0, brightness: 100, mouthOpen: 0 },
  ...{ mouths: 3, mouthsExtended: 0, loopSeconds: 4, seamPx: 0, blinks: 0, notes: [] },
};
const fail = (error: unknown): never => {
  throw error;
};

/** A workshop whose faces are made already, and whose store says nothing from the moment when it is to take `silentAt`. */
async function openWorkshop(silentAt: string) {
  const store = await AvatarStore.open({ folder: mkdtempSync(join(root, "store-")) });
  const { assets } = store;
  const write = assets.write.bind(assets);
  const [asked, speak] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const keys: string[] = [];
  let written = Promise.resolve();
  assets.write = (key, bytes) => {
    keys.push(key);
    if (!key.startsWith(silentAt)) return write(key, bytes);
    asked.resolve();
    written = speak.promise.then(() => write(key, bytes));
    return written;
  };
  const goOn = () => {
    speak.resolve();
    return written;
  };
  const jobs = new AvatarJobs(assets, fail);
  const builder = { build: async () => ({ pack: toPackFile(tinyPack()), report }) };
  const folder = mkdtempSync(join(root, "uploads-"));
  const parts = { builder, store, jobs, folder, warm: async () => {}, onError: fail };
  const workshop = await AvatarWorkshop.open(parts);
  const stream = (async function* () {
    yield new Uint8Array([1]);
  })();
  const { id } = await workshop.take(order, { mediaType: "image/png", stream });
  await asked.promise;
  return { store, jobs, folder, id, keys, goOn };
}

test("an engine that stops while its store says nothing has not tried, and keeps the file", async () => {
  const { jobs, folder, id } = await openWorkshop("packs/");
  await jobs[Symbol.asyncDispose]();
  expect(await Bun.file(join(folder, id, "order.json")).json()).toMatchObject({ attempts: 0 });
});

test("a face that is deleted while the store takes its pack in silence is not named", async () => {
  const { jobs, folder, keys, goOn } = await openWorkshop("packs/");
  await using _ = jobs;
  expect(await jobs.cancel("kim")).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  await goOn();
  await setImmediate();
  expect(keys).not.toContain("names/kim");
});

test("a face that is deleted while the store takes its name in silence does not come back", async () => {
  const { store, jobs, goOn } = await openWorkshop("names/");
  await using _ = jobs;
  expect(await jobs.cancel("kim")).toBe(true);
  await goOn();
  await until("it to be gone", async () => {
    await store.refresh();
    return store.list().length === 0;
  });
});
