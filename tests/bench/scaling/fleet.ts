import { Autoscaler, type ScalingRules } from "./autoscaler.ts";
import type { WantedLesson } from "./lesson-arrivals.ts";

export interface PodPlan {
  readonly lessonsMax: number;
  /** Cores that a pod asks for, and that it may use. */
  readonly cpuRequest: number;
  readonly cpuLimit: number;
  /** Mean cost of a lesson, listening and speaking together, in cores. */
  readonly cpuPerLesson: number;
  readonly cpuOfEmptyPod: number;
  /** From the wish to `readyz`: on a node that has room. */
  readonly startSeconds: number;
}

export interface DayOfFleet {
  /** One for each minute of the day. */
  readonly replicas: readonly number[];
  readonly lessons: readonly number[];
  readonly lessonsBegun: number;
  /** Students who found no place at once: they went on in text. */
  readonly withoutPlace: number;
  /** Seconds until a face, for the slowest of twenty of those; 0 where nobody waited. */
  readonly slowWaitSeconds: number;
  /** Part of all lesson time that was spent in pods without CPU left. */
  readonly starvedShare: number;
  /** Lessons that went to another pod because theirs was taken away. */
  readonly moved: number;
  readonly podHours: number;
}

interface Pod {
  readonly readyAt: number;
  lessons: number;
}

interface RunningLesson {
  readonly endsAt: number;
  readonly pod: Pod;
}

/** Figures are as old as a scrape: what pods use is averaged over this time before an autoscaler sees it. */
const metricsWindowSeconds = 30;
const decisionSeconds = 15;
const dayBegins = 7 * 3600;
const dayEnds = 23 * 3600;

/** One day, second by second. The entrance gives each lesson to a pod with room; a pod that goes hands its lessons to others. */
export function runDay(wanted: readonly WantedLesson[], rules: ScalingRules, plan: PodPlan): DayOfFleet {
  const fleet = new Fleet(plan, rules.minReplicas);
  const scaler = new Autoscaler(rules);
  const recentCpu: number[] = [];
  const replicas: number[] = [];
  const lessons: number[] = [];
  let next = 0;
  for (let second = dayBegins; second < dayEnds; second++) {
    fleet.endLessons(second);
    fleet.seatWaiting(second);
    for (; next < wanted.length && wanted[next]!.atSecond <= second; next++)
      fleet.arrive(wanted[next]!, second);
    recentCpu.push(fleet.useCpu(second) / plan.cpuRequest);
    if (recentCpu.length > metricsWindowSeconds) recentCpu.shift();
    if (second % 60 === 0) {
      replicas.push(fleet.replicas);
      lessons.push(fleet.students);
    }
    if (second % decisionSeconds !== 0) continue;
    const target = scaler.decide({
      second,
      replicas: fleet.replicas,
      readyPods: fleet.readyPods(second).length,
      cpuUsed: recentCpu.reduce((sum, used) => sum + used, 0) / recentCpu.length,
      lessons: fleet.lessons,
    });
    fleet.scaleTo(target, second);
  }
  return { replicas, lessons, lessonsBegun: wanted.length, ...fleet.account() };
}

class Fleet {
  readonly #plan: PodPlan;
  readonly #pods: Pod[];
  readonly #running = new Set<RunningLesson>();
  /** Students in text, first come first served. */
  readonly #waiting: { readonly since: number; readonly lesson: WantedLesson }[] = [];
  readonly #waits: number[] = [];
  #withoutPlace = 0;
  #moved = 0;
  #starvedSeconds = 0;
  #lessonSeconds = 0;
  #podSeconds = 0;

  constructor(plan: PodPlan, replicas: number) {
    this.#plan = plan;
    this.#pods = Array.from({ length: replicas }, () => ({ readyAt: 0, lessons: 0 }));
  }

  get replicas(): number {
    return this.#pods.length;
  }

  get lessons(): number {
    return this.#running.size;
  }

  get students(): number {
    return this.#running.size + this.#waiting.length;
  }

  readyPods(second: number): Pod[] {
    return this.#pods.filter((pod) => pod.readyAt <= second);
  }

  endLessons(second: number): void {
    for (const lesson of this.#running) {
      if (lesson.endsAt > second) continue;
      lesson.pod.lessons--;
      this.#running.delete(lesson);
    }
  }

  seatWaiting(second: number): void {
    while (this.#waiting[0] && this.#begin(this.#waiting[0].lesson, second)) {
      this.#waits.push(second - this.#waiting.shift()!.since);
    }
  }

  arrive(lesson: WantedLesson, second: number): void {
    if (this.#waiting.length === 0 && this.#begin(lesson, second)) return;
    this.#withoutPlace++;
    this.#waiting.push({ since: second, lesson });
  }

  /** What the ready pods use in this second, in cores. */
  useCpu(second: number): number {
    const { cpuOfEmptyPod, cpuPerLesson, cpuLimit } = this.#plan;
    let used = 0;
    for (const pod of this.readyPods(second)) {
      const needed = cpuOfEmptyPod + pod.lessons * cpuPerLesson;
      if (needed > cpuLimit) this.#starvedSeconds += pod.lessons;
      used += Math.min(needed, cpuLimit);
    }
    this.#lessonSeconds += this.#running.size;
    this.#podSeconds += this.#pods.length;
    return used;
  }

  scaleTo(target: number, second: number): void {
    while (this.#pods.length < target) {
      this.#pods.push({ readyAt: second + this.#plan.startSeconds, lessons: 0 });
    }
    while (this.#pods.length > target) this.#takeAway(second);
  }

  account() {
    const waits = this.#waits.toSorted((a, b) => a - b);
    return {
      withoutPlace: this.#withoutPlace,
      slowWaitSeconds: waits[Math.floor(waits.length * 0.95)] ?? 0,
      starvedShare: this.#starvedSeconds / Math.max(this.#lessonSeconds, 1),
      moved: this.#moved,
      podHours: this.#podSeconds / 3600,
    };
  }

  #begin(lesson: WantedLesson, second: number): boolean {
    let emptiest: Pod | undefined;
    for (const pod of this.readyPods(second)) {
      if (pod.lessons < (emptiest?.lessons ?? this.#plan.lessonsMax)) emptiest = pod;
    }
    if (!emptiest) return false;
    emptiest.lessons++;
    this.#running.add({ endsAt: second + lesson.lengthSeconds, pod: emptiest });
    return true;
  }

  /** As pod-deletion cost has it: the pod with the fewest lessons. */
  #takeAway(second: number): void {
    const victim = this.#pods.reduce((least, pod) => (pod.lessons < least.lessons ? pod : least));
    this.#pods.splice(this.#pods.indexOf(victim), 1);
    for (const lesson of [...this.#running].filter(({ pod }) => pod === victim)) {
      this.#moved++;
      this.#running.delete(lesson);
      const rest = { atSecond: second, lengthSeconds: lesson.endsAt - second };
      if (!this.#begin(rest, second)) this.#waiting.push({ since: second, lesson: rest });
    }
  }
}
