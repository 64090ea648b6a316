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

/** What several processes say of the same engines: one rests where it rests in any of them. */
export function joinStates(all: readonly (readonly SpeechEngineState[])[]): SpeechEngineState[] {
  const [first = [], ...others] = all.filter((states) => states.length > 0);
  return first.map((state) => {
    const same = others.flatMap((states) => states.filter(({ name }) => name === state.name));
    return [state, ...same].find((each) => each.state === "resting") ?? state;
  });
}
