import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Replicas, startReplicas } from "../_support/replicas.ts";
import { printReport } from "./fault-report.ts";
import { killEngines } from "./kill-engine.ts";
import { restartEngines } from "./rolling-restart.ts";

let school: Replicas;
beforeAll(async () => {
  school = await startReplicas();
}, 120_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
}, 60_000);

test("F1: an engine that is killed in the middle of a sentence costs the lesson nothing that was heard or stored", async () => {
  const report = await killEngines(school, { trials: 2 });
  printReport(report);
  expect(report.failures).toEqual([]);
}, 240_000);

test("F2: engines are restarted one after the other, and nobody's answer is cut and no request fails", async () => {
  const report = await restartEngines(school, { students: 3, turns: 6, requests: 300 });
  printReport(report);
  expect(report.failures).toEqual([]);
}, 300_000);
