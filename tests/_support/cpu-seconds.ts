import { readFileSync } from "node:fs";
import { familyOf } from "../../deploy/process-family.ts";

/** Clock ticks per second that Linux counts CPU time in (USER_HZ, proc_pid_stat(5)). */
const ticksPerSecond = 100;

/** CPU seconds, user and system, of all threads of a process and of the processes that it has started and that still run. */
export function cpuSecondsOf(pid: number): number {
  return familyOf(pid).reduce((sum, one) => sum + ownCpuSeconds(one), 0);
}

function ownCpuSeconds(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

export function ownResidentMb(pid: number): number {
  try {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kb ?? 0) / 1024;
  } catch {
    return 0;
  }
}
