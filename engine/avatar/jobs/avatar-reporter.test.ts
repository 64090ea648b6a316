import { expect, test } from "bun:test";
import { until } from "../../../tests/_support/until.ts";
import type { AvatarJob } from "./avatar-jobs.ts";
import { type AvatarReported, AvatarReporter, type ReportOutcome } from "./avatar-reporter.ts";

const avatarId = "01939a0e-3f5c-7a4c-9d2e-6f1b3c5d7e9f";
const pack = "ab".repeat(32);

function job(changes: Partial<AvatarJob> = {}): AvatarJob {
  return {
    ...{ id: Bun.randomUUIDv7(), kind: "create", name: avatarId, state: "running" },
    ...{ stage: "track", fraction: 0.2, reason: null, detail: null, report: null },
    ...changes,
  };
}

/** A reporter whose reports are answered with these outcomes, one after the other, and then with the last. */
function open(...outcomes: ReportOutcome[]) {
  const told: [avatarId: string, report: AvatarReported][] = [];
  const dropped: string[] = [];
  const reporter = new AvatarReporter({
    async tell(id, report) {
      told.push([id, report]);
      return outcomes[Math.min(told.length, outcomes.length) - 1]!;
    },
    packOf: () => pack,
    drop: async (name) => void dropped.push(name),
    onError: (error) => {
      throw error;
    },
  });
  return { reporter, told, dropped };
}

test("what the backend did not hear is told again, as it is by then, until it is taken", async () => {
  const { reporter, told } = open("later", "later", "taken");
  await using _ = reporter;
  reporter.changed(job());
  reporter.changed(job({ state: "done", stage: null, fraction: 1 }));
  await until("the end", () => told.length === 3);
  expect(told[0]).toEqual([avatarId, expect.objectContaining({ state: "running", progress: 0.2 })]);
  expect(told[2]).toEqual([avatarId, expect.objectContaining({ state: "done", pack })]);
});

test("a face that nobody wants is dropped, also one of the avatar server", async () => {
  const { reporter, told, dropped } = open("unwanted");
  await using _ = reporter;
  reporter.changed(job({ name: `mageurite_${avatarId}` }));
  await until("it to be dropped", () => dropped.length === 1);
  expect(dropped).toEqual([`mageurite_${avatarId}`]);
  expect(told.length).toBe(1);
});

test("faces of another name are nobody's business", async () => {
  const { reporter, told } = open("taken");
  reporter.changed(job({ name: "Kim_1" }));
  await reporter[Symbol.asyncDispose]();
  expect(told).toEqual([]);
});

test("closing it ends what still waits", async () => {
  const { reporter, told } = open("later");
  reporter.changed(job({ state: "failed", detail: "x".repeat(900) }));
  await until("the first try", () => told.length > 0);
  await reporter[Symbol.asyncDispose]();
  expect(told[0]![1].error?.length).toBe(500);
});
