import { afterAll, beforeAll, expect, test } from "bun:test";
import { type Replicas, startReplicas } from "../_support/replicas.ts";
import { measureKilledEngines } from "./kill-engine.ts";
import { measureRollingRestart } from "./rolling-restart.ts";

let school: Replicas;
beforeAll(async () => {
  school = await startReplicas();
}, 120_000);
afterAll(async () => {
  await school?.[Symbol.asyncDispose]();
}, 60_000);

test("an engine that is killed in the middle of a sentence costs the lesson nothing that was heard or stored", async () => {
  const measured = await measureKilledEngines(school, { trials: 2 });
  expect(measured).toMatchObject({ trials: 2, acknowledgedLost: 0, brokenOff: 0 });
  for (const sentences of measured.sentencesLost) expect(sentences).toBeLessThanOrEqual(1);
}, 240_000);

test("engines are started anew one after the other, and nobody's answer is cut and no request fails", async () => {
  const students = 3;
  const measured = await measureRollingRestart(school, { students, turns: 6, requests: 300 });
  expect(measured).toMatchObject({ turnsCut: 0, questionsLost: 0, failures: [] });
  expect(measured.turns).toBeGreaterThanOrEqual(6);
  // Each engine has ended once, so that no lesson is where it was.
  expect(measured.moves).toBeGreaterThanOrEqual(students);
}, 300_000);
