import { expect, test } from "bun:test";
import { Autoscaler, type Observation, type ScalingRules } from "./autoscaler.ts";

const rules: ScalingRules = {
  minReplicas: 2,
  maxReplicas: 10,
  cpuTarget: 0.7,
  up: { percent: 100, periodSeconds: 15 },
  down: { pods: 1, periodSeconds: 60, stabilizationSeconds: 300 },
};

const seen = (second: number, replicas: number, cpuUsed: number, more: Partial<Observation> = {}) => ({
  ...{ second, replicas, readyPods: replicas, cpuUsed, lessons: 0 },
  ...more,
});

test("as many pods as bring the use to its target, at once", () => {
  expect(new Autoscaler(rules).decide(seen(0, 3, 3 * 0.9))).toBe(4);
});

test("a use within a tenth of the target changes nothing", () => {
  expect(new Autoscaler(rules).decide(seen(0, 3, 3 * 0.76))).toBe(3);
});

test("no more than double in a period, and never above the greatest number", () => {
  const scaler = new Autoscaler(rules);
  expect(scaler.decide(seen(0, 2, 2 * 2))).toBe(4);
  expect(scaler.decide(seen(15, 4, 4 * 2))).toBe(8);
  expect(scaler.decide(seen(30, 8, 8 * 2))).toBe(10);
});

test("pods that are still starting are not answered by more of them", () => {
  expect(new Autoscaler(rules).decide(seen(0, 4, 2 * 1.3, { readyPods: 2 }))).toBe(4);
});

test("one pod a minute goes, after five minutes in which nobody wished for more", () => {
  const scaler = new Autoscaler(rules);
  expect(scaler.decide(seen(0, 5, 5 * 0.7))).toBe(5);
  let replicas = 5;
  const changes: number[] = [];
  for (let second = 15; second <= 600; second += 15) {
    const target = scaler.decide(seen(second, replicas, 0.1));
    if (target !== replicas) changes.push(second);
    replicas = target;
  }
  expect(changes).toEqual([300, 360, 420]);
  expect(replicas).toBe(2);
});

test("the greatest wish of CPU, lessons and timetable counts", () => {
  const scaler = new Autoscaler({ ...rules, lessonsTarget: 28, floor: (second) => (second >= 100 ? 9 : 0) });
  expect(scaler.decide(seen(0, 3, 3 * 0.7, { lessons: 112 }))).toBe(4);
  expect(scaler.decide(seen(105, 6, 6 * 0.7, { lessons: 112 }))).toBe(9);
});
