/** The states of a lesson between its connection and its end. */
export type LessonState = "idle" | "thinking" | "waking" | "speaking";

export type LessonEvent = "turn-start" | "model-waking" | "speech-start" | "barge-in" | "turn-end";

/** Which event leads where. An event that a state does not list changes nothing. */
export const next: { readonly [State in LessonState]: { readonly [Event in LessonEvent]?: LessonState } } = {
  idle: { "turn-start": "thinking" },
  thinking: {
    "turn-start": "thinking",
    "model-waking": "waking",
    "speech-start": "speaking",
    "barge-in": "idle",
    "turn-end": "idle",
  },
  waking: { "turn-start": "thinking", "speech-start": "speaking", "barge-in": "idle", "turn-end": "idle" },
  speaking: { "turn-start": "thinking", "barge-in": "idle", "turn-end": "idle" },
};

export function after(state: LessonState, event: LessonEvent): LessonState {
  return next[state][event] ?? state;
}
