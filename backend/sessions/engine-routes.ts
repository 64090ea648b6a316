import type { BackendHandlers } from "../backend-handlers.ts";
import { namesVersion, toEntityTag } from "../tutors/entity-tags.ts";
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
      const tag = { ETag: toEntityTag(profile.version) };
      if (namesVersion(headers["if-none-match"] ?? "", profile.version)) return { status: 304, headers: tag };
      return { status: 200, headers: tag, body: profile };
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
