import { Problem } from "../../openapi/binding/problem.ts";
import type { EngineHandlers } from "../engine-contract.ts";
import { iceServersFor, type TurnRelay } from "./ice-servers.ts";
import { type Lessons, TicketUsed } from "./lessons.ts";
import type { TicketClaims } from "./ticket.ts";

type RealtimeOperations = "startLesson" | "restartIce" | "endLesson" | "getIceServers";

/** The browser's own credentials: whoever answers checks and never sends any has no use for them, but they must be there. */
const credentials = /^a=ice-ufrag:[\w+/]{4,256}\r?$[\s\S]*^a=ice-pwd:[\w+/]{22,256}\r?$/m;

export const realtimeRoutes = (lessons: Lessons, relay: TurnRelay | undefined) =>
  ({
    async startLesson({ path, query, principal, body }) {
      requireTutor(principal, path.tutorId);
      if (!principal.capabilities.includes("webrtc"))
        throw new Problem("unauthorized", "the ticket is not for WebRTC");
      try {
        const { lesson, answer } = await lessons.start(principal, body, { mayWait: query.ifFull === "text" });
        const location = `/api/tutors/${path.tutorId}/webrtc/${lesson.id}`;
        return { status: 201, headers: { Location: location }, body: answer };
      } catch (error) {
        if (error instanceof TicketUsed) throw new Problem("conflict", error.message, { cause: error });
        throw error;
      }
    },

    restartIce({ path, principal, body }) {
      requireTutor(principal, path.tutorId);
      if (!credentials.test(body)) throw new Problem("invalid-offer", "the body has no ICE credentials");
      const fresh = lessons.restartIce(principal.sub, path.lessonId);
      if (!fresh) throw new Problem("not-found", "there is no such lesson");
      return { status: 200, body: `a=ice-ufrag:${fresh.ufrag}\r\na=ice-pwd:${fresh.password}\r\n` };
    },

    async endLesson({ path, principal }) {
      requireTutor(principal, path.tutorId);
      if (!(await lessons.end(principal.sub, path.lessonId)))
        throw new Problem("not-found", "there is no such lesson");
      return { status: 204 };
    },

    getIceServers({ path, principal }) {
      requireTutor(principal, path.tutorId);
      return { status: 200, body: iceServersFor(principal.sub, relay) };
    },
  }) satisfies Pick<EngineHandlers, RealtimeOperations>;

/** Somebody else's tutor is like one that does not exist. */
export function requireTutor(claims: TicketClaims, tutorId: string): void {
  if (claims.tutor !== tutorId) throw new Problem("not-found", "there is no such tutor");
}
