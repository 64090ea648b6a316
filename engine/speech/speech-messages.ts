import type { SpokenClip } from "./speaker.ts";
import type { Utterance, VoiceInfo } from "./synthesizer.ts";

/** What the main thread asks of the speech worker. `id` names one utterance. */
export type SpeechOrder =
  | { readonly type: "setup" }
  | { readonly type: "speak"; readonly id: number; readonly utterance: Utterance }
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "close" };

/** What the speech worker says. Every `speak` ends with one `end` or `failed`. */
export type SpeechReport =
  | { readonly type: "ready"; readonly voices: readonly VoiceInfo[] }
  | { readonly type: "clip"; readonly id: number; readonly clip: SpokenClip }
  | { readonly type: "end"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly reason: string }
  | { readonly type: "closed" };
