import { afterAll, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssetsUnreachable } from "./asset-store.ts";
import { FolderAssets } from "./folder-assets.ts";

const root = mkdtempSync(join(tmpdir(), "folder-assets-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a folder that is not there is empty, and one that cannot be read is not", async () => {
  const assets = new FolderAssets(root);
  expect(await assets.list("packs/")).toEqual([]);
  writeFileSync(join(root, "packs"), "a file where the folder should be");
  expect(assets.list("packs/")).rejects.toBeInstanceOf(AssetsUnreachable);
});

test("what is deleted is not listed any more", async () => {
  const assets = new FolderAssets(root);
  mkdirSync(join(root, "names"));
  await assets.write("names/kim", new Uint8Array([1]));
  expect((await assets.list("names/")).map(({ key }) => key)).toEqual(["names/kim"]);
  await assets.delete("names/kim");
  expect(await assets.list("names/")).toEqual([]);
});
