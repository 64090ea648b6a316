import { readdirSync, readFileSync } from "node:fs";

/** Ids of the processes that `parentPid` has started, with `word` in their command line where one is given (Linux, proc(5)). */
export function childrenOf(parentPid: number, word = ""): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [, parent] = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        return Number(parent) === parentPid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}

/** A process with all that it has started, directly or not. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}
