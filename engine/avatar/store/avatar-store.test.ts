import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toPackFile } from "../pack-file.ts";
import { PackDamaged } from "../pack-header.ts";
import { tinyPack } from "../tiny-pack.fixture.ts";
import { AssetsUnreachable } from "./asset-store.ts";
import { AvatarMissing, AvatarStore } from "./avatar-store.ts";
import { madeUp, packOf, storeFace } from "./store-face.fixture.ts";

const root = mkdtempSync(join(tmpdir(), "avatar-store-"));
afterAll(() => rmSync(root, { recursive: true }));
const folderOf = ({ place }: AvatarStore) => ("folder" in place ? place.folder : "");
const file = toPackFile(tinyPack());
let folders = 0;

function openStore(): Promise<AvatarStore> {
  return AvatarStore.open({ folder: join(root, String(folders++)) });
}

test("a pack is found by name and opened by hash", async () => {
  const store = await openStore();
  const { hash } = await storeFace(store, "kim", file);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(packOf(store.find("kim"))).toBe(hash);
  expect(store.list()).toEqual([{ name: "kim", model: "video", hash, provenance: madeUp }]);
  expect((await store.openPack(hash)).mouths.shapes).toHaveLength(3);
});

test("the same pack is kept once, until its last name is gone", async () => {
  const store = await openStore();
  const { hash } = await storeFace(store, "one", file);
  await storeFace(store, "two", file);
  expect(readdirSync(join(folderOf(store), "packs"))).toEqual([`${hash}.avatar`]);
  expect(await store.delete("one")).toBe(true);
  expect(await store.read(hash)).toEqual(file);
  expect(await store.delete("two")).toBe(true);
  expect(await store.delete("two")).toBe(false);
  await expect(store.read(hash)).rejects.toThrow(AvatarMissing);
  expect(readdirSync(join(folderOf(store), "packs"))).toEqual([]);
});

test("a name that is given again points to the new pack, and the old one is gone", async () => {
  const store = await openStore();
  const { hash: before } = await storeFace(store, "kim", file);
  const { hash: after } = await storeFace(store, "kim", toPackFile({ ...tinyPack(), toned: true }));
  expect(store.list().map(packOf)).toEqual([after]);
  await expect(store.read(before)).rejects.toThrow(AvatarMissing);
});

test("another process sees what was stored, and leftovers of a crash do no harm", async () => {
  const store = await openStore();
  const { hash } = await storeFace(store, "kim", file);
  writeFileSync(join(folderOf(store), "names", "kim.1234.draft"), "half");
  writeFileSync(join(folderOf(store), "names", "bad"), "no hash");
  const other = await AvatarStore.open(store.place);
  expect(other.list().map(packOf)).toEqual([hash]);
  await storeFace(other, "lee", file);
  expect(store.find("lee")).toBeUndefined();
  await store.refresh();
  expect(packOf(store.find("lee"))).toBe(hash);
});

