import type { VideoCodec } from "../face.ts";

/** What the transcoding worker is told. Pictures are numbered so that each can be found again. */
export type TranscodeOrder =
  | { readonly type: "setup" }
  | { readonly type: "open"; readonly id: number; readonly from: VideoCodec; readonly to: VideoCodec }
  | { readonly type: "picture"; readonly id: number; readonly number: number; readonly data: Uint8Array }
  | { readonly type: "key"; readonly id: number }
  | { readonly type: "rate"; readonly id: number; readonly bitsPerSecond: number }
  | { readonly type: "drop"; readonly id: number }
  | { readonly type: "close" };

export type TranscodeReport =
  | { readonly type: "ready" }
  /** Without `data` there is no picture for this one. */
  | {
      readonly type: "picture";
      readonly id: number;
      readonly number: number;
      readonly data: Uint8Array | undefined;
      readonly key: boolean;
    }
  | { readonly type: "failed"; readonly id: number; readonly reason: string };
