import type { IdleLoop, VideoCodec } from "./face.ts";
import { findIdle, keepIdle } from "./idle-library.ts";
import {
  type DrawnArt,
  drawnNames,
  drawnPoster,
  isDrawnName,
  openDrawnArt,
} from "./illustrated/drawn-art.ts";
import type { Direction, RenderOrder, RenderReport } from "./render-messages.ts";
import { RenderStage } from "./render-stage.ts";

/** Composes and encodes every face's pictures in a thread of its own. An error that nobody expects ends the thread. */
declare const self: Worker;

const stage = new RenderStage({
  onPicture: (id, made) =>
    report({ type: "picture", id, ...made }, [made.picture.data.buffer as ArrayBuffer]),
  onFailure: (id, error) => report({ type: "failed", id, reason: reasonOf(error) }),
});
const faces = new Map<string, DrawnArt>();
let cacheDir: string | undefined;

function report(message: RenderReport, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : "the face failed";
}

function faceOf(name: string): DrawnArt {
  const face = faces.get(name);
  if (!face) throw new Error("there is no such face");
  return face;
}

async function setUp(order: RenderOrder & { type: "setup" }): Promise<void> {
  cacheDir = order.cacheDir;
  for (const name of drawnNames) faces.set(name, await openDrawnArt(name, cacheDir));
  report({ type: "ready", names: drawnNames });
  // A cache that cannot be written costs time at the next start, and nothing else.
  for (const face of faces.values()) await face.keep().catch(() => {});
}

async function idleOf(name: string, codec: VideoCodec): Promise<IdleLoop> {
  const face = faceOf(name);
  const place = cacheDir ? { folder: cacheDir, name, version: face.version } : undefined;
  const kept = place && (await findIdle(place, face, codec));
  if (kept) return kept;
  const loop = await stage.record(face, codec);
  if (place) await keepIdle(place, face, { codec, loop }).catch(() => {});
  return loop;
}

/** Answers a question, or says why not. */
async function answer(id: number, task: () => Promise<RenderReport>): Promise<void> {
  try {
    report(await task());
  } catch (error) {
    report({ type: "failed", id, reason: reasonOf(error) });
  }
}

function perform({ id, face, codec }: RenderOrder & { type: "perform" }): void {
  try {
    stage.open(id, faceOf(face), codec);
  } catch (error) {
    report({ type: "failed", id, reason: reasonOf(error) });
  }
}

function direct(id: number, direction: Direction): void {
  const stream = stage.find(id);
  if (!stream) return;
  if (direction.to === "begin") stream.begin(direction.run, direction.number);
  else if (direction.to === "advance") stream.advance(direction.number);
  else if (direction.to === "speak") stream.speak(direction.atMs, direction.visemes);
  else if (direction.to === "hush") stream.hush(direction.atMs);
  else if (direction.to === "mood") stream.setMood(direction.mood);
  else if (direction.to === "key") stream.wantKeyPicture();
  else if (direction.to === "end") stream.end();
  else stage.drop(id);
  stage.wake();
}

async function close(): Promise<void> {
  await stage[Symbol.asyncDispose]();
  report({ type: "closed" });
}

self.onmessage = ({ data }: MessageEvent<RenderOrder>) => {
  if (data.type === "direct") direct(data.id, data.direction);
  else if (data.type === "perform") perform(data);
  else if (data.type === "idle") {
    const { id, face, codec } = data;
    void answer(id, async () => ({ type: "idle", id, pictures: (await idleOf(face, codec)).pictures }));
  } else if (data.type === "poster") {
    const { id, face } = data;
    void answer(id, async () => {
      if (!isDrawnName(face)) throw new Error("there is no such face");
      return { type: "poster", id, png: drawnPoster(face) };
    });
  } else if (data.type === "setup") void setUp(data);
  else void close();
};
