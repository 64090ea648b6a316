import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/**
 * For a process that is not to hold up a lesson: it runs at a lower priority (1 to 19, the lowest), and where a machine runs
 * out of memory it goes first (Linux, proc(5)).
 */
export function yieldToOthers(priority: number): void {
  setPriority(priority);
  if (process.platform === "linux") writeFileSync("/proc/self/oom_score_adj", "1000");
}
