import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";

/** Ids of the processes that a process has started and that still run (Linux, proc(5)). */
export const childrenOf = (pid: number): number[] => readChildren().get(pid) ?? [];

/** A process with all that it has started, directly or not. */
export function familyOf(pid: number): number[] {
  const children = readChildren();
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

export interface FamilyFigures {
  /** What several of them share counts once. */
  readonly memoryBytes: number;
  /** Of it what no file holds: it does not change with what other programs on the machine read of the same files. */
  readonly ownMemoryBytes: number;
  readonly descriptors: number;
}

/** What the process and all that it has started hold, each by itself. */
export const readFamily = (pid: number): Promise<(FamilyFigures & { pid: number })[]> =>
  Promise.all(
    familyOf(pid).map(async (member) => ({
      pid: member,
      ...(await memoryOf(member)),
      // One that has ended meanwhile holds nothing.
      descriptors: (await readdir(`/proc/${member}/fd`).catch(() => [])).length,
    })),
  );

/** What the process and all that it has started hold together. */
export async function readFamilyFigures(pid: number): Promise<FamilyFigures> {
  const members = await readFamily(pid);
  const sum = (figure: keyof FamilyFigures) => members.reduce((total, one) => total + one[figure], 0);
  return {
    memoryBytes: sum("memoryBytes"),
    ownMemoryBytes: sum("ownMemoryBytes"),
    descriptors: sum("descriptors"),
  };
}

/** Its share of the pages that it holds; where the kernel does not tell, all of them. */
async function memoryOf(pid: number): Promise<{ memoryBytes: number; ownMemoryBytes: number }> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8")
    .catch(() => readFile(`/proc/${pid}/status`, "utf8"))
    .catch(() => "");
  const bytes = (names: string) =>
    Number(new RegExp(`^(?:${names}):\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0) * 1024;
  return { memoryBytes: bytes("Pss|VmRSS"), ownMemoryBytes: bytes("Pss_Anon|RssAnon") };
}

/** Every process's children, by its id. */
function readChildren(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      // The name of a program, in brackets, may hold anything.
      const [, parent] = readFileSync(`/proc/${name}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return children;
}
