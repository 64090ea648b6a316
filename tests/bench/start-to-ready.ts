import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../_support/product.ts";
import { type Figure, median } from "./report.ts";
import { openService } from "./service-process.ts";

const rounds = 5;

/** Start of a process → the service is ready; the first start of each, which makes things, is left out. */
export async function measureStarts(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "virtual-tutor-bench-"));
  const settings = {
    DATA_DIR: dataDir,
    SERVICE_TOKEN: "x".repeat(40),
    LOG_LEVEL: "error",
    ADMIN_EMAIL: "bench@school.example",
    ADMIN_PASSWORD: "a sentence nobody guesses",
  };
  const time = async (entry: string, port: string) => {
    await using service = await openService(entry, { ...settings, [port]: String(await freePort()) });
    return service.readyMs;
  };
  const repeat = async (entry: string, port: string) => {
    await time(entry, port);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(await time(entry, port));
    return median(times);
  };
  try {
    const baseline = {
      what: "an empty Bun process",
      value: median(Array.from({ length: rounds }, timeEmptyProcess)),
    };
    const backend = await repeat("backend/main.ts", "BACKEND_PORT");
    const engine = await repeat("engine/main.ts", "ENGINE_PORT");
    return [
      {
        what: "backend start → ready",
        value: backend,
        unit: "ms",
        budget: "≤ 150 ms",
        baseline,
        samples: rounds,
      },
      {
        what: "engine start → ready",
        value: engine,
        unit: "ms",
        budget: "≤ 400 ms",
        baseline,
        samples: rounds,
      },
    ];
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function timeEmptyProcess(): number {
  const startedAtMs = performance.now();
  Bun.spawnSync([process.execPath, "-e", "0"]);
  return performance.now() - startedAtMs;
}
