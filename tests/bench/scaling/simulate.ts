import { Random } from "../../_support/random.ts";
import type { ScalingRules } from "./autoscaler.ts";
import { type DayOfFleet, type PodPlan, runDay } from "./fleet.ts";
import { drawLessons, schoolDay } from "./lesson-arrivals.ts";
import { cpuPerLesson, measured } from "./measured-costs.ts";
import { readPolicies } from "./policies.ts";

const seed = 20;
/** Schools of a thousand students on one installation. */
const schools = 1;

export interface SimulatedPolicy {
  readonly name: string;
  readonly plan: PodPlan;
  readonly day: DayOfFleet;
}

const pod = (lessonsMax: number): PodPlan => ({
  lessonsMax,
  cpuRequest: 1,
  cpuLimit: 2,
  cpuPerLesson,
  cpuOfEmptyPod: measured.emptyEngine,
  startSeconds: 25,
});

export function simulate(lengths?: readonly number[]): SimulatedPolicy[] {
  const { byCpu, byLessons } = readPolicies();
  const wanted = drawLessons(schoolDay(schools), new Random(seed), lengths);
  const timetable = (second: number) => (second >= 7.9 * 3600 && second < 14.2 * 3600 ? 8 : 0);
  const run = (name: string, rules: ScalingRules, lessonsMax: number) => {
    const plan = pod(lessonsMax);
    return { name, plan, day: runDay(wanted, rules, plan) };
  };
  const fixed = { ...byCpu, minReplicas: 5, maxReplicas: 5 };
  return [
    run("5 pods, fixed", fixed, 100),
    run("CPU 70 %, 100 places a pod", byCpu, 100),
    run("CPU 70 %, 40 places a pod", byCpu, 40),
    run("CPU and lessons, 40 places", byLessons, 40),
    run("and a timetable", { ...byLessons, floor: timetable }, 40),
  ];
}

// bun tests/bench/scaling/simulate.ts [FILE]: prints the table; FILE holds a school's own lengths of lessons, in seconds, one in a line.
if (import.meta.main) {
  const { readLengths } = await import("./lesson-arrivals.ts");
  const { policyRows, toTable } = await import("./scaling-page.ts");
  const [, , path] = process.argv;
  const lengths = path ? readLengths(await Bun.file(path).text()) : undefined;
  console.log(toTable(policyRows(simulate(lengths))));
}
