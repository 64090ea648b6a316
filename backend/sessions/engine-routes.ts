import type { BackendHandlers } from "../backend-handlers.ts";
import { namesTag } from "../tutors/entity-tags.ts";
import type { Tutors } from "../tutors/tutors.ts";
import type { RunningLessons } from "./running-lessons.ts";
import type { Sessions } from "./sessions.ts";
import type { Tickets } from "./tickets.ts";

/** How long an engine may keep the key set, in seconds; an unknown key makes it ask earlier. */
const keySetLifeSeconds = 600;

interface EngineParts {
  readonly tutors: Tutors;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly lessons: RunningLessons;
}

/** What the engine asks of the backend. */
export const engineRoutes = ({ tutors, sessions, tickets, lessons }: EngineParts) =>
  ({
    async getJwks() {
      return {
        status: 200,
        headers: { "Cache-Control": `public, max-age=${keySetLifeSeconds}` },
        body: { keys: await tickets.publicKeys() },
      };
    },

    async getProfile({ path, headers }) {
      const profile = await tutors.getProfile(path.tutorId);
      // The face changes without the tutor, once it is made.
      const ETag = `"${profile.version}-${profile.avatarVersion}"`;
      if (namesTag(headers["if-none-match"] ?? "", ETag)) return { status: 304, headers: { ETag } };
      return { status: 200, headers: { ETag }, body: profile };
    },

    async getTurns({ path }) {
      return { status: 200, body: { turns: await sessions.getLastTurns(path.sessionId) } };
    },

    async deliverTurns({ path, body }) {
      await sessions.deliverTurns(path.sessionId, body.turns);
      return { status: 204 };
    },

    async reportLessons({ body }) {
      return { status: 200, body: await lessons.report(body) };
    },
  }) satisfies Pick<
    BackendHandlers,
    "getJwks" | "getProfile" | "getTurns" | "deliverTurns" | "reportLessons"
  >;
