import { expect, test } from "bun:test";
import { until } from "../../tests/_support/until.ts";
import { BackendRefused, BackendUnavailable, type Turn } from "../sessions/backend-client.ts";
import { TranscriptOutbox } from "./transcript-outbox.ts";

const turn = (sequence: number, revision = 0): Turn => ({
  sequence,
  revision,
  question: "Why?",
  answer: "",
  heard: "",
  outcome: "open",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: null,
});

test("turns arrive in order, sessions apart", async () => {
  const delivered: string[] = [];
  const deliverTurns = async (sessionId: string, turns: readonly Turn[]) => {
    delivered.push(`${sessionId}: ${turns.map(({ sequence }) => sequence).join(" ")}`);
  };
  await using outbox = new TranscriptOutbox({ deliverTurns });
  outbox.put("a", turn(0));
  outbox.put("b", turn(0));
  outbox.put("a", turn(1));
  await outbox.flush(1_000);
  expect(delivered).toEqual(["a: 0", "b: 0", "a: 1"]);
  expect(outbox.pending).toBe(0);
});

test("nothing is lost while the backend is down, and only the newest revision travels", async () => {
  let down = true;
  const delivered: [number, number][] = [];
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    if (down) throw new BackendUnavailable("down");
    delivered.push(...turns.map(({ sequence, revision }): [number, number] => [sequence, revision]));
  };
  await using outbox = new TranscriptOutbox({ deliverTurns });
  outbox.put("a", turn(0, 0));
  outbox.put("a", turn(0, 1));
  outbox.put("a", turn(1, 0));
  down = false;
  await until("the turns' arrival", () => outbox.pending === 0, { withinMs: 5_000 });
  expect(delivered).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test("a revision that came while an older one was on its way is sent after it", async () => {
  const gate = Promise.withResolvers<void>();
  const revisions: number[] = [];
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    revisions.push(...turns.map(({ revision }) => revision));
    await gate.promise;
  };
  await using outbox = new TranscriptOutbox({ deliverTurns });
  outbox.put("a", turn(0, 0));
  await until("the first delivery", () => revisions.length === 1);
  outbox.put("a", turn(0, 1));
  gate.resolve();
  await outbox.flush(1_000);
  expect(revisions).toEqual([0, 1]);
});

test("turns that the backend refuses for good are counted and do not stop the others", async () => {
  const lost: [string, number][] = [];
  const deliverTurns = async (sessionId: string) => {
    if (sessionId === "gone") throw new BackendRefused(404);
  };
  await using outbox = new TranscriptOutbox({ deliverTurns }, (reason, count) => lost.push([reason, count]));
  outbox.put("gone", turn(0));
  outbox.put("a", turn(0));
  await outbox.flush(1_000);
  expect(lost).toEqual([["refused", 1]]);
  expect(outbox.pending).toBe(0);
});
