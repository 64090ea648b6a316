import { inSpan, traceHeaders } from "../../deploy/tracing.ts";
import * as peers from "../../generated/backend.peers.js";
import type { components } from "../../generated/backend.types.ts";
import type { AvatarReported, ReportOutcome } from "../avatar/jobs/avatar-reporter.ts";
import type { PassageSource } from "../chat/passages.ts";

export type Profile = components["schemas"]["Profile"];
export type Turn = components["schemas"]["Turn"];
export type LessonReport = components["schemas"]["LessonReport"];
export type Passage = components["schemas"]["Passage"];
export type LessonVerdict = components["schemas"]["LessonVerdict"];
type Problem = components["schemas"]["Problem"];
export type Jwks = components["schemas"]["Jwks"];

const timeoutMs = 5_000;
const questionCharsMax = 4_000;
const replyBytesMax = 1_000_000;
/** 50 turns as long as the contract lets them be, in letters of three bytes. */
const turnsBytesMax = 20_000_000;

/** The backend did not answer, or not what the contract says. */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
}

/** The backend, or what stands before it, answered 4xx. */
export class BackendRefused extends Error {
  override readonly name = "BackendRefused";
  /** `problem`: the type of the problem that the contract names; undefined where the answer is not the backend's own. */
  constructor(
    readonly status: number,
    readonly problem?: Problem["type"] | undefined,
  ) {
    super(`the backend answered ${status}`);
  }
}

/** What the engine asks of the backend. Every method fails with BackendUnavailable or BackendRefused only. */
export class BackendClient {
  constructor(
    private readonly url: string,
    private readonly serviceToken: string,
  ) {}

  async getJwks(): Promise<Jwks> {
    const response = await this.#fetch("/.well-known/jwks.json", {});
    const jwks = await readJson(response);
    if (!peers.Jwks(jwks)) throw new BackendUnavailable("the key set does not conform to the contract");
    return jwks as Jwks;
  }

  /** Undefined: the profile is still the one with this ETag. */
  async getProfile(
    tutorId: string,
    etag: string | undefined,
  ): Promise<{ profile: Profile; etag: string } | undefined> {
    const headers: Record<string, string> = etag === undefined ? {} : { "if-none-match": etag };
    const response = await this.#fetch(`/internal/tutors/${encodeURIComponent(tutorId)}/profile`, {
      headers,
    });
    if (response.status === 304) return undefined;
    const profile = await readJson(response);
    if (!peers.Profile(profile)) throw new BackendUnavailable("the profile does not conform to the contract");
    return { profile: profile as Profile, etag: response.headers.get("etag") ?? "" };
  }

  /** The last turns of a session, in order. */
  async getTurns(sessionId: string): Promise<Turn[]> {
    const response = await this.#fetch(`/internal/sessions/${encodeURIComponent(sessionId)}/turns`, {});
    const list = await readJson(response, turnsBytesMax);
    if (!peers.TurnList(list)) throw new BackendUnavailable("the turns do not conform to the contract");
    return (list as { turns: Turn[] }).turns;
  }

  /** Says which lessons there are, and hears which of them are to end. */
  async reportLessons(report: LessonReport): Promise<LessonVerdict["end"]> {
    const response = await this.#fetch("/internal/lessons", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(report),
    });
    const verdict = await readJson(response);
    if (!peers.LessonVerdict(verdict))
      throw new BackendUnavailable("the verdict does not conform to the contract");
    return (verdict as LessonVerdict).end;
  }

  /** Passages of a tutor's documents that speak of the question, best first. */
  async findPassages(
    tutorId: string,
    { question, embedding }: Parameters<PassageSource["findPassages"]>[1],
    signal: AbortSignal,
  ): Promise<Passage[]> {
    const response = await this.#fetch(
      `/internal/tutors/${encodeURIComponent(tutorId)}/passages`,
      {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question: question.slice(0, questionCharsMax), embedding }),
      },
      signal,
    );
    const list = await readJson(response);
    if (!peers.PassageList(list)) throw new BackendUnavailable("the passages do not conform to the contract");
    return (list as { passages: Passage[] }).passages;
  }

  async deliverTurns(sessionId: string, turns: readonly Turn[]): Promise<void> {
    await this.#fetch(`/internal/sessions/${encodeURIComponent(sessionId)}/turns`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ turns }),
    });
  }

  /** Tells how an avatar is being made. Never fails: what is not taken now is to be told again, unless nobody wants it. */
  async reportAvatar(avatarId: string, report: AvatarReported): Promise<ReportOutcome> {
    try {
      await this.#fetch(`/internal/avatars/${encodeURIComponent(avatarId)}/status`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(report),
      });
      return "taken";
    } catch (error) {
      return error instanceof BackendRefused && error.status === 404 ? "unwanted" : "later";
    }
  }

  async #fetch(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string },
    signal: AbortSignal = AbortSignal.timeout(timeoutMs),
  ): Promise<Response> {
    let response: Response;
    try {
      response = await inSpan("backend", { kind: "client" }, () =>
        fetch(this.url + path, {
          ...init,
          headers: { ...init.headers, ...traceHeaders(), authorization: `Bearer ${this.serviceToken}` },
          redirect: "error",
          signal,
        }),
      );
    } catch (cause) {
      throw new BackendUnavailable("the backend does not answer", { cause });
    }
    if (response.ok || response.status === 304) return response;
    if (response.status >= 500 || response.status === 429) {
      await response.body?.cancel();
      throw new BackendUnavailable(`the backend answered ${response.status}`);
    }
    const problem = await readJson(response).catch(() => undefined);
    const type = peers.Problem(problem) ? (problem as Problem).type : undefined;
    throw new BackendRefused(response.status, type);
  }
}

async function readJson(response: Response, charsMax = replyBytesMax): Promise<unknown> {
  try {
    const text = await response.text();
    if (text.length > charsMax) throw new BackendUnavailable("the backend's answer is too long");
    return JSON.parse(text);
  } catch (cause) {
    throw new BackendUnavailable("the backend's answer cannot be read", { cause });
  }
}
