import type { BuildProgress, BuildReport } from "./build-report.ts";
import type { Refusal } from "./source-refused.ts";

/** What the building process says. One of the last three ends it. */
export type BuildMessage =
  | { readonly type: "progress"; readonly progress: BuildProgress }
  | { readonly type: "done"; readonly report: BuildReport }
  | { readonly type: "refused"; readonly reason: Refusal }
  | { readonly type: "failed"; readonly reason: string };
