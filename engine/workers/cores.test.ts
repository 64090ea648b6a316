import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { coresAllowed } from "./cores.ts";

const all = availableParallelism();

const cases: [what: string, files: Record<string, string>, cores: number][] = [
  ["no container", {}, all],
  ["a container with all cores", { "cpu.max": "max 100000\n" }, all],
  ["half a core", { "cpu.max": "50000 100000\n" }, 1],
  ["a core and a half", { "cpu.max": "150000 100000\n" }, Math.min(all, 2)],
  ["more than there are", { "cpu.max": `${(all + 3) * 100_000} 100000\n` }, all],
  ["no time at all", { "cpu.max": "0 100000\n" }, 1],
  ["one core, by version 1", { "cpu/cpu.cfs_quota_us": "100000\n", "cpu/cpu.cfs_period_us": "100000\n" }, 1],
  ["no bound, by version 1", { "cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n" }, all],
];

for (const [what, files, cores] of cases) {
  test(`as many processes as cores: ${what}`, async () => {
    const cgroup = mkdtempSync(join(tmpdir(), "cgroup-"));
    try {
      for (const [name, text] of Object.entries(files)) await Bun.write(join(cgroup, name), text);
      expect(coresAllowed(cgroup)).toBe(cores);
    } finally {
      rmSync(cgroup, { recursive: true });
    }
  });
}
