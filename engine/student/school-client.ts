import type { components } from "../../generated/backend.types.ts";
import type { KeptSession } from "./kept-session.ts";
import { PageProblem, type ProblemKind } from "./page-problem.ts";

export type TutorInfo = components["schemas"]["TutorInfo"];
export type Visit = Pick<components["schemas"]["Visit"], "ticket" | "engine_url">;
export type NewVisit = Visit & KeptSession;

const requestTimeoutMs = 10_000;
const startersMax = 6;

/** What the page asks of the backend. Every failure is a PageProblem. */
export class SchoolClient {
  readonly #tutorUrl: string;
  readonly #receiptsUrl: string;

  /** `backendUrl` without a slash at its end. */
  constructor(backendUrl: string, tutorId: string) {
    this.#receiptsUrl = `${backendUrl}/api/receipts`;
    this.#tutorUrl = `${backendUrl}/api/tutors/${encodeURIComponent(tutorId)}`;
  }

  async tutorInfo(signal: AbortSignal): Promise<TutorInfo> {
    const info = await this.#request("/info", {}, signal);
    const { id, name, subject, description, language, starters, avatar, access } = info;
    const texts = [id, name, subject, description, language, avatar, access];
    if (!texts.every((text) => typeof text === "string") || !Array.isArray(starters)) {
      throw new PageProblem("backend-failing");
    }
    const questions = starters.filter((text) => typeof text === "string").slice(0, startersMax);
    return { ...(info as TutorInfo), starters: questions };
  }

  /** Opens a session for a guest. `guestName` may be empty. */
  async visit(guestName: string, signal: AbortSignal): Promise<NewVisit> {
    const name = guestName.trim();
    const visit = await this.#request("/visits", post(name ? { name } : {}), signal);
    const { session, secret } = visit;
    const sessionId = (session as { id?: unknown } | undefined)?.id;
    if (typeof sessionId !== "string" || typeof secret !== "string") throw new PageProblem("backend-failing");
    return { ...readVisit(visit), sessionId, secret };
  }

  /** Another ticket for a session; fails with `tutor-unknown` where the session is gone. */
  async resume({ sessionId, secret }: KeptSession, signal: AbortSignal): Promise<Visit> {
    const path = `/visits/${encodeURIComponent(sessionId)}/tickets`;
    return readVisit(await this.#request(path, post({ secret }), signal));
  }

  /** Delivers turns in the engine's place. False when that has to be tried again later. Never fails. */
  async redeem(receipts: readonly string[]): Promise<boolean> {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const response = await fetch(this.#receiptsUrl, { ...post({ receipts }), signal }).catch(() => undefined);
    return response?.ok ?? false;
  }

  async #request(path: string, init: RequestInit, signal: AbortSignal): Promise<Record<string, unknown>> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
    let response: Response;
    try {
      response = await fetch(this.#tutorUrl + path, { ...init, signal: limit, cache: "no-store" });
    } catch (cause) {
      throw new PageProblem("backend-unreachable", { cause });
    }
    if (!response.ok) {
      throw new PageProblem(problemOf(response.status), { retryAfterMs: readRetryAfterMs(response) });
    }
    const body: unknown = await response.json().catch(() => undefined);
    if (typeof body !== "object" || body === null) throw new PageProblem("backend-failing");
    return body as Record<string, unknown>;
  }
}

function post(body: unknown): RequestInit {
  return { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
}

function readVisit({ ticket, engine_url }: Record<string, unknown>): Visit {
  if (typeof ticket !== "string" || typeof engine_url !== "string") throw new PageProblem("backend-failing");
  if (!/^https?:$/.test(URL.parse(engine_url)?.protocol ?? "")) throw new PageProblem("backend-failing");
  return { ticket, engine_url: engine_url.replace(/\/+$/, "") };
}

function problemOf(status: number): ProblemKind {
  if (status === 404) return "tutor-unknown";
  if (status === 422) return "address-wrong";
  if (status === 403) return "tutor-enrolled";
  if (status === 429) return "too-many-visits";
  return "backend-failing";
}

/** RFC 9110 section 10.2.3, seconds only. Undefined where the server does not say, or does not show it to other origins. */
export function readRetryAfterMs(response: Response): number | undefined {
  const text = response.headers.get("retry-after") ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) * 1000 : undefined;
}
