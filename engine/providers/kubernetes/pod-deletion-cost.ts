import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a pod finds the cluster's API, and what it shows there. */
export interface OwnPod {
  readonly name: string;
  /** `https://kubernetes.default.svc` in every cluster. */
  readonly apiUrl: string;
  /** Holds `token`, `namespace` and `ca.crt`, as Kubernetes mounts them. */
  readonly credentialsFolder: string;
}

export interface DeletionCostOptions {
  /** What the pod is worth now: a whole number. */
  readonly cost: () => number;
  /** Called with the first of several failures in a row. */
  readonly onError: (error: unknown) => void;
  /** Kubernetes asks not to change the annotation often: each change is a write to the cluster's store. */
  readonly everyMs?: number;
}

const annotation = "controller.kubernetes.io/pod-deletion-cost";
const usualEveryMs = 30_000;
const timeoutMs = 5_000;

/**
 * Has Kubernetes delete the pod with the fewest lessons first when it scales down: keeps this pod's own annotation up to date
 * (Kubernetes, "Pod deletion cost"). Best effort; where the cluster does not let it, the failure is told once.
 */
export class PodDeletionCost implements AsyncDisposable {
  readonly #everyMs: number;
  readonly #stop = new AbortController();
  #told: number | undefined;
  #failing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextAtMs = 0;
  #telling: Promise<void> = Promise.resolve();

  constructor(
    private readonly pod: OwnPod,
    private readonly options: DeletionCostOptions,
  ) {
    this.#everyMs = options.everyMs ?? usualEveryMs;
  }

  /** The cost may be another one: it is told at once, or when it may be told again. */
  changed(): void {
    if (this.#timer || this.#stop.signal.aborted) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#nextAtMs = performance.now() + this.#everyMs;
        this.#telling = this.#tell();
      },
      Math.max(0, this.#nextAtMs - performance.now()),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#telling;
  }

  /** Never fails. */
  async #tell(): Promise<void> {
    const cost = this.options.cost();
    if (cost === this.#told) return;
    try {
      await this.#patch(cost);
      this.#told = cost;
      this.#failing = false;
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      if (!this.#failing) this.options.onError(error);
      this.#failing = true;
    }
    // It may have changed meanwhile, or not have been taken.
    if (this.#told !== this.options.cost()) this.changed();
  }

  async #patch(cost: number): Promise<void> {
    // Read each time: tokens are replaced every hour.
    const read = (name: string) => readFile(join(this.pod.credentialsFolder, name), "utf8");
    const [token, namespace, ca] = await Promise.all([read("token"), read("namespace"), read("ca.crt")]);
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace.trim())}/pods/${encodeURIComponent(this.pod.name)}`;
    const response = await fetch(this.pod.apiUrl + path, {
      method: "PATCH",
      headers: {
        authorization: `Bearer ${token.trim()}`,
        "content-type": "application/merge-patch+json",
      },
      body: JSON.stringify({ metadata: { annotations: { [annotation]: String(cost) } } }),
      redirect: "error",
      signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(timeoutMs)]),
      tls: { ca },
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the cluster answered ${response.status}`);
  }
}
