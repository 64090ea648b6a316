import { readFileSync } from "node:fs";
import { childrenOf as allChildrenOf } from "../../deploy/process-family.ts";

/** Ids of the processes that `parentPid` has started, with `word` in their command line where one is given (Linux, proc(5)). */
export function childrenOf(parentPid: number, word = ""): number[] {
  return allChildrenOf(parentPid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}
