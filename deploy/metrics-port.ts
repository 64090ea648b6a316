import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { urlHost } from "./ip-address.ts";
import { readFamilyFigures } from "./process-family.ts";

/** The figures of one process, as OpenMetrics text at GET /metrics. */
export interface MetricsPort extends AsyncDisposable {
  readonly url: string;
}

export type MetricsRegistry = Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>;

export function openRegistry(): MetricsRegistry {
  const registry = new Registry<typeof Registry.OPENMETRICS_CONTENT_TYPE>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  return registry;
}

/** A port of its own, so that whoever may read figures need not reach the service. Throws the socket's error. */
export function openMetricsPort(
  registry: MetricsRegistry,
  { hostname, port }: { hostname: string; port: number },
): MetricsPort {
  const server = Bun.serve({
    hostname,
    port,
    routes: {
      "/metrics": {
        GET: async () =>
          new Response(await registry.metrics(), { headers: { "content-type": registry.contentType } }),
      },
    },
    fetch: () => new Response(null, { status: 404 }),
    // What a figure's reader throws is nobody's business on the wire.
    error: () => new Response(null, { status: 500 }),
  });
  const everywhere = /^(0\.0\.0\.0|::)$/.test(hostname);
  return {
    url: `http://${everywhere ? "localhost" : urlHost(hostname)}:${server.port}/metrics`,
    [Symbol.asyncDispose]: () => server.stop(true),
  };
}

const lagSampleMs = 100;
const lagBuckets = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28];

/** Memory and descriptors, with those of the processes that this one has started, and how late the event loop's timers are, until it is disposed of. */
export function observeProcess(registry: MetricsRegistry): Disposable {
  const registers = [registry];
  new Gauge({
    name: "process_resident_memory_bytes",
    help: "Memory that the process holds.",
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  if (process.platform === "linux") observeFamily(registry);
  new Gauge({
    name: "process_start_time_seconds",
    help: "When the process started, in Unix time.",
    registers,
  }).set(Math.round(performance.timeOrigin / 1000));
  const lag = new Histogram({
    name: "tutor_event_loop_lag_seconds",
    help: "How late a timer of the event loop was.",
    buckets: lagBuckets,
    registers,
  });
  let dueMs = performance.now() + lagSampleMs;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    lag.observe(Math.max(0, nowMs - dueMs) / 1000);
    dueMs = nowMs + lagSampleMs;
  }, lagSampleMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Most of the work is done in workers, so the process alone says little of a service. */
function observeFamily(registry: MetricsRegistry): void {
  const figures = [
    ["memory_bytes", "memoryBytes", "Memory that the process and those that it has started hold."],
    ["descriptors", "descriptors", "Descriptors that the process and those that it has started have open."],
  ] as const;
  for (const [name, figure, help] of figures)
    readAtScrape(
      registry,
      "gauge",
      { name: `tutor_processes_${name}`, help },
      async () => (await readFamilyFigures(process.pid))[figure],
    );
}

const requestBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Counts answers by operation and status; both come from the contract, so their number is bounded. */
export function observeAnswers(registry: MetricsRegistry) {
  const durations = new Histogram({
    name: "tutor_http_request_seconds",
    help: "From a request's arrival to its answer's head, by operation and status.",
    labelNames: ["operation", "status"] as const,
    buckets: requestBuckets,
    registers: [registry],
  });
  return ({ operation, status, durationMs }: { operation: string; status: number; durationMs: number }) =>
    durations.observe({ operation, status: String(status) }, durationMs / 1000);
}

/** A counter with values of its labels that the code can write. All begin at 0, so that a rate sees the first event. */
export function openCounter<Label extends string>(
  registry: MetricsRegistry,
  { name, help }: { name: string; help: string },
  labels: Readonly<Record<Label, readonly string[]>>,
): Counter<Label> {
  const labelNames = Object.keys(labels) as Label[];
  const counter = new Counter({ name, help, labelNames, registers: [registry] });
  for (const values of combinations(labels)) counter.inc(values, 0);
  return counter;
}

/** Every way to give each label one of its values. */
export const combinations = <Label extends string>(labels: Readonly<Record<Label, readonly string[]>>) =>
  Object.entries<readonly string[]>(labels).reduce<Partial<Record<Label, string>>[]>(
    (found, [label, values]) =>
      found.flatMap((others) => values.map((value) => ({ ...others, [label]: value }))),
    [{}],
  );

/** A gauge or counter whose value is read when somebody asks for the figures. */
export function readAtScrape(
  registry: MetricsRegistry,
  kind: "gauge" | "counter",
  { name, help }: { name: string; help: string },
  read: () => number | Promise<number>,
): void {
  if (kind === "gauge") {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
    return;
  }
  new Counter({
    name,
    help,
    registers: [registry],
    async collect() {
      const value = await read();
      this.reset();
      this.inc(value);
    },
  });
}
