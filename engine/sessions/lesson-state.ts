import type { Mood } from "../avatar/face.ts";

/** The states of a lesson between its connection and its end. */
export type LessonState = "idle" | "thinking" | "waking" | "speaking" | "degraded";

export type LessonEvent =
  | "turn-start"
  | "model-waking"
  | "model-lost"
  | "speech-start"
  | "barge-in"
  | "turn-end";

/** What the face does in each state. */
export const moods: Readonly<Record<LessonState, Mood>> = {
  idle: "idle",
  thinking: "thinking",
  waking: "thinking",
  speaking: "speaking",
  degraded: "speaking",
};

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
