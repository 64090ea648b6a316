/** Where the page is. `connecting` and `reconnecting` include the pauses between tries. */
export type PageState =
  | "loading"
  | "sign-in"
  | "welcome"
  | "blocked"
  | "connecting"
  | "live"
  | "reconnecting"
  | "stopped"
  | "ended";

export type PageEvent =
  | "tutor-known"
  | "sign-in-needed"
  | "failed"
  | "start"
  | "retry"
  | "live"
  | "lost"
  | "end"
  | "back";

const next: Record<PageState, Partial<Record<PageEvent, PageState>>> = {
  loading: { "tutor-known": "welcome", "sign-in-needed": "sign-in", failed: "blocked" },
  "sign-in": { "tutor-known": "welcome" },
  blocked: { retry: "loading" },
  welcome: { start: "connecting", failed: "blocked", "sign-in-needed": "sign-in" },
  connecting: { live: "live", failed: "stopped", end: "ended" },
  live: { lost: "reconnecting", failed: "stopped", end: "ended" },
  reconnecting: { live: "live", failed: "stopped", end: "ended" },
  stopped: { retry: "connecting", end: "ended", "sign-in-needed": "sign-in" },
  ended: { start: "connecting", back: "welcome", "sign-in-needed": "sign-in" },
};

/** The state after an event; undefined where the event means nothing, and the state stays. */
export function nextPageState(state: PageState, event: PageEvent): PageState | undefined {
  return next[state][event];
}

/** A lesson is wanted: the page has or seeks a connection. */
export function isInLesson(state: PageState): boolean {
  return state === "connecting" || state === "live" || state === "reconnecting";
}
