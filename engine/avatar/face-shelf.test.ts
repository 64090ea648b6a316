import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { FaceShelf } from "./face-shelf.ts";
import { toPackFile } from "./pack-file.ts";
import { packLimits } from "./pack-header.ts";
import { identity } from "./pixels/affine.ts";
import { RenderStage } from "./render-stage.ts";
import { AvatarMissing, AvatarStore } from "./store/avatar-store.ts";
import { packOf, storeFace } from "./store/store-face.fixture.ts";
import { tinyPack } from "./tiny-pack.fixture.ts";
import { encodeLoop } from "./video/loop-codec.ts";

setDefaultTimeout(120_000);
const root = mkdtempSync(join(tmpdir(), "face-shelf-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const cacheDir = join(root, "cache");
const count = packLimits.loopPictures.most;
let store: AvatarStore;
let cold: { readonly name: string; readonly hash: string };

beforeAll(async () => {
  store = await AvatarStore.open({ folder: join(root, "store") });
  const tiny = tinyPack();
  const shown = Array.from({ length: count }, (_, i) => tiny.loop[i % tiny.loop.length]!);
  const { units, decoded } = await encodeLoop(shown);
  const heads = decoded.map(() => identity);
  const mouths = { ...tiny.mouths, costs: undefined };
  await storeFace(store, "cold", toPackFile({ ...tiny, loop: decoded, heads, mouths }, units));
  await storeFace(store, "known", toPackFile(tinyPack()));
  cold = { name: "cold", hash: packOf(store.find("cold")) };
});

const shelfOf = (folder: string | undefined) =>
  new FaceShelf({ cacheDir: folder, store: store.place, inUse: () => true });

test("those who speak get their pictures while a face of the most pictures is opened, or one is drawn", async () => {
  const drawn = { name: "ben" };
  for (const [folder, face] of [
    [undefined, cold],
    [cacheDir, cold],
    [cacheDir, drawn],
  ] as const) {
    const shelf = shelfOf(folder);
    const known = await shelf.get({ name: "known", hash: packOf(store.find("known")) });
    let made = 0;
    await using stage = new RenderStage({
      onPicture: () => made++,
      onFailure: (_, error) => {
        throw error;
      },
    });
    stage.open(1, known, "VP8");
    stage.find(1)!.begin(1, 0);
    let isOpen = false;
    const opening = shelf.get(face).then(() => {
      isOpen = true;
    });
    // The lesson asks for each picture when the one before has come.
    let asked = 0;
    while (!isOpen) {
      if (asked === made) {
        stage.find(1)!.advance(asked++);
        stage.wake();
      }
      await setImmediate();
    }
    await opening;
    expect(made).toBeGreaterThan(count / 4);
  }
});

test("a face that is put away is not forgotten, and one that is deleted is until it is stored again", async () => {
  const shelf = new FaceShelf({ store: store.place, inUse: () => false });
  const known = { name: "known", hash: packOf(store.find("known")) };
  const hashes: string[] = [];
  const before = await shelf.get(known);
  for (let height = 101; height <= 107; height++) {
    const pack = { ...tinyPack(), face: { ...tinyPack().face, height } };
    const { hash } = await storeFace(store, `other${height}`, toPackFile(pack));
    await shelf.get({ name: "other", hash });
    hashes.push(hash);
  }
  expect([known.hash, ...hashes].map((hash) => shelf.isForgotten(hash))).not.toContain(true);
  expect(await shelf.get(known)).not.toBe(before);
  // Whether it is open or was put away.
  for (const hash of [known.hash, hashes.at(-1)!]) {
    await shelf.forget(hash);
    expect(shelf.isForgotten(hash)).toBe(true);
    await shelf.get({ name: "again", hash });
    expect(shelf.isForgotten(hash)).toBe(false);
  }
});

test("those who ask for a face while it is opened get the same one", async () => {
  const shelf = shelfOf(undefined);
  const [one, other] = await Promise.all([shelf.get(cold), shelf.get(cold)]);
  expect(other).toBe(one);
});

test("a face that is deleted while it is opened is missing, and leaves nothing behind", async () => {
  const folder = join(root, "another-cache");
  const shelf = shelfOf(folder);
  const opening = [shelf.get(cold), shelf.get(cold)].map((one) => one.catch((error: unknown) => error));
  await setImmediate();
  await shelf.forget(cold.hash);
  for (const outcome of await Promise.all(opening)) expect(outcome).toBeInstanceOf(AvatarMissing);
  expect(readdirSync(folder)).toEqual([]);
  // It may be stored again.
  expect((await shelf.get(cold)).pack.loop).toHaveLength(count);
});
