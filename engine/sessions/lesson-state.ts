import type { Mood } from "../avatar/face.ts";

/** The states of a lesson between its connection and its end. */
export type LessonState = "idle" | "listening" | "thinking" | "waking" | "speaking" | "degraded";

export type LessonEvent =
  | "turn-start"
  | "model-waking"
  | "model-lost"
  | "speech-start"
  | "barge-in"
  | "voice-start"
  | "voice-lost"
  | "turn-end";

/** What the face does in each state. */
export const moods: Readonly<Record<LessonState, Mood>> = {
  idle: "idle",
  listening: "listening",
  thinking: "thinking",
  waking: "thinking",
  speaking: "speaking",
  degraded: "speaking",
};

/** Which event leads where. An event that a state does not list changes nothing. */
export const next: { readonly [State in LessonState]: { readonly [Event in LessonEvent]?: LessonState } } = {
  idle: { "turn-start": "thinking", "voice-start": "listening" },
  // What the student interrupts ends while he speaks.
  listening: { "turn-start": "thinking", "voice-lost": "idle" },
  thinking: {
    "turn-start": "thinking",
    "model-waking": "waking",
    "model-lost": "degraded",
    "speech-start": "speaking",
    "barge-in": "idle",
    "voice-start": "listening",
    "turn-end": "idle",
  },
  waking: {
    "turn-start": "thinking",
    "model-lost": "degraded",
    "speech-start": "speaking",
    "barge-in": "idle",
    "voice-start": "listening",
    "turn-end": "idle",
  },
  speaking: {
    "turn-start": "thinking",
    "model-lost": "degraded",
    "barge-in": "idle",
    "voice-start": "listening",
    "turn-end": "idle",
  },
  degraded: { "turn-start": "thinking", "barge-in": "idle", "voice-start": "listening", "turn-end": "idle" },
};

export function after(state: LessonState, event: LessonEvent): LessonState {
  return next[state][event] ?? state;
}
