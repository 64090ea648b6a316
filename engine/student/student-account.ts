import type { components } from "../../generated/backend.types.ts";
import { PageProblem } from "./page-problem.ts";
import { readSessionId, readVisit, type Visitor } from "./school-client.ts";
import { askSchool, type ProblemOf, post, readObject } from "./school-request.ts";

type Schemas = components["schemas"];
export type Student = Schemas["Student"];
export type PastSession = Schemas["Session"];
export type Transcript = Schemas["Transcript"];

type TokenStore = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const sessionsListed = "20";

/**
 * An enrolled student's sign-in. Failures are PageProblems; `signed-out` when it is over.
 *
 * The access token lives in this page's memory only. The refresh token is in the engine origin's local storage: a cookie
 * that no script can read would have to be set by the backend, whose cookies browsers keep from the pages of another site.
 * What guards the store is the page's policy: no script but its own, and no markup made of text. A refresh token works once,
 * so all tabs take the newest from the store, one after the other.
 */
export class StudentAccount implements Visitor {
  /** The name of what the tabs share in the store. */
  readonly tokenName: string;
  readonly #authUrl: string;
  readonly #sessionsUrl: string;
  #accessToken: string | undefined;
  /** Where the browser keeps nothing, such as in a frame of another site. */
  #unkept: string | undefined;

  constructor(
    backendUrl: string,
    private readonly tutorId: string,
    private readonly store: TokenStore | undefined,
  ) {
    this.#authUrl = `${backendUrl}/api/student/auth`;
    this.#sessionsUrl = `${backendUrl}/api/student/sessions`;
    this.tokenName = `sign-in/${tutorId}`;
  }

  /** A sign-in is there; whether it is good yet only the backend knows. */
  get isKept(): boolean {
    return this.#accessToken !== undefined || this.#refreshToken !== undefined;
  }

  /** Fails with `sign-in-refused` where address and password do not belong together. */
  async signIn(email: string, password: string): Promise<Student> {
    const problemOf: ProblemOf = (status) =>
      status === 401 || status === 422 ? "sign-in-refused" : status === 429 ? "too-many-sign-ins" : undefined;
    const { tutorId } = this;
    const login = post({ tutorId, email, password });
    this.#keep(await readTokens(await askSchool(`${this.#authUrl}/login`, login, { problemOf })));
    return this.me();
  }

  async me(): Promise<Student> {
    return (await (await this.#ask(`${this.#authUrl}/me`)).json()) as Student;
  }

  /** The other devices are signed out. Fails with `password-wrong` or `password-weak`. */
  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    const problemOf: ProblemOf = (status) =>
      status === 403
        ? "password-wrong"
        : status === 422
          ? "password-weak"
          : status === 429
            ? "too-many-sign-ins"
            : undefined;
    const change = post({ currentPassword, newPassword });
    this.#keep(await readTokens(await this.#ask(`${this.#authUrl}/password`, change, { problemOf })));
  }

  /** Here at once, and at the backend where it can be reached. */
  async signOut(): Promise<void> {
    const refresh_token = this.#refreshToken;
    this.forget();
    if (!refresh_token) return;
    await askSchool(`${this.#authUrl}/logout`, post({ refresh_token }), {}).catch(() => undefined);
  }

  forget(): void {
    this.#accessToken = undefined;
    this.#unkept = undefined;
    this.store?.removeItem(this.tokenName);
  }

  /** One's own sessions, newest first. */
  async sessions(cursor: string | null): Promise<Schemas["SessionPage"]> {
    const query = new URLSearchParams({ limit: sessionsListed, ...(cursor === null ? {} : { cursor }) });
    return (await (await this.#ask(`${this.#sessionsUrl}?${query}`)).json()) as Schemas["SessionPage"];
  }

  async transcript(sessionId: string): Promise<Transcript> {
    const url = `${this.#sessionsUrl}/${encodeURIComponent(sessionId)}/transcript`;
    return (await (await this.#ask(url)).json()) as Transcript;
  }

  open: Visitor["open"] = async (signal) => {
    const session = await readObject(await this.#ask(this.#sessionsUrl, post(), { signal }));
    return { ...readVisit(session), sessionId: readSessionId(session) };
  };

  resume: Visitor["resume"] = async ({ sessionId }, signal) => {
    const url = `${this.#sessionsUrl}/${encodeURIComponent(sessionId)}/tickets`;
    return readVisit(await readObject(await this.#ask(url, post(), { signal })));
  };

  get #refreshToken(): string | undefined {
    return this.store?.getItem(this.tokenName) ?? this.#unkept;
  }

  /** With the access token, renewed once where it has run out. */
  async #ask(
    url: string,
    init: RequestInit = {},
    { signal, problemOf }: { signal?: AbortSignal; problemOf?: ProblemOf } = {},
  ): Promise<Response> {
    const send = () => {
      const headers = { ...init.headers, authorization: `Bearer ${this.#accessToken}` };
      const outcome: ProblemOf = (status) => (status === 401 ? "signed-out" : problemOf?.(status));
      return askSchool(url, { ...init, headers }, { signal, problemOf: outcome });
    };
    if (this.#accessToken !== undefined) {
      try {
        return await send();
      } catch (error) {
        if (!(error instanceof PageProblem) || error.kind !== "signed-out") throw error;
        this.#accessToken = undefined;
      }
    }
    await alone(this.tokenName, () => this.#renew());
    return send();
  }

  /** Alone among the tabs, as the token in the store works once. */
  async #renew(): Promise<void> {
    // Another request of this page may have renewed it meanwhile.
    if (this.#accessToken !== undefined) return;
    const refresh_token = this.#refreshToken;
    if (!refresh_token) throw new PageProblem("signed-out");
    const problemOf: ProblemOf = (status) => (status === 401 ? "signed-out" : undefined);
    try {
      const response = await askSchool(`${this.#authUrl}/refresh`, post({ refresh_token }), { problemOf });
      this.#keep(await readTokens(response));
    } catch (error) {
      if (error instanceof PageProblem && error.kind === "signed-out") this.forget();
      throw error;
    }
  }

  #keep({ access_token, refresh_token }: Schemas["Tokens"]): void {
    this.#accessToken = access_token;
    try {
      if (this.store) this.store.setItem(this.tokenName, refresh_token);
      else this.#unkept = refresh_token;
    } catch {
      // A full store loses the sign-in with the page.
      this.#unkept = refresh_token;
    }
  }
}

async function readTokens(response: Response): Promise<Schemas["Tokens"]> {
  const tokens = await readObject(response);
  if (typeof tokens.access_token !== "string" || typeof tokens.refresh_token !== "string")
    throw new PageProblem("backend-failing");
  return tokens as Schemas["Tokens"];
}

/** One tab at a time; where the browser has no locks (pages without TLS), one request of this page at a time. */
let waiting: Promise<unknown> = Promise.resolve();
function alone(name: string, task: () => Promise<void>): Promise<void> {
  if (navigator.locks) return navigator.locks.request(name, task);
  const done = waiting.then(task);
  waiting = done.catch(() => undefined);
  return done;
}
