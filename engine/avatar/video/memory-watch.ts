import { readFileSync } from "node:fs";
import { join } from "node:path";

const lookEveryMs = 100;
/** Size of a page of memory, as statm counts, on every machine that we ship for. */
const pageBytes = 4_096;
/** Left to the lessons of this container: more than a build takes between two looks. */
const reserveBytes = 96 * 1024 ** 2;
/** Where a container sees its own bounds. */
const cgroupFolder = "/sys/fs/cgroup";

/** What ran out: the process' own bound, or the container's. */
export type Shortage = "process" | "container";

export interface MemoryBounds {
  /** Of the process. */
  readonly bytesMax: number;
  /** The container's cgroup; of this process unless set. */
  readonly cgroup?: string | undefined;
}

/**
 * Looks at how much memory a process has in use, ten times a second, and calls `onShort` once when it is more than `bytesMax`, or
 * when hardly any is left of the container's: then the kernel would end whatever it likes. The kernel's own limit on data does
 * not do: Bun reserves six gigabytes of it and uses hardly any. Where there is no /proc (proc(5)) and no cgroup, nothing is seen.
 */
export function watchMemory(
  pid: number,
  { bytesMax, cgroup }: MemoryBounds,
  onShort: (shortage: Shortage) => void,
): Disposable {
  const timer = setInterval(() => {
    const isTooLarge = residentBytes(pid) > bytesMax;
    if (!isTooLarge && containerRoomBytes(cgroup) > 0) return;
    clearInterval(timer);
    onShort(isTooLarge ? "process" : "container");
  }, lookEveryMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** 0 when the process is gone. */
function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * pageBytes;
  } catch {
    return 0;
  }
}

/**
 * What may still be taken of the container's memory (cgroup v2, memory.max), beyond a reserve; files that the kernel only keeps
 * at hand count as free. Infinity where there is no bound.
 */
export function containerRoomBytes(cgroup = cgroupFolder): number {
  try {
    const read = (name: string) => readFileSync(join(cgroup, name), "latin1");
    const most = read("memory.max").trim();
    if (most === "max") return Number.POSITIVE_INFINITY;
    const [, kept = "0"] = /^inactive_file (\d+)$/m.exec(read("memory.stat")) ?? [];
    return Number(most) - (Number(read("memory.current")) - Number(kept)) - reserveBytes;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
