import { yieldToOthers } from "../../workers/yield-to-others.ts";
import type { BuildMessage } from "./build-messages.ts";
import { buildPack } from "./build-pack.ts";
import { SourceRefused } from "./source-refused.ts";

/**
 * A process of its own for one avatar: `<source> <kind> <pack to write>`. A file that makes a decoder
 * crash ends this process and nothing else, and what it takes of memory is given back with it.
 */
const [source, kind, target] = process.argv.slice(2);
const lowestPriority = 19;

function tell(message: BuildMessage): void {
  process.send?.(message);
}

/** What stands at the end of a chain of causes when an allocation failed, in JavaScript or in FFmpeg (ENOMEM). */
function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /out of memory|cannot allocate memory/i.test(error.message) || isOutOfMemory(error.cause);
}

// Nobody waits for the face any longer.
const giveUp = () => process.exit(1);
process.on("disconnect", giveUp);

try {
  yieldToOthers(lowestPriority);
  if (!source || !target || (kind !== "video" && kind !== "photo"))
    throw new Error("three arguments are expected");
  const { file, report } = await buildPack(source, kind, (progress) => tell({ type: "progress", progress }));
  await Bun.write(target, file);
  tell({ type: "done", report });
} catch (error) {
  if (isOutOfMemory(error)) tell({ type: "refused", reason: "too-costly" });
  else if (error instanceof SourceRefused) tell({ type: "refused", reason: error.reason });
  else tell({ type: "failed", reason: error instanceof Error ? error.message : "the build failed" });
}
process.off("disconnect", giveUp);
process.disconnect?.();
