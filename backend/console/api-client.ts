import { EventSourceParserStream } from "eventsource-parser/stream";
import type { components } from "../../generated/backend.types.ts";
import { ApiProblem, readApiProblem } from "./api-problem.ts";
import type { Admin } from "./api-types.ts";
import { upload } from "./upload.ts";

type Tokens = components["schemas"]["Tokens"];

export interface ApiRequest {
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, in place of `body`. */
  readonly file?: Blob | FormData;
  /** Told how much of `file` has left, from 0 to 1; such a request takes the time that it takes. */
  readonly onSent?: (share: number) => void;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cache?: RequestCache;
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
    this.#keep((await response.json()) as Tokens);
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
    this.#keep(await this.json<Tokens>("/api/auth/password", { method: "POST", body }));
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

  /** An answer in JSON. */
  async json<Body>(path: string, request?: ApiRequest): Promise<Body> {
    return (await this.request(path, request)).json() as Promise<Body>;
  }

  /** With the access token, renewed once when it has run out. */
  async request(path: string, request: ApiRequest = {}): Promise<Response> {
    // A file is not sent for nothing.
    if (request.onSent) await this.me();
    const send = () =>
      this.#fetch(path, {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${this.#accessToken}` },
      });
    const token = this.#accessToken;
    let response = await send();
    // Another request, whose refusal came sooner, may have renewed it.
    const isRenewed = this.#accessToken !== token && this.#accessToken !== "";
    if (response.status === 401 && (isRenewed || (await this.resume()))) response = await send();
    if (response.status === 401) {
      this.#forget();
      this.onSignedOut();
      throw new ApiProblem("signed-out");
    }
    if (!response.ok) throw await readApiProblem(response);
    return response;
  }

  /** The data of a stream of events (HTML Living Standard, section 9.2), until it ends. */
  async *events<Data>(path: string, signal: AbortSignal): AsyncGenerator<Data> {
    const { body } = await this.request(path, { signal });
    if (!body) return;
    const events = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    try {
      for (let next = await reader.read(); !next.done; next = await reader.read()) {
        yield JSON.parse(next.value.data) as Data;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  async #fetch(path: string, request: ApiRequest): Promise<Response> {
    const {
      method = "GET",
      body,
      file,
      onSent,
      headers,
      timeoutMs = requestTimeoutMs,
      signal,
      cache = "no-store",
    } = request;
    const url = this.#origin + path;
    const isJson = file === undefined && body !== undefined;
    const all = isJson ? { ...headers, "content-type": "application/json" } : { ...headers };
    try {
      if (file && onSent) return await upload({ url, method, headers: all, body: file, onSent, signal });
      return await fetch(url, {
        method,
        headers: all,
        body: file ?? (isJson ? JSON.stringify(body) : null),
        cache,
        signal: signal ?? AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new ApiProblem("unreachable", { cause: error });
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
    this.#keep((await response.json()) as Tokens);
    return true;
  }

  #keep({ access_token, refresh_token }: Tokens): void {
    this.#accessToken = access_token;
    this.#storage.setItem(refreshTokenKey, refresh_token);
  }

  #forget(): void {
    this.#accessToken = "";
    this.#storage.removeItem(refreshTokenKey);
  }
}
