import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asNobody } from "../../../tests/_support/as-nobody.ts";
import { AssetsRefused, AssetsUnreachable } from "./asset-store.ts";
import { FolderAssets } from "./folder-assets.ts";

const root = mkdtempSync(join(tmpdir(), "folder-assets-"));
afterAll(() => rmSync(root, { recursive: true }));

test("a folder that is not there is empty, and one that cannot be read is not, nor are its files gone", async () => {
  const assets = new FolderAssets(root);
  expect(await assets.list("packs/")).toEqual([]);
  expect(await assets.read("packs/kim", 1)).toBeUndefined();
  writeFileSync(join(root, "packs"), "a file where the folder should be");
  await expect(assets.list("packs/")).rejects.toBeInstanceOf(AssetsUnreachable);
  await expect(assets.read("packs/kim", 1)).rejects.toBeInstanceOf(AssetsUnreachable);
});

test("what is deleted is not listed any more", async () => {
  const assets = new FolderAssets(root);
  mkdirSync(join(root, "names"));
  await assets.write("names/kim", new Uint8Array([1]));
  expect((await assets.list("names/")).map(({ key }) => key)).toEqual(["names/kim"]);
  await assets.delete("names/kim");
  expect(await assets.list("names/")).toEqual([]);
});

test("a folder that may not be written says so, and is read all the same with the old drafts in it", async () => {
  const assets = new FolderAssets(join(root, "shut"));
  await assets.write("packs/kim", new Uint8Array([1]));
  const folder = join(root, "shut", "packs");
  writeFileSync(join(folder, "lee.1234.draft"), "half");
  utimesSync(join(folder, "lee.1234.draft"), 0, 0);
  chmodSync(root, 0o755);
  chmodSync(folder, 0o555);
  // Whoever runs the tests is to be able to remove it.
  using _shut = { [Symbol.dispose]: () => chmodSync(folder, 0o755) };
  using _nobody = asNobody();
  expect((await assets.list("packs/")).map(({ key }) => key)).toEqual(["packs/kim"]);
  await expect(assets.write("packs/lee", new Uint8Array([1]))).rejects.toThrow(AssetsRefused);
});
