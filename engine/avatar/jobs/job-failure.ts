import { AvatarServerError } from "../avatar-server.ts";
import { PackDamaged } from "../pack-header.ts";
import { AssetsRefused, AssetsUnreachable } from "../store/asset-store.ts";
import { AvatarMissing } from "../store/avatar-store.ts";
import { BuilderBusy } from "../video/avatar-builder.ts";
import { SourceRefused } from "../video/source-refused.ts";
import type { AvatarJob } from "./avatar-jobs.ts";

/** Nobody wants what the job makes any more. */
export class JobCancelled extends Error {
  override readonly name = "JobCancelled";
}

type Failure = ReturnType<typeof failed>;

/** How a job stands that has failed. */
export function failed(detail: string, reason: AvatarJob["reason"] = null) {
  return { state: "failed", reason, detail, report: null } as const;
}

/** Why a job failed and what to do, for people; undefined where only we can do something. */
export function explainFailure(error: unknown): Failure | undefined {
  if (error instanceof SourceRefused) return failed(error.message, error.reason);
  if (error instanceof AvatarServerError || error instanceof BuilderBusy) return failed(error.message);
  if (error instanceof JobCancelled) return failed("it was deleted while it was made");
  if (error instanceof AssetsRefused) return failed(error.message);
  if (error instanceof AssetsUnreachable)
    return failed("the store of faces cannot be reached: try again later");
  if (error instanceof AvatarMissing) return failed("the face is not there any more");
  if (error instanceof PackDamaged)
    return failed("the face's file is damaged: delete the face and make it anew");
  return undefined;
}
