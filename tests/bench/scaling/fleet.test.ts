import { expect, test } from "bun:test";
import type { ScalingRules } from "./autoscaler.ts";
import { runDay } from "./fleet.ts";

const fixed = (replicas: number): ScalingRules => ({
  minReplicas: replicas,
  maxReplicas: replicas,
  up: { percent: 100, periodSeconds: 15 },
  down: { pods: 1, periodSeconds: 60, stabilizationSeconds: 300 },
});
const plan = {
  ...{ lessonsMax: 2, cpuRequest: 1, cpuLimit: 2 },
  ...{ cpuPerLesson: 0.5, cpuOfEmptyPod: 0, startSeconds: 20 },
};
const morning = 8 * 3600;
const lesson = (atSecond: number, lengthSeconds: number) => ({ atSecond, lengthSeconds });

test("who finds no place has one when somebody leaves, first come first served", () => {
  const wanted = [
    lesson(morning, 60),
    lesson(morning, 100),
    lesson(morning + 10, 50),
    lesson(morning + 20, 50),
  ];
  const day = runDay(wanted, fixed(1), plan);
  expect(day.withoutPlace).toBe(2);
  // The third waits from 10 to 60, the fourth from 20 to 100.
  expect(day.slowWaitSeconds).toBe(80);
  expect(day.podHours).toBe(16);
});

test("lessons in pods without CPU left are counted by their time", () => {
  const wanted = [lesson(morning, 100), lesson(morning, 100)];
  expect(runDay(wanted, fixed(1), { ...plan, cpuPerLesson: 1.5 }).starvedShare).toBe(1);
  expect(runDay(wanted, fixed(2), { ...plan, cpuPerLesson: 1.5 }).starvedShare).toBe(0);
});

test("a pod that goes hands its lessons to the others", () => {
  const four = (lengthSeconds: number) => Array.from({ length: 4 }, () => lesson(morning, lengthSeconds));
  const rules = {
    ...fixed(1),
    ...{ maxReplicas: 4, lessonsTarget: 2 },
    floor: (second: number) => (second < morning + 100 ? 4 : 0),
  };
  // Each pod has a short lesson and a long one; two pods are enough for the long ones.
  const day = runDay([...four(60), ...four(5_000)], rules, { ...plan, lessonsMax: 4 });
  expect(Math.max(...day.replicas)).toBe(4);
  expect(day.moved).toBe(2);
  expect(day.withoutPlace).toBe(0);
  expect(day.replicas.at(-1)).toBe(1);
  expect(day.lessons.at(-1)).toBe(0);
});
