import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../../tests/_support/until.ts";
import { toFaceError, toFaceFailure } from "../face-failure.ts";
import { PackDamaged } from "../pack-header.ts";
import { AssetsRefused, AssetsUnreachable } from "../store/asset-store.ts";
import { AvatarMissing } from "../store/avatar-store.ts";
import { FolderAssets } from "../store/folder-assets.ts";
import { BuilderBusy } from "../video/avatar-builder.ts";
import { AvatarJobs } from "./avatar-jobs.ts";

const root = mkdtempSync(join(tmpdir(), "avatar-jobs-"));
afterAll(() => rmSync(root, { recursive: true }));
const assets = new FolderAssets(root);
const order = { kind: "create", name: "kim" } as const;

test("a job that has nothing to tell is known to go on, and one that has ended is told of once", async () => {
  await using jobs = new AvatarJobs(assets, fail, { signOfLifeMs: 10 });
  const work = Promise.withResolvers<undefined>();
  const { job, ended } = await jobs.start(order, () => work.promise);
  const version = async () =>
    (await assets.list("jobs/")).find(({ key }) => key === `jobs/${job.id}.json`)!.version;
  for (let signs = 0; signs < 3; signs++) {
    const before = await version();
    await until("a sign of life", async () => (await version()) !== before);
  }
  work.resolve(undefined);
  await ended;
  const atEnd = await version();
  const other = await jobs.start({ ...order, name: "lee" }, async () => undefined);
  await other.ended;
  expect(await version()).toBe(atEnd);
  await using elsewhere = new AvatarJobs(assets, fail);
  expect(await elsewhere.find(job.id)).toMatchObject({ state: "done" });
});

test.each<[string, () => Promise<Uint8Array>]>([
  ["was away for a moment", () => Promise.reject(new AssetsUnreachable("away"))],
  ["had half a record for a moment", async () => new TextEncoder().encode('{"job":')],
])("whoever watches another engine's job hears of its end though the store %s", async (_, readOnce) => {
  await using jobs = new AvatarJobs(assets, fail);
  const work = Promise.withResolvers<undefined>();
  const { job, ended } = await jobs.start(order, () => work.promise);
  const away = new FolderAssets(root);
  const read = away.read.bind(away);
  await using elsewhere = new AvatarJobs(away, fail);
  const states: string[] = [];
  for await (const { data } of (await elsewhere.watch(job.id, AbortSignal.timeout(60_000)))!) {
    states.push(data.state);
    if (data.state !== "running") continue;
    away.read = () => {
      away.read = read;
      return readOnce();
    };
    work.resolve(undefined);
    await ended;
  }
  expect(states).toEqual(["running", "done"]);
});

test.each<[string, Error, string]>([
  ["the store is away", new AssetsUnreachable("x"), "the store of faces cannot be reached: try again later"],
  ["the store is full", new AssetsRefused("it is full: make room"), "it is full: make room"],
  ["its face is gone", new AvatarMissing("x"), "the face is not there any more"],
  [
    "its face is damaged",
    new PackDamaged("x"),
    "the face's file is damaged: delete the face and make it anew",
  ],
  ["there is no time for it", new BuilderBusy("no time: try again"), "no time: try again"],
])("a job that fails because %s says so, from whichever process it hears", async (_, error, detail) => {
  await using jobs = new AvatarJobs(assets, fail);
  const { ended } = await jobs.start(order, async () => {
    throw error;
  });
  expect(await ended).toMatchObject({ state: "failed", detail });
  if (error instanceof BuilderBusy) return;
  const sent = structuredClone(toFaceFailure(error));
  const { ended: elsewhere } = await jobs.start({ ...order, kind: "start" }, async () => {
    throw toFaceError(sent);
  });
  expect(await elsewhere).toMatchObject({ state: "failed", detail });
});

test("a job whose failure means nothing to people is told to those who run the engine", async () => {
  const told: unknown[] = [];
  await using jobs = new AvatarJobs(assets, (error) => told.push(error));
  const error = new TypeError("undefined is not a function");
  const { ended } = await jobs.start(order, async () => {
    throw error;
  });
  expect(await ended).toMatchObject({ state: "failed", detail: "something went wrong on our side" });
  expect(told).toEqual([error]);
});

function fail(error: unknown): never {
  throw error;
}
