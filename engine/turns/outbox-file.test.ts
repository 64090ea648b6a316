import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../../tests/_support/until.ts";
import { BackendUnavailable, type Turn } from "../sessions/backend-client.ts";
import { OutboxFile } from "./outbox-file.ts";
import { TranscriptOutbox } from "./transcript-outbox.ts";

const session = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const turn = (sequence: number, revision = 0): Turn => ({
  sequence,
  revision,
  question: "Why?",
  answer: "Because.",
  heard: "",
  outcome: "open",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: null,
});
const fail = (error: unknown) => {
  throw error;
};

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "virtual-tutor-outbox-"));
  path = join(folder, "outbox.jsonl");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function reopened() {
  const { file, items } = await OutboxFile.open(path, fail);
  await file[Symbol.asyncDispose]();
  return items.map((item) => [item.sessionId, item.turn.sequence, item.turn.revision]);
}

test("what was put is there after a crash, each turn in its newest revision", async () => {
  const { file, items } = await OutboxFile.open(path, fail);
  expect(items).toEqual([]);
  for (const [sequence, revision] of [
    [0, 0],
    [0, 1],
    [1, 0],
    [0, 2],
  ] as const)
    file.append({ sessionId: session, turn: turn(sequence, revision) });
  // Nobody disposes of it: the process is killed.
  await until("the lines", () => readFileSync(path, "utf8").split("\n").length === 5);
  expect(await reopened()).toEqual([
    [session, 0, 2],
    [session, 1, 0],
  ]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await file[Symbol.asyncDispose]();
});

test("a line that was cut off, and lines that are no turns, are left out", async () => {
  appendFileSync(path, `${JSON.stringify({ sessionId: session, turn: turn(3) })}\n`);
  appendFileSync(path, `${JSON.stringify({ sessionId: session, turn: { ...turn(4), outcome: "odd" } })}\n`);
  appendFileSync(path, 'null\n[]\n"x"\n{"sessionId":1}\n');
  appendFileSync(path, JSON.stringify({ sessionId: session, turn: turn(5) }).slice(0, 60));
  expect(await reopened()).toEqual([[session, 3, 0]]);
});

test("the file is empty once everything was delivered", async () => {
  const { file } = await OutboxFile.open(path, fail);
  const delivered: string[] = [];
  let isUp = false;
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    if (!isUp) throw new BackendUnavailable("down");
    delivered.push(...turns.map(({ sequence, revision }) => `${sequence}/${revision}`));
  };
  const outbox = new TranscriptOutbox({ deliverTurns }, fail, file);
  const stored: number[] = [];
  outbox.onStored = (_, { sequence }) => stored.push(sequence);
  for (let sequence = 0; sequence < 5; sequence++) outbox.put(session, turn(sequence));
  await until("the lines", () => readFileSync(path, "utf8").split("\n").length === 6);
  isUp = true;
  await until("the delivery", () => outbox.pending === 0);
  await until("an empty file", () => readFileSync(path, "utf8") === "");
  expect(delivered.sort()).toEqual(["0/0", "1/0", "2/0", "3/0", "4/0"]);
  expect(stored.sort()).toEqual([0, 1, 2, 3, 4]);
  await outbox[Symbol.asyncDispose]();
  await file[Symbol.asyncDispose]();
});

test("a file that cannot be written is told of once, and what waits stays in memory", async () => {
  const errors: unknown[] = [];
  const { file } = await OutboxFile.open(path, (error) => errors.push(error));
  await file[Symbol.asyncDispose]();
  const delivered: number[] = [];
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    delivered.push(...turns.map(({ sequence }) => sequence));
  };
  const outbox = new TranscriptOutbox({ deliverTurns }, fail, file);
  for (let sequence = 0; sequence < 3; sequence++) outbox.put(session, turn(sequence));
  await outbox.flush(1_000);
  await until("the error", () => errors.length > 0);
  outbox.put(session, turn(3));
  await outbox.flush(1_000);
  expect(errors).toHaveLength(1);
  expect(delivered).toEqual([0, 1, 2, 3]);
});

test("through a backend that fails and answers late, every turn arrives in its last revision", async () => {
  const rows = new Map<number, number>();
  let calls = 0;
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    const fate = calls++ % 3;
    if (fate === 0) throw new BackendUnavailable("lost on the way there");
    for (const { sequence, revision } of turns)
      rows.set(sequence, Math.max(revision, rows.get(sequence) ?? 0));
    if (fate === 1 && calls < 12) throw new BackendUnavailable("lost on the way back");
  };
  await using outbox = new TranscriptOutbox({ deliverTurns });
  for (let revision = 0; revision < 4; revision++)
    for (let sequence = 0; sequence < 120; sequence++) outbox.put(session, turn(sequence, revision));
  await until("every delivery", () => outbox.pending === 0, { withinMs: 25_000 });
  expect([...rows.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, index) => index));
  expect(new Set(rows.values())).toEqual(new Set([3]));
}, 30_000);

test("the file keeps within its bound while the backend is away, however often an answer grows", async () => {
  const bytesMax = 10_000;
  const revisions = 80;
  const { file } = await OutboxFile.open(path, fail, bytesMax);
  const backend = { deliverTurns: () => Promise.reject(new BackendUnavailable("away")) };
  const outbox = new TranscriptOutbox(backend, undefined, file);
  const sizes: number[] = [];
  for (let revision = 0; revision < revisions; revision++) {
    outbox.put(session, { ...turn(revision % 5, revision), answer: "a".repeat(500) });
    await until("the line", () => readFileSync(path, "utf8").includes(`"revision":${revision},`));
    sizes.push(statSync(path).size);
  }
  await outbox[Symbol.asyncDispose]();
  await file[Symbol.asyncDispose]();
  expect(Math.max(...sizes)).toBeGreaterThan(bytesMax / 2);
  expect(Math.max(...sizes)).toBeLessThan(2 * bytesMax);
  expect(await reopened()).toEqual(Array.from({ length: 5 }, (_, i) => [session, i, revisions - 5 + i]));
});
