import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AssetStore, AssetsRefused, AssetsUnreachable } from "../../engine/avatar/store/asset-store.ts";
import { BucketAssets } from "../../engine/avatar/store/bucket-assets.ts";
import { FolderAssets } from "../../engine/avatar/store/folder-assets.ts";
import { startBucket, startSilence, type TestBucket } from "../_support/bucket.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), "assets-"));
let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(async () => {
  await bucket?.[Symbol.asyncDispose]();
  rmSync(root, { recursive: true });
});

const stores: Record<string, () => AssetStore> = {
  "a folder": () => new FolderAssets(join(root, "folder")),
  "a bucket": () => new BucketAssets(bucket.address),
};
const minuteMs = 60_000;
const bytes = (text: string) => new TextEncoder().encode(text);

describe.each(Object.keys(stores))("assets in %s", (kind) => {
  let assets: AssetStore;
  beforeAll(() => {
    assets = stores[kind]!();
  });

  test("are read as they were written, by everybody who uses the same place", async () => {
    const large = new Uint8Array(7_000_000).map((_, i) => i % 251);
    await assets.write("packs/large.avatar", large);
    expect(Buffer.from((await stores[kind]!().read("packs/large.avatar", 8_000_000))!).equals(large)).toBe(
      true,
    );
    await assets.write("packs/large.avatar", bytes("smaller"));
    expect(await assets.read("packs/large.avatar", 100)).toEqual(bytes("smaller"));
    await assets.delete("packs/large.avatar");
  });

  test("are listed by prefix, with the time they were written and another version after each change", async () => {
    expect(await assets.list("names/")).toEqual([]);
    await assets.write("names/a", bytes("1"));
    await assets.write("names/b", bytes("2"));
    await assets.write("jobs/a", bytes("3"));
    const before = await assets.list("names/");
    expect(before.map(({ key }) => key).sort()).toEqual(["names/a", "names/b"]);
    for (const { writtenAtMs } of before) expect(Math.abs(Date.now() - writtenAtMs)).toBeLessThan(minuteMs);
    await assets.write("names/b", bytes("4"));
    const after = await assets.list("names/");
    const versionOf = (list: typeof before, key: string) => list.find((asset) => asset.key === key)!.version;
    expect(versionOf(after, "names/a")).toBe(versionOf(before, "names/a"));
    expect(versionOf(after, "names/b")).not.toBe(versionOf(before, "names/b"));
  });

  test("that are not there are undefined to read and nothing to delete", async () => {
    expect(await assets.read("names/nobody", 100)).toBeUndefined();
    await assets.delete("names/nobody");
  });

  test("that are larger than expected are not read", async () => {
    await assets.write("names/long", bytes("0123456789"));
    await expect(assets.read("names/long", 9)).rejects.toThrow(RangeError);
    expect(await assets.read("names/long", 10)).toEqual(bytes("0123456789"));
  });

  test.each(["../up", "/etc/passwd", "names/../../up", "names/a b", ""])(
    "never have the key %p",
    async (key) => {
      await expect(assets.write(key, bytes("x"))).rejects.toThrow(RangeError);
      await expect(assets.read(key, 10)).rejects.toThrow(RangeError);
      await expect(assets.delete(key)).rejects.toThrow(RangeError);
    },
  );
});

test("a file that a crash left half written in a folder is not listed", async () => {
  const folder = join(root, "crashed");
  mkdirSync(join(folder, "names"), { recursive: true });
  writeFileSync(join(folder, "names", "kim.1234.draft"), "ha");
  expect(await new FolderAssets(folder).list("names/")).toEqual([]);
});

test("a bucket that cannot be reached fails, and does not look empty", async () => {
  const assets = new BucketAssets({ ...bucket.address, endpoint: "http://127.0.0.1:1" });
  await expect(assets.list("names/")).rejects.toThrow();
  await expect(assets.read("names/a", 10)).rejects.toThrow();
});

test.each([
  ["says no to its keys", 403, "AccessDenied", AssetsRefused],
  ["is not there", 404, "NoSuchBucket", AssetsRefused],
  ["has no room", 507, "XMinioStorageFull", AssetsRefused],
  ["has a failure of its own", 500, "InternalError", AssetsUnreachable],
])("a bucket that %s fails accordingly", async (_, status, code, kind) => {
  using server = Bun.serve({
    ...{ hostname: "127.0.0.1", port: 0 },
    fetch: () => new Response(`<Error><Code>${code}</Code></Error>`, { status }),
  });
  const assets = new BucketAssets({ ...bucket.address, endpoint: server.url.origin });
  const failure: unknown = await assets.write("names/a", bytes("x")).catch((error: unknown) => error);
  expect((failure as Error).constructor).toBe(kind);
});

test("what a bucket takes in after its deletion is deleted again, unless it was written anew", async () => {
  const kept = new Set<string>();
  const calls: string[] = [];
  let gate = Promise.withResolvers<void>();
  using server = Bun.serve({
    ...{ hostname: "127.0.0.1", port: 0, idleTimeout: 0 },
    fetch: async (request) => {
      const isLate = (await request.text()) === "late";
      const key = new URL(request.url).pathname.split("/").at(-1)!;
      if (isLate) await gate.promise;
      if (request.method === "PUT") kept.add(key);
      else kept.delete(key);
      calls.push(`${request.method} ${isLate ? "late" : key}`);
      return new Response(null, { status: request.method === "PUT" ? 200 : 204 });
    },
  });
  const assets = new BucketAssets({ ...bucket.address, endpoint: server.url.origin }, { answerMaxMs: 500 });
  await expect(assets.write("names/a", bytes("late"))).rejects.toThrow(AssetsUnreachable);
  await assets.delete("names/a");
  gate.resolve();
  const deletedTwice = () => calls.filter((call) => call === "DELETE a").length === 2;
  await until("it to be deleted again", deletedTwice);
  expect([...kept]).toEqual([]);

  gate = Promise.withResolvers();
  await expect(assets.write("names/b", bytes("late"))).rejects.toThrow(AssetsUnreachable);
  await assets.delete("names/b");
  await assets.write("names/b", bytes("new"));
  gate.resolve();
  await until("the late one", () => calls.filter((call) => call === "PUT late").length === 2);
  await assets.delete("names/c");
  expect([...kept]).toEqual(["b"]);
});

test("a bucket that takes every call and answers none fails, whatever it is asked", async () => {
  using silent = startSilence();
  const assets = new BucketAssets({ ...bucket.address, endpoint: silent.url }, { answerMaxMs: 100 });
  const asked = [
    assets.list("names/"),
    assets.read("names/a", 10),
    assets.write("names/a", bytes("x")),
    assets.delete("names/a"),
  ];
  for (const one of await Promise.allSettled(asked))
    expect(one).toMatchObject({ status: "rejected", reason: expect.any(AssetsUnreachable) });
});
