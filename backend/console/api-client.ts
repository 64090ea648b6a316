import type { components } from "../../generated/backend.types.ts";
import { ApiProblem, readApiProblem } from "./api-problem.ts";

type Schemas = components["schemas"];
export type Tutor = Schemas["Tutor"];
export type TutorCreate = Schemas["TutorCreate"];
export type TutorUpdate = Schemas["TutorUpdate"];
export type Admin = Schemas["Admin"];
export type Session = Schemas["Session"];
export type Turn = Schemas["Turn"];
export type Transcript = Schemas["Transcript"];

/** One page of a list. */
export interface Listed<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A tutor and the entity tag that names this version of it. */
export interface TaggedTutor {
  readonly tutor: Tutor;
  readonly entityTag: string;
}

export interface ApiRequest {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a table, in place of `body`. */
  readonly csv?: Blob;
  readonly timeoutMs?: number;
  readonly headers?: Record<string, string>;
}

/** Of Web Storage what is used. */
export type TokenStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const requestTimeoutMs = 20_000;
const refreshTokenKey = "virtual-tutor-refresh-token";

/**
 * What the console asks of the backend. Failures are ApiProblems. The access token lives in memory only; the refresh
 * token in this tab's session storage, so that a reload does not sign out.
 */
export class ApiClient {
  /** Called when the sign-in is over and cannot be renewed. */
  onSignedOut: () => void = () => undefined;
  readonly #origin: string;
  readonly #storage: TokenStorage;
  #accessToken = "";
  #refreshing: Promise<boolean> | undefined;

  /** `origin` without a slash at its end; empty for the page's own. */
  constructor({ origin = "", storage }: { origin?: string; storage: TokenStorage }) {
    this.#origin = origin;
    this.#storage = storage;
  }

  async signIn(email: string, password: string): Promise<void> {
    const response = await this.#fetch("/api/auth/login", { method: "POST", body: { email, password } });
    if (!response.ok) throw await readApiProblem(response);
    this.#keep((await response.json()) as Schemas["Tokens"]);
  }

  /** Whether the tab's refresh token is still good; rejects when that cannot be found out now. */
  resume(): Promise<boolean> {
    // A refresh token works once: requests that fail together renew together.
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Ends the sign-in here, and at the backend where it can be reached. */
  async signOut(): Promise<void> {
    const refresh_token = this.#storage.getItem(refreshTokenKey);
    this.#forget();
    if (!refresh_token) return;
    await this.#fetch("/api/auth/logout", { method: "POST", body: { refresh_token } }).catch(() => undefined);
  }

  /** Ends the admin's other sign-ins; this one goes on. Fails with `forbidden` when the current password is wrong. */
  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    const body = { currentPassword, newPassword };
    this.#keep(await this.json<Schemas["Tokens"]>("/api/auth/password", { method: "POST", body }));
  }

  /** Ends every sign-in of the admin, this one too. */
  async signOutEverywhere(): Promise<void> {
    await this.request("/api/auth/logout-everywhere", { method: "POST" });
    this.#forget();
    this.onSignedOut();
  }

  me(): Promise<Admin> {
    return this.json("/api/auth/me");
  }

  tutors(cursor?: string): Promise<Listed<Tutor>> {
    return this.json(`/api/tutors?${toPageQuery(cursor)}`);
  }

  async tutor(tutorId: string): Promise<TaggedTutor> {
    return toTagged(await this.request(toTutorPath(tutorId)));
  }

  createTutor(tutor: TutorCreate): Promise<Tutor> {
    return this.json("/api/tutors", { method: "POST", body: tutor });
  }

  /** Fails with `precondition-failed` when the tutor is not the one that was read any more. */
  async updateTutor(tutorId: string, entityTag: string, changes: TutorUpdate): Promise<TaggedTutor> {
    const headers = { "if-match": entityTag };
    return toTagged(await this.request(toTutorPath(tutorId), { method: "PATCH", body: changes, headers }));
  }

  async deleteTutor(tutorId: string): Promise<void> {
    await this.request(toTutorPath(tutorId), { method: "DELETE" });
  }

  sessions(tutorId: string, cursor?: string): Promise<Listed<Session>> {
    return this.json(`${toTutorPath(tutorId)}/sessions?${toPageQuery(cursor)}`);
  }

  transcript(tutorId: string, sessionId: string): Promise<Transcript> {
    return this.json(`${toTutorPath(tutorId)}/sessions/${encodeURIComponent(sessionId)}/transcript`);
  }

  /** An answer in JSON. */
  async json<Body>(path: string, request?: ApiRequest): Promise<Body> {
    return (await this.request(path, request)).json() as Promise<Body>;
  }

  /** With the access token, renewed once when it has run out. */
  async request(path: string, request: ApiRequest = {}): Promise<Response> {
    const send = () =>
      this.#fetch(path, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${this.#accessToken}` },
      });
    let response = await send();
    if (response.status === 401 && (await this.resume())) response = await send();
    if (response.status === 401) {
      this.#forget();
      this.onSignedOut();
      throw new ApiProblem("signed-out");
    }
    if (!response.ok) throw await readApiProblem(response);
    return response;
  }

  async #fetch(path: string, { method, body, csv, headers, timeoutMs }: ApiRequest): Promise<Response> {
    const type = csv ? "text/csv" : body === undefined ? undefined : "application/json";
    try {
      return await fetch(this.#origin + path, {
        method: method ?? "GET",
        headers: type === undefined ? (headers ?? {}) : { ...headers, "content-type": type },
        body: csv ?? (body === undefined ? null : JSON.stringify(body)),
        cache: "no-store",
        signal: AbortSignal.timeout(timeoutMs ?? requestTimeoutMs),
      });
    } catch {
      throw new ApiProblem("unreachable");
    }
  }

  async #refresh(): Promise<boolean> {
    const refresh_token = this.#storage.getItem(refreshTokenKey);
    if (!refresh_token) return false;
    const response = await this.#fetch("/api/auth/refresh", { method: "POST", body: { refresh_token } });
    if (response.status === 401) {
      this.#forget();
      return false;
    }
    if (!response.ok) throw await readApiProblem(response);
    this.#keep((await response.json()) as Schemas["Tokens"]);
    return true;
  }

  #keep({ access_token, refresh_token }: Schemas["Tokens"]): void {
    this.#accessToken = access_token;
    this.#storage.setItem(refreshTokenKey, refresh_token);
  }

  #forget(): void {
    this.#accessToken = "";
    this.#storage.removeItem(refreshTokenKey);
  }
}

const toTutorPath = (tutorId: string) => `/api/tutors/${encodeURIComponent(tutorId)}`;

const toPageQuery = (cursor: string | undefined) =>
  new URLSearchParams(cursor ? { limit: "50", cursor } : { limit: "50" }).toString();

async function toTagged(response: Response): Promise<TaggedTutor> {
  return { tutor: (await response.json()) as Tutor, entityTag: response.headers.get("etag") ?? "*" };
}
