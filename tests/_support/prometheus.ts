import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../deploy/installation.ts";
import { readYaml } from "./deployment-files.ts";
import { findFreePort } from "./entrance.ts";
import { until } from "./until.ts";

export interface Prometheus extends AsyncDisposable {
  /** `data` of an answer of its API, such as "query?query=up"; rejects where it is refused. */
  ask(path: string): Promise<unknown>;
}

interface Configuration {
  global: Record<string, string>;
  rule_files: string[];
  scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
}

/** Debian's Prometheus with the file of Compose, but for addresses, and for looking every second. `targets`: host and port by job. */
export async function startPrometheus(targets: Record<string, string>): Promise<Prometheus> {
  const program = Bun.which("prometheus");
  if (!program) throw new Error("There is no Prometheus: install Debian's package `prometheus`.");
  const [usual] = readYaml("deploy/observability/prometheus.yaml") as [Configuration];
  const folder = mkdtempSync(join(tmpdir(), "virtual-tutor-prometheus-"));
  const configuration: Configuration = {
    ...usual,
    global: { scrape_interval: "1s", evaluation_interval: "1s" },
    rule_files: [join(projectFolder, "deploy/observability/alerts.yaml")],
    scrape_configs: usual.scrape_configs.map((one) => ({
      ...one,
      static_configs: [{ targets: [targets[one.job_name]!] }],
    })),
  };
  const path = join(folder, "prometheus.yml");
  await Bun.write(path, JSON.stringify(configuration));
  const port = findFreePort();
  // The kernel asks it to end with the process that runs the test, however that ends (setpriv(1), Debian: util-linux).
  const tied = ["setpriv", "--pdeathsig", "TERM"];
  const child = Bun.spawn(
    [
      ...tied,
      program,
      `--config.file=${path}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { cwd: folder, stdio: ["ignore", "ignore", "pipe"] },
  );
  const said = new Response(child.stderr).text();
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await until("Prometheus", async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.ok, {
      withinMs: 60_000,
    });
  } catch (cause) {
    await stop();
    throw new Error(`Prometheus did not start: ${await said}`, { cause });
  }
  return {
    async ask(path) {
      const answer = (await (await fetch(`${url}/api/v1/${path}`)).json()) as Record<string, unknown>;
      if (answer.status !== "success") throw new Error(`${path}: ${answer.error}`);
      return answer.data;
    },
    [Symbol.asyncDispose]: stop,
  };
}
