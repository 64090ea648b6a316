import { readFileSync } from "node:fs";

/** Clock ticks per second that Linux counts CPU time in (USER_HZ, proc_pid_stat(5)). */
const ticksPerSecond = 100;

/** CPU seconds, user and system, of all threads of a process so far. */
export function cpuSecondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}
