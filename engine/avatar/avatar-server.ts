import type { RemoteFace } from "./remote-face.ts";

/**
 * Why an avatar server does not do what it was asked.
 * - `unreachable`: no answer at all, or none in time.
 * - `full`: it has no place left.
 * - `refused`: it says no, or is busy with another change.
 * - `broken`: its answer is not one that we know.
 */
export type AvatarServerFailure = "unreachable" | "full" | "refused" | "broken";

export class AvatarServerError extends Error {
  override readonly name: string = "AvatarServerError";
  constructor(
    readonly failure: AvatarServerFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export interface AvatarServerState {
  /** One line for people. */
  readonly description: string;
  /** Undefined while it cannot be reached. */
  readonly generation: "newest" | "fork" | "old" | undefined;
  readonly events: boolean;
  readonly managed: boolean;
  /** What can be done to its avatars now. */
  readonly can: readonly AvatarAction[];
  readonly places: { used: number; idle: number; ghosts: number; others: number; max: number };
}

export type AvatarAction = "create" | "start" | "preview" | "delete";

export type VideoExtension = "mp4" | "mov" | "mkv" | "avi";

/** A model of an avatar server. */
export interface ServerModel {
  /** `mageurite`, or a name that begins with `mageurite_`. */
  readonly id: string;
  readonly description: string;
  readonly available: boolean;
}

/** `name` is without the server's prefix. */
export interface ServerOrder {
  readonly name: string;
  readonly model: string;
  readonly video: AvatarVideo;
}

export interface AvatarVideo {
  /** Read as fast as the server takes it. */
  readonly stream: AsyncIterable<Uint8Array>;
  readonly extension: VideoExtension;
}

/** Work that takes minutes. */
export interface LongWork {
  readonly signal: AbortSignal;
  /** From 0 to 1; not called where nobody can tell. */
  onProgress(progress: number): void;
}

/** PORT: a server on another machine that draws faces and keeps avatars. Calls fail with AvatarServerError. */
export interface AvatarServer {
  readonly state: AvatarServerState;
  /** The face that a tutor's avatar means here; undefined for names that are not of this server. */
  faceOf(avatar: string): RemoteFace | undefined;
  /** The avatar's name over there, under which the same tutor may have a face here; undefined where it has none. */
  nameOf(avatar: string): string | undefined;
  /** Names that `faceOf` takes, and whether a lesson that begins now can have them. */
  avatars(): Promise<{ name: string; running: boolean }[]>;
  /** What it can make avatars with, as far as it tells. */
  models(): Promise<readonly ServerModel[]>;
  /** A PNG; undefined when there is no such avatar. `avatar` as in `faceOf`. */
  preview(avatar: string): Promise<Uint8Array | undefined>;
  /** Makes an avatar. `model` is one of `models`. */
  create(order: ServerOrder, work: LongWork): Promise<void>;
  /**
   * Makes an avatar ready for lessons; `avatar` as in `faceOf`. Where the server shows one avatar to everybody this is
   * maintenance: students are told and leave, every session ends, and it resolves when the server can be reached again.
   */
  start(avatar: string, work: Pick<LongWork, "signal">): Promise<void>;
  /** False when there is no such avatar. `avatar` as in `faceOf`. */
  delete(avatar: string): Promise<boolean>;
}
