import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { FaceShelf } from "../../engine/avatar/face-shelf.ts";
import { type Faces, openFaces } from "../../engine/avatar/faces.ts";
import { openDrawnArt } from "../../engine/avatar/illustrated/drawn-art.ts";
import { toPackFile } from "../../engine/avatar/pack-file.ts";
import { AvatarStore } from "../../engine/avatar/store/avatar-store.ts";
import { packOf, storeFace } from "../../engine/avatar/store/store-face.fixture.ts";
import { childrenOf } from "../_support/child-processes.ts";
import { until } from "../_support/until.ts";

setDefaultTimeout(120_000);
const root = mkdtempSync(join(tmpdir(), "face-memory-"));
const cacheDir = join(root, "cache");
let store: AvatarStore;
let faces: Faces;
let file: Uint8Array;

beforeAll(async () => {
  store = await AvatarStore.open({ folder: join(root, "store") });
  faces = await openFaces({ cacheDir, store });
  const { pack } = await openDrawnArt("ada", undefined);
  file = toPackFile({ ...pack, kind: "video", layers: undefined });
  await storeFace(store, "filmed", file);
});
afterAll(async () => {
  await faces[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

const painters = () => childrenOf(process.pid, "render-worker");

/** Kilobytes of the mapped samples of a face in a process, and its share of them where others have them too (proc(5), smaps). */
function mappedKb(pid: number, hash: string): { resident: number; share: number } {
  const [, of = ""] = readFileSync(`/proc/${pid}/smaps`, "utf8").split(new RegExp(`^.*${hash}.*$`, "m"));
  const kb = (field: string) => Number(new RegExp(`^${field}: +(\\d+) kB`, "m").exec(of)?.[1] ?? 0);
  return { resident: kb("Rss"), share: kb("Pss") };
}

test("processes that show the same face hold its pictures once", async () => {
  const hash = packOf(store.find("filmed"));
  await faces.facePoster("filmed");
  // This process opens it as well, as another painter would.
  const shelf = new FaceShelf({ cacheDir, store: store.place, inUse: () => true });
  const { pack } = await shelf.get({ name: "filmed", hash });
  for (const pid of [...painters(), process.pid]) {
    const { resident, share } = mappedKb(pid, hash);
    expect(resident).toBeGreaterThan(50_000);
    expect(share).toBeLessThan(0.6 * resident);
  }
  expect(pack.loop[0]![0]).toBeGreaterThan(0);
});

test("a face that is deleted leaves the memory of those that showed it, and their disk", async () => {
  const hash = packOf(store.find("filmed"));
  await faces.facePoster("filmed");
  expect(painters().some((pid) => mappedKb(pid, hash).resident > 50_000)).toBe(true);
  await store.delete("filmed");
  await until("the painters let the face go", () =>
    painters().every((pid) => mappedKb(pid, hash).resident === 0),
  );
  expect(readdirSync(cacheDir).filter((name) => name.startsWith("built-"))).toEqual([]);
});

test("a face that was made ready is open in every process, also in one that starts later or again", async () => {
  const { hash } = await storeFace(store, "filmed", file);
  await faces.warm("filmed");
  await using performances = new AsyncDisposableStack();
  // As many as make another process start.
  for (let i = 0; i < 5; i++) performances.use(faces.face("ada").perform("VP8"));
  const allHaveIt = (count: number) => () =>
    painters().length === count && painters().every((pid) => mappedKb(pid, hash).resident > 50_000);
  const processes = Math.min(2, availableParallelism());
  await until("the new process to have it", allHaveIt(processes), { withinMs: 60_000 });
  const [first] = painters();
  process.kill(first!, "SIGKILL");
  await until("the process to be gone", () => !painters().includes(first!));
  await until("the next one to have it", allHaveIt(processes), { withinMs: 60_000 });
});
