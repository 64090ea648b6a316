import type { components } from "../../generated/engine.types.ts";
import { PageProblem, type ProblemKind } from "./page-problem.ts";
import type { Visit } from "./school-client.ts";
import { readRetryAfterMs } from "./school-request.ts";

const startTimeoutMs = 10_000;
const iceServersTimeoutMs = 2000;
const endTimeoutMs = 1000;
const restartTimeoutMs = 2000;
const answerMaxChars = 65_536;

/** What to do where every face is taken. */
export type IfFull = "refuse" | "text";

export interface StartedLesson {
  /** SDP. */
  readonly answer: string;
  /** Where to end it; undefined where the engine does not show it. */
  readonly location: string | undefined;
}

/** What the page asks of the engine over HTTP, with the ticket of one visit. */
export class LessonClient {
  readonly #webrtcUrl: string;
  readonly #iceServersUrl: string;
  readonly #authorization: string;

  constructor(visit: Visit, tutorId: string) {
    const tutorUrl = `${visit.engine_url}/api/tutors/${encodeURIComponent(tutorId)}`;
    this.#webrtcUrl = `${tutorUrl}/webrtc`;
    this.#iceServersUrl = `${tutorUrl}/ice-servers`;
    this.#authorization = `Bearer ${visit.ticket}`;
  }

  /** Posts the offer; the rest as in the contract. Every failure is a PageProblem. */
  async start(
    offer: string,
    { ifFull, lastTurn }: { ifFull: IfFull; lastTurn: number | undefined },
    signal: AbortSignal,
  ): Promise<StartedLesson> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(startTimeoutMs)]);
    const headers = { "content-type": "application/sdp", authorization: this.#authorization };
    const seen = lastTurn === undefined ? "" : `&lastTurn=${lastTurn}`;
    let response: Response;
    let answer: string;
    try {
      response = await fetch(`${this.#webrtcUrl}?ifFull=${ifFull}${seen}`, {
        method: "POST",
        body: offer,
        headers,
        signal: limit,
      });
      answer = await response.text();
    } catch (cause) {
      throw new PageProblem("engine-unreachable", { cause });
    }
    if (response.status !== 201) {
      throw new PageProblem(problemOf(response.status), { retryAfterMs: readRetryAfterMs(response) });
    }
    if (answer.length > answerMaxChars) throw new PageProblem("engine-failing");
    return { answer, location: this.#toLessonUrl(response.headers.get("location")) };
  }

  /** Ends a lesson. Outlives the page. Never fails: an engine that does not hear of it notices that we have gone. */
  async end(location: string): Promise<void> {
    const headers = { authorization: this.#authorization };
    const signal = AbortSignal.timeout(endTimeoutMs);
    await fetch(location, { method: "DELETE", headers, keepalive: true, signal }).catch(() => undefined);
  }

  /**
   * The engine's new ICE credentials (RFC 8840) for the browser's; undefined where there are none, `unauthorized` where the
   * ticket has served its time, `gone` where the lesson has ended or its engine has. Never fails.
   */
  async restartIce(location: string, fragment: string, signal: AbortSignal): Promise<string | undefined> {
    const headers = { "content-type": "application/trickle-ice-sdpfrag", authorization: this.#authorization };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(restartTimeoutMs)]);
    try {
      const response = await fetch(location, { method: "PATCH", body: fragment, headers, signal: limit });
      if (response.status === 401) return "unauthorized";
      if (response.status === 404) return "gone";
      return response.ok ? await response.text() : undefined;
    } catch {
      return undefined;
    }
  }

  /** The school's relay, if it has one, with fresh credentials. Never fails: without an answer the lesson is tried directly. */
  async relay(signal: AbortSignal): Promise<RTCConfiguration | undefined> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(iceServersTimeoutMs)]);
    const headers = { authorization: this.#authorization };
    try {
      const response = await fetch(this.#iceServersUrl, { headers, signal: limit, cache: "no-store" });
      if (!response.ok) return undefined;
      const { iceServers, iceTransportPolicy } =
        (await response.json()) as components["schemas"]["IceServers"];
      return iceServers.length > 0 ? { iceServers, iceTransportPolicy } : undefined;
    } catch {
      return undefined;
    }
  }

  /** The ticket goes to nobody but the engine, whatever the Location says. */
  #toLessonUrl(location: string | null): string | undefined {
    const url = location ? URL.parse(location, this.#webrtcUrl) : null;
    return url?.origin === new URL(this.#webrtcUrl).origin ? url.href : undefined;
  }
}

function problemOf(status: number): ProblemKind {
  if (status === 400 || status === 413 || status === 415 || status === 422) return "offer-refused";
  if (status === 401 || status === 409) return "ticket-refused";
  if (status === 404) return "tutor-unknown";
  if (status === 429 || status === 503) return "engine-full";
  return "engine-failing";
}
