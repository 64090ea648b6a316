import type { SpeechEngineName, Synthesizer } from "./synthesizer.ts";

/** A speech engine as it was found at the start: there, or not and why. */
export type SpeechEngine =
  | { readonly name: SpeechEngineName; readonly synthesizer: Synthesizer }
  | { readonly name: SpeechEngineName; readonly absent: string };

export interface SpeechEngineState {
  readonly name: SpeechEngineName;
  /** `resting`: it failed a moment ago and is not asked for a while. */
  readonly state: "ready" | "resting" | "absent";
  readonly reason: string | null;
  readonly voices: number;
}
