import type { components } from "../../generated/backend.types.ts";
import type { KeptSession } from "./kept-session.ts";
import { PageProblem } from "./page-problem.ts";
import { askSchool, post, readObject } from "./school-request.ts";

export type TutorInfo = components["schemas"]["TutorInfo"];
export type Visit = Pick<components["schemas"]["Visit"], "ticket" | "engine_url">;
export type NewVisit = Visit & KeptSession;

const startersMax = 6;

/** Whoever has lessons: opens sessions, and gets another ticket for one that was opened. Failures are PageProblems. */
export interface Visitor {
  open(signal: AbortSignal): Promise<NewVisit>;
  /** Fails with `tutor-unknown` where the session is gone. */
  resume(session: KeptSession, signal: AbortSignal): Promise<Visit>;
}

/** What the page asks of the backend for everybody. Every failure is a PageProblem. */
export class SchoolClient {
  readonly #tutorUrl: string;
  readonly #receiptsUrl: string;

  /** `backendUrl` without a slash at its end. */
  constructor(backendUrl: string, tutorId: string) {
    this.#receiptsUrl = `${backendUrl}/api/receipts`;
    this.#tutorUrl = `${backendUrl}/api/tutors/${encodeURIComponent(tutorId)}`;
  }

  async tutorInfo(signal?: AbortSignal): Promise<TutorInfo> {
    const info = await readObject(await askSchool(`${this.#tutorUrl}/info`, {}, { signal }));
    const { id, name, subject, description, language, starters, avatar, access } = info;
    const texts = [id, name, subject, description, language, avatar, access];
    if (!texts.every((text) => typeof text === "string") || !Array.isArray(starters)) {
      throw new PageProblem("backend-failing");
    }
    const questions = starters.filter((text) => typeof text === "string").slice(0, startersMax);
    return { ...(info as TutorInfo), starters: questions };
  }

  /** A guest of a public tutor. `guestName` may be empty. */
  guest(guestName: string): Visitor {
    const name = guestName.trim();
    return {
      open: async (signal) => {
        const url = `${this.#tutorUrl}/visits`;
        const visit = await readObject(await askSchool(url, post(name ? { name } : {}), { signal }));
        const { secret } = visit;
        if (typeof secret !== "string") throw new PageProblem("backend-failing");
        return { ...readVisit(visit), sessionId: readSessionId(visit), secret };
      },
      resume: async ({ sessionId, secret }, signal) => {
        const url = `${this.#tutorUrl}/visits/${encodeURIComponent(sessionId)}/tickets`;
        return readVisit(await readObject(await askSchool(url, post({ secret }), { signal })));
      },
    };
  }

  /** Delivers turns in the engine's place. False when that has to be tried again later. Never fails. */
  async redeem(receipts: readonly string[]): Promise<boolean> {
    return askSchool(this.#receiptsUrl, post({ receipts }), {}).then(
      () => true,
      () => false,
    );
  }
}

export function readSessionId({ session }: Record<string, unknown>): string {
  const id = (session as { id?: unknown } | undefined)?.id;
  if (typeof id !== "string") throw new PageProblem("backend-failing");
  return id;
}

export function readVisit({ ticket, engine_url }: Record<string, unknown>): Visit {
  if (typeof ticket !== "string" || typeof engine_url !== "string") throw new PageProblem("backend-failing");
  if (!/^https?:$/.test(URL.parse(engine_url)?.protocol ?? "")) throw new PageProblem("backend-failing");
  return { ticket, engine_url: engine_url.replace(/\/+$/, "") };
}
