import type { KeptSession } from "./kept-session.ts";
import type { PageMessage } from "./lesson-messages.ts";
import type { LessonStats } from "./lesson-stats.ts";
import { SchoolClient } from "./school-client.ts";
import { nextTicket } from "./session-tickets.ts";
import { type LessonEvents, StudentLesson } from "./student-lesson.ts";

export interface TutorOptions {
  /** Where browsers reach the backend. */
  readonly backendUrl: string;
  /** A public tutor. */
  readonly tutorId: string;
  /** What the tutor may call the student. */
  readonly guestName?: string;
  /** To go on with a session of before, as `onSession` gave it. Where it is gone, another one is opened. */
  readonly session?: KeptSession;
  readonly events: TutorEvents;
}

export interface TutorEvents extends LessonEvents {
  /** A session was opened; kept somewhere safe, it can be gone on with. */
  onSession?(session: KeptSession): void;
}

/** A lesson as its page has it. `say`, `interrupt` and `send` answer false while there is no connection: nothing is kept for later. */
export interface TutorLesson {
  /** Asks; `after`: when the tutor has finished, instead of interrupting. */
  say(text: string, when?: "now" | "after"): boolean;
  /** Silence, at once. */
  interrupt(): boolean;
  /** Any other message. */
  send(message: PageMessage): boolean;
  /** The student's microphone, for this connection and those that follow; undefined: off. The message `mic` makes the engine listen to it. */
  setVoice(track: MediaStreamTrack | undefined): void;
  /** Undefined while there is no connection. `connections`: how many there have been. */
  readonly stats: (LessonStats & { readonly connections: number }) | undefined;
  /** Leaves. No event comes after this. May be called again. `forGood`: the lesson does not go on later; the default. */
  end(options?: { readonly forGood?: boolean }): void;
}

/**
 * Begins a lesson and keeps it going until `end`: as many connections as it takes. This is what a page of another site
 * imports; the tutor's admin names that site among those that may embed the tutor.
 */
export function connect({ backendUrl, tutorId, guestName = "", session, events }: TutorOptions): TutorLesson {
  const visitor = new SchoolClient(backendUrl.replace(/\/+$/, ""), tutorId).guest(guestName);
  let kept = session;
  const keeper = {
    get session() {
      return kept;
    },
    keep: (opened: KeptSession) => {
      kept = opened;
      events.onSession?.(opened);
    },
    forget: () => {
      kept = undefined;
    },
  };
  return new StudentLesson({
    tutorId,
    visit: (signal) => nextTicket(visitor, keeper, { signal }),
    lastTurn: () => kept?.lastTurn,
    events: {
      ...events,
      onMessage: (message, arrivedAtMs) => {
        if (message.type === "turn" && kept) kept = { ...kept, lastTurn: message.turn };
        events.onMessage?.(message, arrivedAtMs);
      },
    },
  });
}
