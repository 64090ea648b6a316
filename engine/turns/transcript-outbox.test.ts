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
    if (sessionId === "gone") throw new BackendRefused(404, "not-found");
  };
  await using outbox = new TranscriptOutbox({ deliverTurns }, (reason, count) => lost.push([reason, count]));
  outbox.put("gone", turn(0));
  outbox.put("a", turn(0));
  await outbox.flush(1_000);
  expect(lost).toEqual([["refused", 1]]);
  expect(outbox.pending).toBe(0);
});

test("a turn that the backend cannot take takes no other with it", async () => {
  const lost: [string, number][] = [];
  const delivered: number[] = [];
  const deliverTurns = async (_: string, turns: readonly Turn[]) => {
    if (turns.some(({ sequence }) => sequence === 7)) throw new BackendRefused(422, "invalid-request");
    delivered.push(...turns.map(({ sequence }) => sequence));
  };
  await using outbox = new TranscriptOutbox({ deliverTurns }, (reason, count) => lost.push([reason, count]));
  outbox.put("first", turn(100));
  for (let sequence = 0; sequence < 12; sequence++) outbox.put("a", turn(sequence));
  await outbox.flush(1_000);
  expect(lost).toEqual([["refused", 1]]);
  expect(delivered).toEqual([100, 0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
});

test.each([
  ["a secret that was changed at the backend first", new BackendRefused(401, "unauthorized")],
  ["a page that is nobody's, of what stands before the backend", new BackendRefused(404)],
  ["a body that is too large for what stands before the backend", new BackendRefused(413)],
  ["a backend that fails", new BackendUnavailable("the backend answered 500")],
])("%s costs no turn, and holds up no other lesson's", async (_, error) => {
  let isMended = false;
  const delivered: string[] = [];
  const deliverTurns = async (sessionId: string) => {
    if (sessionId === "held" && !isMended) throw error;
    delivered.push(sessionId);
  };
  await using outbox = new TranscriptOutbox({ deliverTurns }, () => {
    throw new Error("a turn is lost");
  });
  outbox.put("held", turn(0));
  outbox.put("other", turn(0));
  await until("the other lesson's turn", () => delivered.includes("other"));
  expect(outbox.pending).toBe(1);
  isMended = true;
  await until("the turn that was held", () => delivered.includes("held"));
  expect(outbox.pending).toBe(0);
});
