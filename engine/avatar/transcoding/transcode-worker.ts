import { AV_LOG_ERROR } from "node-av/constants";
import { Log } from "node-av/lib";
import { takeOrders } from "../../workers/take-orders.ts";
import type { TranscodeOrder, TranscodeReport } from "./transcode-messages.ts";
import { TranscodeStream } from "./transcode-stream.ts";

/** Decodes and encodes pictures in a process of its own, each stream's in their order. */
const { report } = takeOrders<TranscodeOrder, TranscodeReport>(take, close);
// The codecs print a report of each stream otherwise.
Log.setLevel(AV_LOG_ERROR);

interface Running {
  /** What it does now; each step waits for the one before. */
  work: Promise<TranscodeStream | undefined>;
}

const running = new Map<number, Running>();

function open({ id, from, to }: TranscodeOrder & { type: "open" }): void {
  const work = TranscodeStream.open(from, to).catch((error) => fail(id, error));
  running.set(id, { work });
}

function fail(id: number, error: unknown): undefined {
  running.delete(id);
  report({ type: "failed", id, reason: error instanceof Error ? error.message : "transcoding failed" });
}

/** Does something with a stream after everything that it was told before. */
function next(id: number, step: (stream: TranscodeStream) => Promise<void> | void): void {
  const stream = running.get(id);
  if (!stream) return;
  stream.work = stream.work.then(async (opened) => {
    if (!opened) return undefined;
    try {
      await step(opened);
      return opened;
    } catch (error) {
      opened[Symbol.dispose]();
      return fail(id, error);
    }
  });
}

function transcode({ id, number, data }: TranscodeOrder & { type: "picture" }): void {
  next(id, async (stream) => {
    const picture = await stream.transcode(data);
    report({ type: "picture", id, number, data: picture?.data, key: picture?.key ?? false });
  });
}

async function drop(id: number): Promise<void> {
  const stream = running.get(id);
  running.delete(id);
  (await stream?.work)?.[Symbol.dispose]();
}

async function close(): Promise<void> {
  await Promise.all([...running.keys()].map(drop));
}

function take(data: Exclude<TranscodeOrder, { type: "close" }>): void {
  if (data.type === "picture") transcode(data);
  else if (data.type === "open") open(data);
  else if (data.type === "key") next(data.id, (stream) => stream.wantKeyPicture());
  else if (data.type === "rate") next(data.id, (stream) => stream.limitRate(data.bitsPerSecond));
  else if (data.type === "drop") void drop(data.id);
  else report({ type: "ready" });
}