test("what is named or deleted while names are read stays so", async () => {
  const store = await openStore();
  await storeFace(store, "old", file);
  const { assets } = store;
  const list = assets.list.bind(assets);
  const [listed, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  assets.list = async (prefix) => {
    const found = await list(prefix);
    listed.resolve();
    await goOn.promise;
    return found;
  };
  const reading = store.refresh();
  await listed.promise;
  assets.list = list;
  const { hash } = await storeFace(store, "kim", file);
  await store.delete("old");
  goOn.resolve();
  await reading;
  expect(store.list().map(({ name }) => name)).toEqual(["kim"]);
  expect(packOf(store.find("kim"))).toBe(hash);
});

test("a deletion that fails anywhere is finished by the next one, and leaves nothing", async () => {
  for (const failing of ["list", "names/", "packs/"]) {
    const store = await openStore();
    await storeFace(store, "kim", file);
    const { assets } = store;
    const { list, delete: remove } = assets;
    if (failing === "list") assets.list = () => Promise.reject(new AssetsUnreachable("away"));
    assets.delete = async (key) => {
      if (key.startsWith(failing)) throw new AssetsUnreachable("away");
      await remove.call(assets, key);
    };
    await expect(store.delete("kim")).rejects.toThrow(AssetsUnreachable);
    Object.assign(assets, { list, delete: remove });
    expect(await store.delete("kim")).toBe(true);
    const left = ["names", "packs"].flatMap((folder) => readdirSync(join(folderOf(store), folder)));
    expect(left).toEqual([]);
  }
});

test("a face is deleted although a cache cannot be tidied, which is told, and tried again", async () => {
  const store = await openStore();
  await storeFace(store, "kim", file);
  const looks: number[] = [];
  store.onLook = async ({ size }) => {
    if (looks.push(size) < 3) throw new Error("the disk is read-only");
  };
  expect(await store.delete("kim")).toBe(true);
  const told: unknown[] = [];
  await using rounds = store.keepFresh((error) => told.push(error));
  await rounds.first(5_000);
  expect(told).toEqual([new Error("the disk is read-only")]);
  await store.refresh();
  await store.refresh();
  expect(looks).toEqual([0, 0, 0]);
});

test("a sweep removes packs and drafts that nobody came back for, and nothing that is named or new", async () => {
  const store = await openStore();
  const { hash: named } = await storeFace(store, "kim", file);
  const packOfIts = (height: number) =>
    store.putPack(toPackFile({ ...tinyPack(), face: { ...tinyPack().face, height } }));
  const [lost, fresh, later] = [await packOfIts(10), await packOfIts(20), await packOfIts(30)];
  const place = (...path: string[]) => join(folderOf(store), ...path);
  // What only a newer engine understands.
  writeFileSync(place("names", "lee"), JSON.stringify({ format: 9, files: [{ sha256: later }] }));
  const drafts = ["old.avatar.1234.draft", "new.avatar.1234.draft"];
  for (const draft of drafts) writeFileSync(place("packs", draft), "half");
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  for (const name of [`${named}.avatar`, `${lost}.avatar`, `${later}.avatar`, drafts[0]!])
    utimesSync(place("packs", name), longAgo, longAgo);
  await store.sweep();
  const kept = [`${named}.avatar`, `${fresh}.avatar`, `${later}.avatar`, drafts[1]!];
  expect(readdirSync(place("packs")).sort()).toEqual(kept.sort());
});

test("a sweep leaves alone what is stored again or named while it reads the names", async () => {
  const store = await openStore();
  await storeFace(store, "kim", file);
  const other = toPackFile({ ...tinyPack(), toned: true });
  const hashes = [
    await store.putPack(other),
    await store.putPack(toPackFile({ ...tinyPack(), toned: false })),
  ];
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  const age = () => {
    for (const hash of hashes) utimesSync(join(folderOf(store), "packs", `${hash}.avatar`), longAgo, longAgo);
  };
  age();
  const elsewhere = await AvatarStore.open(store.place);
  const { assets } = store;
  const read = assets.read.bind(assets);
  assets.read = async (key, bytesMax) => {
    assets.read = read;
    const found = await read(key, bytesMax);
    // One is stored again, not yet named; the other is named, as seen from where the clock is wrong.
    await elsewhere.putPack(other);
    writeFileSync(join(folderOf(store), "names", "lee"), JSON.stringify({ hash: hashes[1] }));
    return found;
  };
  await store.sweep();
  const kept = readdirSync(join(folderOf(store), "packs"));
  for (const hash of hashes) expect(kept).toContain(`${hash}.avatar`);
  age();
  rmSync(join(folderOf(store), "names", "lee"));
  await store.sweep();
  expect(readdirSync(join(folderOf(store), "packs"))).toHaveLength(1);
});

test("a name whose writing failed, and came to be, is deleted with whatever asks for it", async () => {
  const store = await openStore();
  const { assets } = store;
  const write = assets.write.bind(assets);
  let late = async () => {};
  assets.write = async (key, bytes) => {
    if (!key.startsWith("names/")) return write(key, bytes);
    late = () => write(key, bytes);
    throw new AssetsUnreachable("silent");
  };
  await expect(storeFace(store, "kim", file)).rejects.toThrow(AssetsUnreachable);
  await late();
  expect(await store.delete("kim")).toBe(false);
  expect(readdirSync(join(folderOf(store), "names"))).toEqual([]);
});

test("a sweep removes nothing where the names cannot be read", async () => {
  const store = await openStore();
  const { hash } = await storeFace(store, "kim", file);
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000);
  utimesSync(join(folderOf(store), "packs", `${hash}.avatar`), longAgo, longAgo);
  store.assets.read = () => Promise.reject(new AssetsUnreachable("away"));
  await expect(store.sweep()).rejects.toThrow(AssetsUnreachable);
  const fresh = await AvatarStore.open(store.place);
  expect(await fresh.read(hash)).toEqual(file);
});

test("a pack that somebody changed is refused", async () => {
  const store = await openStore();
  const { hash } = await storeFace(store, "kim", file);
  const changed = file.slice();
  changed[changed.length - 9]! ^= 1;
  writeFileSync(join(folderOf(store), "packs", `${hash}.avatar`), changed);
  await expect(store.openPack(hash)).rejects.toThrow(PackDamaged);
});

test.each(["", "../kim", "a/b", "a b", "kim.draft", "a".repeat(65), "ä"])(
  "the name %p is refused",
  async (name) => {
    const store = await openStore();
    await expect(storeFace(store, name, file)).rejects.toThrow(RangeError);
    expect(store.find(name)).toBeUndefined();
  },
);

test("a hash that is none leads nowhere", async () => {
  const store = await openStore();
  for (const hash of ["", "../../etc/passwd", "0".repeat(64)]) {
    await expect(store.read(hash)).rejects.toThrow(AvatarMissing);
  }
});
