import { PackDamaged } from "./pack-header.ts";
import { AssetsRefused, AssetsUnreachable } from "./store/asset-store.ts";
import { AvatarMissing } from "./store/avatar-store.ts";

/** Errors that mean something to whoever asked for a face, by their names; the narrower ones first. */
const known = { AvatarMissing, PackDamaged, AssetsRefused, AssetsUnreachable } as const;
type KnownName = keyof typeof known;

/** Why a face cannot be shown, as it comes from another process. */
export interface FaceFailure {
  readonly reason: string;
  readonly error: KnownName | undefined;
}

export function toFaceFailure(error: unknown): FaceFailure {
  const reason = error instanceof Error ? error.message : "the face failed";
  const names = Object.keys(known) as KnownName[];
  return { reason, error: names.find((name) => error instanceof known[name]) };
}

export function toFaceError({ reason, error }: FaceFailure): Error {
  return error ? new known[error](reason) : new Error(reason);
}
