import { Problem } from "../../openapi/binding/problem.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import { iceServersFor, type TurnRelay } from "./ice-servers.ts";
import type { LessonOwners } from "./lesson-owners.ts";
import { type Lessons, TicketUsed } from "./lessons.ts";
import type { TicketClaims } from "./ticket.ts";

type RealtimeOperations = "startLesson" | "restartIce" | "endLesson" | "getIceServers";

/** The browser's own credentials: whoever answers checks and never sends any has no use for them, but they must be there. */
const credentials = /^a=ice-ufrag:[\w+/]{4,256}\r?$[\s\S]*^a=ice-pwd:[\w+/]{22,256}\r?$/m;

export interface RealtimeParts {
  lessons: Lessons;
  owners: LessonOwners;
  relay: TurnRelay | undefined;
}

export const realtimeRoutes = ({ lessons, owners, relay }: RealtimeParts) =>
  ({
    async startLesson({ path, query, principal, body }) {
      requireTutor(principal, path.tutorId);
      if (!principal.capabilities.includes("webrtc"))
        throw new Problem("unauthorized", "the ticket is not for WebRTC");
      try {
        const { ifFull, lastTurn } = query;
        const { lesson, answer } = await lessons.start(principal, body, {
          mayWait: ifFull === "text",
          lastTurn,
        });
        const location = `/api/tutors/${path.tutorId}/webrtc/${lesson.id}`;
        return { status: 201, headers: { Location: location }, body: answer };
      } catch (error) {
        if (error instanceof TicketUsed) throw new Problem("conflict", error.message, { cause: error });
        throw error;
      }
    },

    async restartIce({ path, principal, body, request }) {
      requireTutor(principal, path.tutorId);
      if (!credentials.test(body)) throw new Problem("invalid-offer", "the body has no ICE credentials");
      const fresh = lessons.restartIce(principal.sub, path.lessonId);
      if (fresh)
        return { status: 200, body: `a=ice-ufrag:${fresh.ufrag}\r\na=ice-pwd:${fresh.password}\r\n` };
      const answer = await owners.ask(path.lessonId, { request, body });
      if (answer?.status !== 200 || !credentials.test(answer.text)) throw refusalOf(answer?.status);
      return { status: 200, body: answer.text };
    },

    async endLesson({ path, principal, request }) {
      requireTutor(principal, path.tutorId);
      if (await lessons.end(principal.sub, path.lessonId)) return { status: 204 };
      const answer = await owners.ask(path.lessonId, { request });
      if (answer?.status !== 204) throw refusalOf(answer?.status);
      return { status: 204 };
    },

    getIceServers({ path, principal }) {
      requireTutor(principal, path.tutorId);
      return { status: 200, body: iceServersFor(principal.sub, relay) };
    },
  }) satisfies Pick<EngineHandlers, RealtimeOperations>;

/** A lesson whose engine is gone is gone as well. */
function refusalOf(ownersStatus: number | undefined): Problem {
  return ownersStatus === 401
    ? new Problem("unauthorized", undefined, { headers: { "www-authenticate": "Bearer" } })
    : new Problem("not-found", "there is no such lesson");
}

/** Somebody else's tutor is like one that does not exist. */
export function requireTutor(claims: TicketClaims, tutorId: string): void {
  if (claims.tutor !== tutorId) throw new Problem("not-found", "there is no such tutor");
}
