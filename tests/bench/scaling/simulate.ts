import { Random } from "../../_support/random.ts";
import type { ScalingRules } from "./autoscaler.ts";
import { type DayOfFleet, type PodPlan, runDay } from "./fleet.ts";
import { drawLessons, schoolDay } from "./lesson-arrivals.ts";
import { cpuPerLesson, measured } from "./measured-costs.ts";
import { readPolicies } from "./policies.ts";

const seed = 20;
/** Schools of a thousand students on one installation. */
const schools = 1;

/** The two that the page shows as pictures. */
export const byCpuAlone = "CPU 70 %, 60 places";
export const byTimetable = "CPU, lessons and a timetable, 60 places";

export interface SimulatedPolicy {
  readonly name: string;
  readonly plan: PodPlan;
  readonly day: DayOfFleet;
}

/** From a place that is wanted to a pod's first lesson, on a node that is there, and on one that the cluster has to add first. */
const podStartSeconds = 25;
const nodeStartSeconds = 120;

const pod = (lessonsMax: number, startSeconds: number): PodPlan => ({
  lessonsMax,
  cpuRequest: 1,
  cpuLimit: 2,
  cpuPerLesson,
  cpuOfEmptyPod: measured.emptyEngine,
  startSeconds,
});

export function simulate(lengths?: readonly number[]): SimulatedPolicy[] {
  const { byCpu, byLessons } = readPolicies();
  const wanted = drawLessons(schoolDay(schools), new Random(seed), lengths);
  const timetable = (second: number) => (second >= 7.9 * 3600 && second < 14.2 * 3600 ? 8 : 0);
  const run = (name: string, rules: ScalingRules, { places = 60, startSeconds = podStartSeconds } = {}) => {
    const plan = pod(places, startSeconds);
    return { name, plan, day: runDay(wanted, rules, plan) };
  };
  const fixed = { ...byCpu, minReplicas: 5, maxReplicas: 5 };
  const onNewNodes = { startSeconds: nodeStartSeconds + podStartSeconds };
  return [
    run("5 pods, fixed, 60 places a pod", fixed),
    run("CPU 70 %, 100 places", byCpu, { places: 100 }),
    run(byCpuAlone, byCpu),
    run("the same, each pod on a node that comes with it (`cloud`)", byCpu, onNewNodes),
    run("CPU and lessons, 60 places", byLessons),
    run("the same, each pod on a node that comes with it (`keda`)", byLessons, onNewNodes),
    run(byTimetable, { ...byLessons, floor: timetable }),
    run("the same, each pod on a node that comes with it", { ...byLessons, floor: timetable }, onNewNodes),
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
