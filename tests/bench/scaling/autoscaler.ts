/** What an autoscaler is told: Kubernetes' `autoscaling/v2`, as far as the manifests use it. */
export interface ScalingRules {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Of the CPU that pods ask for; undefined: CPU is not looked at. */
  readonly cpuTarget?: number;
  /** Lessons for each pod; undefined: they are not looked at. */
  readonly lessonsTarget?: number;
  readonly up: { readonly percent: number; readonly periodSeconds: number };
  readonly down: {
    readonly pods: number;
    readonly periodSeconds: number;
    readonly stabilizationSeconds: number;
  };
  /** Never fewer than this at that time of day, as KEDA's cron trigger gives it. */
  readonly floor?: (second: number) => number;
}

export interface Observation {
  readonly second: number;
  /** All pods that are not on their way out, ready or not. */
  readonly replicas: number;
  readonly readyPods: number;
  /** Used CPU of the ready pods together, as parts of what one pod asks for. */
  readonly cpuUsed: number;
  readonly lessons: number;
}

/** A figure this close to its target changes nothing (`--horizontal-pod-autoscaler-tolerance`). */
const tolerance = 0.1;

/**
 * Kubernetes' horizontal pod autoscaler, https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/:
 * the greatest of what each figure asks for, within the rules' steps, and downwards not before the highest wish of the
 * stabilization window.
 */
export class Autoscaler {
  readonly #wishes: { second: number; replicas: number }[] = [];
  readonly #changes: { second: number; pods: number }[] = [];

  constructor(readonly rules: ScalingRules) {}

  /** How many pods there shall be; asked for every 15 seconds. */
  decide(seen: Observation): number {
    const { rules } = this;
    const floor = Math.max(rules.minReplicas, rules.floor?.(seen.second) ?? 0);
    const wish = clamp(
      Math.max(wishByCpu(rules, seen), wishByLessons(rules, seen)),
      floor,
      rules.maxReplicas,
    );
    this.#wishes.push({ second: seen.second, replicas: wish });
    forget(this.#wishes, seen.second - rules.down.stabilizationSeconds);
    forget(this.#changes, seen.second - Math.max(rules.down.periodSeconds, rules.up.periodSeconds));
    const target = wish > seen.replicas ? this.#stepUp(seen, wish) : this.#stepDown(seen);
    if (target !== seen.replicas) this.#changes.push({ second: seen.second, pods: target - seen.replicas });
    return target;
  }

  #stepUp({ replicas, second }: Observation, wish: number): number {
    const { percent, periodSeconds } = this.rules.up;
    const added = this.#changed(second - periodSeconds, (pods) => pods > 0);
    return Math.min(wish, Math.ceil((replicas - added) * (1 + percent / 100)));
  }

  #stepDown({ replicas, second }: Observation): number {
    const { pods, periodSeconds } = this.rules.down;
    const highest = Math.max(...this.#wishes.map((wish) => wish.replicas));
    if (highest >= replicas) return replicas;
    const removed = -this.#changed(second - periodSeconds, (change) => change < 0);
    return Math.max(highest, replicas + removed - pods);
  }

  #changed(since: number, counts: (pods: number) => boolean): number {
    return this.#changes
      .filter(({ second, pods }) => second > since && counts(pods))
      .reduce((sum, { pods }) => sum + pods, 0);
  }
}

/** Pods that are not ready yet count as idle where they would be scaled up, so that a start is not answered by another. */
function wishByCpu({ cpuTarget }: ScalingRules, { replicas, readyPods, cpuUsed }: Observation): number {
  if (cpuTarget === undefined || readyPods === 0) return cpuTarget === undefined ? 0 : replicas;
  const ratio = cpuUsed / readyPods / cpuTarget;
  if (Math.abs(ratio - 1) <= tolerance) return replicas;
  if (ratio < 1) return Math.ceil(readyPods * ratio);
  const careful = cpuUsed / replicas / cpuTarget;
  return careful <= 1 + tolerance ? replicas : Math.ceil(careful * replicas);
}

function wishByLessons({ lessonsTarget }: ScalingRules, { replicas, lessons }: Observation): number {
  if (lessonsTarget === undefined) return 0;
  const ratio = lessons / replicas / lessonsTarget;
  return Math.abs(ratio - 1) <= tolerance ? replicas : Math.ceil(lessons / lessonsTarget);
}

function forget(list: { second: number }[], before: number): void {
  while (list[0] && list[0].second <= before) list.shift();
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
