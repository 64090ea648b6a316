/** The states of a lesson between its connection and its end. */
export type LessonState = "idle" | "thinking" | "waking" | "speaking" | "degraded";

export type LessonEvent =
  | "turn-start"
  | "model-waking"
  | "model-lost"
  | "speech-start"
  | "barge-in"
  | "turn-end";

/** Which event leads where. An event that a state does not list changes nothing. */
export const next: { readonly [State in LessonState]: { readonly [Event in LessonEvent]?: LessonState } } = {
  idle: { "turn-start": "thinking" },
  thinking: {
    "turn-start": "thinking",
    "model-waking": "waking",
    "model-lost": "degraded",
    "speech-start": "speaking",
    "barge-in": "idle",
    "turn-end": "idle",
  },
  waking: {
    "turn-start": "thinking",
    "model-lost": "degraded",
    "speech-start": "speaking",
    "barge-in": "idle",
    "turn-end": "idle",
  },
  speaking: { "turn-start": "thinking", "model-lost": "degraded", "barge-in": "idle", "turn-end": "idle" },
  degraded: { "turn-start": "thinking", "barge-in": "idle", "turn-end": "idle" },
};

export function after(state: LessonState, event: LessonEvent): LessonState {
  return next[state][event] ?? state;
}
