import type { AvatarAction, AvatarVideo, LongWork } from "../../avatar/avatar-server.ts";

/** Where an avatar server keeps its avatars. Calls fail with MageuriteError, or RangeError for a name that is never sent. */
export interface AvatarKeeper {
  readonly can: readonly AvatarAction[];
  /** Names that could have come from us. */
  list(signal?: AbortSignal): Promise<string[]>;
  /** A PNG; undefined when there is no such avatar, or no picture of it. */
  preview(name: string, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  /** The video goes through as it comes. Takes minutes. */
  add(name: string, video: AvatarVideo, work: LongWork): Promise<void>;
  delete(name: string, signal?: AbortSignal): Promise<void>;
}

/** What may be an avatar's name: over there it reaches a shell and a file path. */
const namePattern = /^[A-Za-z0-9_-]{1,64}$/;
const avatarsMax = 1_000;

/** Throws RangeError for a name that is never sent. */
export function checkedName(name: string): string {
  if (!namePattern.test(name)) throw new RangeError("an avatar's name has letters, digits, - and _ only");
  return name;
}

/** Those of a server's names that could have come from us, each once. */
export function safeNames(names: readonly (string | undefined)[]): string[] {
  const safe = names.filter((name): name is string => name !== undefined && namePattern.test(name));
  return [...new Set(safe)].slice(0, avatarsMax);
}
