import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/**
 * Cores that this process may keep busy, 1 at least: the machine's, or fewer where its container has a part of them only
 * (`cpu.max` of cgroup v2, `cpu.cfs_quota_us` of v1). Bun's `availableParallelism` counts the machine's (1.4.5).
 */
export function coresAllowed(cgroup = "/sys/fs/cgroup"): number {
  const read = (name: string) => {
    try {
      return readFileSync(join(cgroup, name), "latin1").trim();
    } catch {
      // No container, or the other version.
      return "";
    }
  };
  const bound = read("cpu.max") || `${read("cpu/cpu.cfs_quota_us")} ${read("cpu/cpu.cfs_period_us")}`;
  // In microseconds of CPU within a period; without a bound v2 says "max" and v1 says -1.
  const [, quota, period] = /^(\d+) (\d+)$/.exec(bound) ?? [];
  const cores = availableParallelism();
  return quota ? Math.min(cores, Math.max(1, Math.ceil(Number(quota) / Number(period)))) : cores;
}
