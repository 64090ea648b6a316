import { setTimeout } from "node:timers/promises";
import { takeOrders } from "../workers/take-orders.ts";
import { builtName } from "./built-recordings.ts";
import type { PictureFormat } from "./encoding/picture-encoder.ts";
import { toPng } from "./encoding/poster.ts";
import type { IdleLoop } from "./face.ts";
import { toFaceFailure } from "./face-failure.ts";
import { FaceShelf } from "./face-shelf.ts";
import { dropIdle, findIdle, keepIdle } from "./idle-library.ts";
import type { Direction, FaceRef, RenderOrder, RenderReport } from "./render-messages.ts";
import { RenderStage } from "./render-stage.ts";

/** Composes and encodes faces' pictures in a process of its own. An error that nobody expects ends the process. */
const { report } = takeOrders<RenderOrder, RenderReport>(take, close);

const stage = new RenderStage({
  onPicture: (id, made) => report({ type: "picture", id, ...made }),
  onFailure: (id, error) => report({ type: "failed", id, ...toFaceFailure(error) }),
});
/** Performances whose face is being opened, and what they were told meanwhile. */
const waiting = new Map<number, Direction[]>();
/** Directions that wait for a face; a lesson sends a few dozen in a second. With more than that the performance fails. */
const waitingMax = 1_000;
const collectAgainMs = 2_000;
let shelf = new FaceShelf({ inUse: (art) => stage.shows(art) });
let cacheDir: string | undefined;

function setUp(order: RenderOrder & { type: "setup" }): void {
  cacheDir = order.cacheDir;
  shelf = new FaceShelf({ ...order, inUse: (art) => stage.shows(art) });
  report({ type: "ready" });
}

async function idleOf(ref: FaceRef, format: PictureFormat): Promise<IdleLoop> {
  const about = await shelf.describe(ref);
  const name = ref.hash ? builtName(ref.hash) : ref.name;
  const place = cacheDir ? { folder: cacheDir, name, version: about.version } : undefined;
  const kept = place && (await findIdle(place, about, format));
  if (kept) return kept;
  const loop = await stage.record(await shelf.get(ref), format);
  if (!place) return loop;
  await keepIdle(place, about, { format, loop }).catch(() => {});
  // Deleted meanwhile, when everything else of it was removed.
  if (ref.hash && shelf.isForgotten(ref.hash)) await dropIdle(place, about, format);
  return loop;
}

async function posterOf(ref: FaceRef): Promise<Uint8Array> {
  const { pack } = await shelf.get(ref);
  return toPng(pack.loop[0]!);
}

/** Answers a question, or says why not. */
async function answer(id: number, task: () => Promise<RenderReport>): Promise<void> {
  try {
    report(await task());
  } catch (error) {
    report({ type: "failed", id, ...toFaceFailure(error) });
  }
}

async function perform({ id, face, codec }: RenderOrder & { type: "perform" }): Promise<void> {
  waiting.set(id, []);
  try {
    const art = await shelf.get(face);
    const directions = waiting.get(id);
    waiting.delete(id);
    if (!directions) return;
    stage.open(id, art, codec);
    for (const direction of directions) direct(id, direction);
  } catch (error) {
    waiting.delete(id);
    report({ type: "failed", id, ...toFaceFailure(error) });
  }
}

function direct(id: number, direction: Direction): void {
  const early = waiting.get(id);
  if (early && direction.to !== "dispose" && early.push(direction) <= waitingMax) return;
  if (waiting.delete(id) && direction.to !== "dispose")
    report({ type: "failed", id, ...toFaceFailure(new Error("the face takes too long to open")) });
  const stream = stage.find(id);
  if (!stream) return;
  if (direction.to === "begin") stream.begin(direction.run, direction.number);
  else if (direction.to === "advance") stream.advance(direction.number);
  else if (direction.to === "speak") stream.speak(direction.atMs, direction.visemes, direction.asksUntilMs);
  else if (direction.to === "hush") stream.hush(direction.atMs);
  else if (direction.to === "mood") stream.setMood(direction.mood);
  else if (direction.to === "nod") stream.nod();
  else if (direction.to === "key") stream.wantKeyPicture();
  else if (direction.to === "bit-rate") stream.setBitRate(direction.bitRate);
  else if (direction.to === "end") stream.end();
  else stage.drop(id);
  stage.wake();
}

/**
 * Nothing here is made anew often enough for the collector to come by itself. What it finds on the stack, such as the face that was just
 * forgotten, it keeps: hence again, a little later.
 */
async function collect(): Promise<void> {
  Bun.gc(true);
  await setTimeout(collectAgainMs, undefined, { ref: false });
  Bun.gc(true);
}

async function close(): Promise<void> {
  await stage[Symbol.asyncDispose]();
}

function take(data: Exclude<RenderOrder, { type: "close" }>): void {
  if (data.type === "direct") direct(data.id, data.direction);
  else if (data.type === "perform") void perform(data);
  else if (data.type === "idle") {
    const { id, face, codec, bitRate } = data;
    void answer(id, async () => {
      const { pictures } = await idleOf(face, { codec, bitRate });
      return { type: "idle", id, pictures };
    });
  } else if (data.type === "open") {
    const { id, face } = data;
    void answer(id, async () => {
      await shelf.get(face);
      return { type: "opened", id };
    });
  } else if (data.type === "poster") {
    const { id, face } = data;
    void answer(id, async () => ({ type: "poster", id, png: await posterOf(face) }));
  } else if (data.type === "forget") {
    void shelf.forget(data.hash).then(collect);
  } else setUp(data);
}
