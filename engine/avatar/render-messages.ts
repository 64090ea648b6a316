import type { Viseme } from "../speech/viseme.ts";
import type { BitRate, EncodedPicture, Mood, VideoCodec } from "./face.ts";
import type { FaceFailure } from "./face-failure.ts";
import type { StorePlace } from "./store/avatar-store.ts";

/** A drawn face by its name, or a built one by its pack's hash. */
export interface FaceRef {
  readonly name: string;
  readonly hash?: string | undefined;
}

/** What the main thread asks of the render worker. `id` names one question or one performance. */
export type RenderOrder =
  | {
      readonly type: "setup";
      readonly cacheDir?: string | undefined;
      readonly store?: StorePlace | undefined;
    }
  | {
      readonly type: "idle";
      readonly id: number;
      readonly face: FaceRef;
      readonly codec: VideoCodec;
      readonly bitRate: BitRate;
    }
  | { readonly type: "open"; readonly id: number; readonly face: FaceRef }
  | { readonly type: "poster"; readonly id: number; readonly face: FaceRef }
  | { readonly type: "perform"; readonly id: number; readonly face: FaceRef; readonly codec: VideoCodec }
  | ({ readonly type: "direct"; readonly id: number } & { readonly direction: Direction })
  /** A built face that is gone from the store. */
  | { readonly type: "forget"; readonly hash: string }
  | { readonly type: "close" };

/** What a performance is told. `run` counts its `begin`s, so that pictures of an earlier one are known as such. */
export type Direction =
  | { readonly to: "begin"; readonly run: number; readonly number: number }
  | { readonly to: "advance"; readonly number: number }
  | {
      readonly to: "speak";
      readonly atMs: number;
      readonly visemes: readonly Viseme[];
      readonly asksUntilMs?: number | undefined;
    }
  | { readonly to: "hush"; readonly atMs: number }
  | { readonly to: "mood"; readonly mood: Mood }
  | { readonly to: "nod" }
  | { readonly to: "key" }
  | { readonly to: "bit-rate"; readonly bitRate: BitRate }
  | { readonly to: "end" }
  | { readonly to: "dispose" };

/** What the render worker says. `failed` answers a question, or ends a performance. */
export type RenderReport =
  | { readonly type: "ready" }
  | { readonly type: "opened"; readonly id: number }
  | { readonly type: "idle"; readonly id: number; readonly pictures: readonly EncodedPicture[] }
  | { readonly type: "poster"; readonly id: number; readonly png: Uint8Array }
  | {
      readonly type: "picture";
      readonly id: number;
      readonly run: number;
      readonly number: number;
      readonly picture: EncodedPicture;
    }
  | ({ readonly type: "failed"; readonly id: number } & FaceFailure);
