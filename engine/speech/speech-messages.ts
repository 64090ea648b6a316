import type { SpokenClip } from "./speaker.ts";
import type { SpeechEngineState } from "./speech-engine.ts";
import type { SpeechSettings } from "./speech-settings.ts";
import type { Utterance, VoiceInfo } from "./synthesizer.ts";
import type { RoutedChunk } from "./voice-router.ts";

/** What the main thread asks of the speech worker. `id` names one utterance. */
export type SpeechOrder =
  | { readonly type: "setup"; readonly settings: SpeechSettings }
  | {
      readonly type: "speak";
      readonly id: number;
      readonly utterance: Utterance;
      /** In Opus packets for a lesson, or as it was made. */
      readonly as: "clips" | "chunks";
    }
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "close" };

/** What the speech worker says. Every `speak` ends with one `end` or `failed`. */
export type SpeechReport =
  | ({ readonly type: "ready" } & SpeechOffer)
  /** An engine has failed, or works again. */
  | ({ readonly type: "offer" } & SpeechOffer)
  | { readonly type: "clip"; readonly id: number; readonly clip: SpokenClip }
  | { readonly type: "chunk"; readonly id: number; readonly chunk: RoutedChunk }
  | { readonly type: "end"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly reason: string };

export interface SpeechOffer {
  readonly voices: readonly VoiceInfo[];
  readonly engines: readonly SpeechEngineState[];
}
