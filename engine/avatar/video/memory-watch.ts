import { readFileSync } from "node:fs";

const lookEveryMs = 100;
/** Size of a page of memory, as statm counts, on every machine that we ship for. */
const pageBytes = 4_096;

/**
 * Looks at how much memory a process has in use, ten times a second, and calls `onExceeded` once when it is more than
 * `bytesMax`. The kernel's own limit on data does not do: Bun reserves six gigabytes of it and uses hardly any. Where there
 * is no /proc (proc(5)), nothing is seen.
 */
export function watchMemory(pid: number, bytesMax: number, onExceeded: () => void): Disposable {
  const timer = setInterval(() => {
    if (residentBytes(pid) <= bytesMax) return;
    clearInterval(timer);
    onExceeded();
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
