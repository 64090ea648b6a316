import { expect, test } from "bun:test";
import type { Schemas } from "../backend-handlers.ts";
import { InvalidTurn, readDeliveredTurns } from "./delivered-turns.ts";

const turn = (fields: Partial<Schemas["Turn"]>): Schemas["Turn"] => ({
  sequence: 0,
  revision: 0,
  question: null,
  answer: "",
  heard: "",
  outcome: "open",
  source: "model",
  flags: [],
  startedAt: "2026-11-22T09:30:00.000Z",
  endedAt: null,
  ...fields,
});

test("each sequence is kept once, in its highest revision", () => {
  const delivered = [
    [1, 0],
    [0, 2],
    [0, 5],
    [0, 1],
    [1, 3],
  ].map(([sequence, revision]) => turn({ sequence, revision }));
  const kept = readDeliveredTurns(delivered).map(({ sequence, revision }) => [sequence, revision]);
  expect(kept.sort()).toEqual([
    [0, 5],
    [1, 3],
  ]);
});

test("of one revision that came twice the first is kept", () => {
  const [kept] = readDeliveredTurns([turn({ heard: "first" }), turn({ heard: "second" })]);
  expect(kept?.heard).toBe("first");
});

test("times of any offset are moments", () => {
  const [kept] = readDeliveredTurns([turn({ startedAt: "2026-11-22T11:30:00.250+02:00" })]);
  expect(kept?.startedAt).toEqual(new Date("2026-11-22T09:30:00.250Z"));
  expect(kept?.endedAt).toBeNull();
});

test.each(["2016-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "no time"])(
  "a turn that begins or ends at %s cannot be kept, and the answer says which",
  (time) => {
    expect(() => readDeliveredTurns([turn({}), turn({ startedAt: time })])).toThrow(InvalidTurn);
    try {
      readDeliveredTurns([turn({}), turn({ endedAt: time })]);
      expect.unreachable();
    } catch (error) {
      expect((error as InvalidTurn).pointer).toBe("/turns/1/endedAt");
    }
  },
);
